"""When the two part, the record splits: each keeps their own, and nothing new crosses."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from duologue.calendar.actions import book
from duologue.calendar.models import Appointment
from duologue.contact.actions import write_message
from duologue.dosing.gate.reading import reasons_of
from duologue.integration.agreements.actions import accept, propose
from duologue.integration.queries import agreements_of
from duologue.people.models import Separation
from duologue.people.parting import Parted
from duologue.programme.actions import start_episode
from duologue.programme.models import JointDue
from duologue.programme.queries import current_episode
from duologue.record.disclosure.actions import prepare_joint
from duologue.record.rules import NotPossible
from duologue.record.separation import rules
from duologue.record.separation.actions import (
    carry_out,
    carry_out_all,
    record_separation,
    speak_with,
)
from duologue.screening.actions import decide_suitability
from duologue.screening.decisions import suitability_standing
from duologue.sharing.actions import release
from tests.cast import NOW

OURS = "our-room integration-agreements integration-dialogue followup-our-plan".split()


@given(st.integers(0, 35_000).map(lambda hours: NOW + timedelta(hours=hours, minutes=7)))
def test_it_takes_effect_at_the_first_noon_that_is_at_least_a_day_away(moment):
    found = rules.takes_effect(moment)
    assert (found.hour, found.minute) == (12, 0)
    assert timedelta(hours=24) <= found - moment < timedelta(hours=48)


@given(st.dictionaries(st.sampled_from("ab"), st.integers(0, 30)), st.booleans())
def test_it_is_recorded_only_after_speaking_with_each_and_once(spoken, recorded):
    known = {one: NOW - timedelta(days=days) for one, days in spoken.items()}
    facts = rules.Facts(frozenset("ab"), known, recorded, NOW)
    fresh = set(spoken) == {"a", "b"} and max(spoken.values()) <= 14
    assert isinstance(rules.may_record(facts), rules.Open) == (fresh and not recorded)


def part(cast) -> Separation:
    for partner in (cast.ana, cast.ben):
        speak_with(partner=partner, by=cast.okafor, at=NOW)
    return record_separation(couple=cast.couple, by=cast.okafor, at=NOW)


def meeting(cast, *partners, kind="followup"):
    starts = NOW + timedelta(days=20, hours=len(partners))
    return book(
        id=uuid.uuid4(), couple=cast.couple, kind=kind, partners=partners, staff=[], room=None,
        starts_at=starts, ends_at=starts + timedelta(hours=1), by=cast.cora, at=NOW,
    )  # fmt: skip


def test_nobody_records_it_without_having_spoken_with_each(cast):
    speak_with(partner=cast.ana, by=cast.okafor, at=NOW)
    with pytest.raises(NotPossible, match="spoken with first"):
        record_separation(couple=cast.couple, by=cast.okafor, at=NOW)


def test_in_an_open_course_what_is_joint_ends_and_what_is_own_goes_on(cast):
    start_episode(
        couple=cast.couple, programme="together-psycholytic", dosed=[cast.ana, cast.ben],
        by=None, at=NOW,
    )  # fmt: skip
    agreed = propose(token=None, text="We eat together.", cooling_days=0, by=cast.ana, at=NOW)
    joint, hers = meeting(cast, cast.ana, cast.ben), meeting(cast, cast.ana)
    found = part(cast)
    assert not carry_out(separation=found, by=None, at=found.effective_at - timedelta(minutes=1))
    assert current_episode(cast.couple) and JointDue.objects.exists()
    assert carry_out_all(at=found.effective_at) == 1
    assert carry_out_all(at=found.effective_at) == 0
    assert current_episode(cast.couple) is None and not JointDue.objects.exists()
    left = Appointment.objects.filter(cancellation__isnull=True)
    assert list(left) == [hers] and joint not in left
    later = found.effective_at + timedelta(hours=1)
    (shown,) = agreements_of(cast.couple, later)
    assert shown.standing.word == "ended"
    assert cast.couple.care_team.filter(end__isnull=True).count() == 3
    cast.ben.refresh_from_db()
    with pytest.raises(Parted):
        accept(agreement=agreed, by=cast.ben, at=later)


def test_the_medicine_of_either_needs_a_new_decision(cast):
    decide_suitability(
        id=uuid.uuid4(), couple=cast.couple, decision="suitable", reason="", plan="",
        review_on=None, by=cast.okafor, at=NOW,
    )  # fmt: skip
    session = book(
        id=uuid.uuid4(), couple=cast.couple, kind="medicine", partners=[cast.ana, cast.ben],
        staff=[], room=None, starts_at=NOW + timedelta(days=1), session_number=1,
        ends_at=NOW + timedelta(days=1, hours=3), by=cast.cora, at=NOW,
    )  # fmt: skip

    def shut(at) -> set[str]:
        return {one.rule for one in reasons_of(cast.ana, session, at) if one.shuts}

    assert "suitability" not in shut(NOW)
    found = part(cast)
    later = found.effective_at + timedelta(hours=1)
    assert "suitability" in shut(later)
    assert suitability_standing(cast.couple, later.date()).word == "not now"


def test_nothing_joint_is_added_afterwards(cast):
    found = part(cast)
    later = found.effective_at
    couple = type(cast.couple).objects.get(pk=cast.couple.pk)
    cast.ana.refresh_from_db()
    for act in (
        lambda: release(kind="intention", title="", text="words", by=cast.ana, at=later),
        lambda: propose(token=None, text="words", cooling_days=0, by=cast.ana, at=later),
        lambda: start_episode(
            couple=couple, programme="individual", dosed=[cast.ana], by=None, at=later
        ),
        lambda: book(
            id=uuid.uuid4(), couple=couple, kind="followup", partners=[cast.ana, cast.ben],
            staff=[], room=None, starts_at=later, ends_at=later + timedelta(hours=1),
            by=cast.cora, at=later,
        ),
    ):  # fmt: skip
        with pytest.raises(Parted):
            act()


def test_our_room_closes_for_both_at_the_same_moment_and_ones_own_goes_on(cast, client):
    found = part(cast)
    release(kind="intention", title="", text="words of Ana", by=cast.ana, at=NOW)
    paper = prepare_joint(
        id=uuid.uuid4(), couple=cast.couple, kind="copy", recipient="each of them", purpose="kept",
        until=date(2030, 1, 1), holds=["shared"], letter="", by=cast.okafor, at=NOW,
    )  # fmt: skip
    write_message(partner=cast.ana, body="to my team", by=cast.ana.person, at=NOW, id=uuid.uuid4())
    for partner in (cast.ana, cast.ben):
        with time_machine.travel(found.effective_at - timedelta(minutes=1), tick=False):
            client.force_login(partner.person)
            assert "words of Ana" in client.get(reverse("our-room")).content.decode()
        with time_machine.travel(found.effective_at + timedelta(minutes=1), tick=False):
            client.force_login(partner.person)
            shown = set()
            for name in OURS:
                text = client.get(reverse(name)).content.decode()
                assert "This room is closed" in text and "words of Ana" not in text, name
                assert client.post(reverse(name), {"text": "x"}).status_code == 409
                shown.add(text[text.index("<main") : text.index("</main")])
            assert len(shown) == 1 and "Ana" not in shown.pop()
            for name in ("today", "journey", "my-room", "help-now", "contact-messages"):
                other = {"Ana": "Ben", "Ben": "Ana"}[partner.first_name]
                text = client.get(reverse(name)).content.decode()
                assert f"{other}<" not in text and f" {other} " not in text, name
            one = client.get(reverse("record-our-paper", args=[paper.pk]))
            assert one.status_code == 200 and "Sign" in one.content.decode()


def test_the_therapists_page_writes_down_each_conversation_and_then_records_it(cast, client):
    client.force_login(cast.okafor)
    page = reverse("record-separation", args=[cast.couple.pk])
    client.post(page, {"sure": "yes"})
    assert not Separation.objects.exists()
    for partner in (cast.ana, cast.ben):
        client.post(page, {"spoken": str(partner.pk)})
    assert "Record it for" in client.get(page).content.decode()
    client.post(page, {})
    assert not Separation.objects.exists()
    client.post(page, {"sure": "yes"})
    found = Separation.objects.get()
    assert found.effective_at > datetime.now(UTC) + timedelta(hours=23)
    assert "takes effect" in client.get(page).content.decode()
    client.force_login(cast.theo)
    assert client.get(page).status_code == 404


def test_a_joint_entry_of_the_team_is_refused_in_words(cast, client):
    found = part(cast)
    with time_machine.travel(found.effective_at + timedelta(minutes=1), tick=False):
        client.force_login(cast.okafor)
        answer = client.post(
            reverse("followup-plan", args=[cast.couple.pk]),
            {"once": uuid.uuid4(), "early_signs": "a", "what_helps": "b", "whom_to_call": "c"},
        )
        assert answer.status_code == 409 and "nothing joint is added" in answer.content.decode()
