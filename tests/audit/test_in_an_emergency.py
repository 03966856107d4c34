"""Theo treats neither Ana nor Ben; one night Ana is in danger."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from duologue.audit.models import Entry
from duologue.contact.actions import keep_safe_contact
from duologue.notes.own.actions import write_own_note
from duologue.people.actions import end_care
from duologue.people.emergency import rules
from duologue.people.emergency.actions import open_in_an_emergency, review_opening
from duologue.people.emergency.queries import openings_to_review
from duologue.people.models import EmergencyGrant, EmergencyReview, Partner
from duologue.people.queries import open_grants
from duologue.people.rules import Closed, NotAllowed, Open
from duologue.privacy.principal import asking_as
from duologue.safety.actions import raise_alert
from duologue.screening.models import Vitals
from tests.audit.test_who_saw_what import opened
from tests.cast import NOW

PASSWORD = "a quiet lake at noon"
WHY = "She called the night line and spoke of pills."
THERAPIST = frozenset({"therapist"})


@pytest.fixture(autouse=True)
def tries_are_counted_anew(db: None) -> None:
    cache.clear()


@pytest.fixture
def theo(cast):
    cast.theo.set_password(PASSWORD)
    cast.theo.save()
    return cast.theo


def asked(**other):
    return {"name": "Ana", "reason": WHY, "password": PASSWORD, "once": uuid.uuid4(), **other}


def grant(cast, *, by=None, ago=timedelta(0)) -> EmergencyGrant:
    return open_in_an_emergency(
        id=uuid.uuid4(), partner=cast.ana, reason=WHY, by=by or cast.theo, at=timezone.now() - ago
    )


def test_with_name_reason_and_password_one_record_opens_and_safety_comes_first(
    cast, theo, client
) -> None:
    raise_alert(partner=cast.ana, kind="suicide-risk", because="Item 9: 3", by=None, at=NOW)
    raise_alert(partner=cast.ana, kind="private-screen", because="SEALED", by=None, at=NOW)
    keep_safe_contact(
        partner=cast.ana, channel="phone", address="", phone="07700 900123", hours="evening",
        alias="Willow", voicemail="no", by=cast.ana.person, at=NOW,
    )  # fmt: skip
    assert opened(client, theo, "partner", cast.ana.pk).status_code == 404
    answer = client.post(reverse("emergency"), asked(), follow=True)
    shown = answer.content.decode()
    assert answer.status_code == 200, shown
    assert "Item 9: 3" in shown and "07700 900123" in shown and "Numbers for a crisis" in shown
    assert "SEALED" not in shown and WHY not in shown
    assert client.get(reverse("partner", args=[cast.ana.pk])).status_code == 200
    assert client.get(reverse("screening-partner", args=[cast.ana.pk])).status_code == 200


def test_the_other_partner_the_couple_and_what_is_sealed_stay_closed(cast, theo, client) -> None:
    grant(cast)
    note = write_own_note(
        id=uuid.uuid4(), couple=cast.couple, text="x", about_on=NOW.date(), by=cast.okafor, at=NOW
    )
    for page, id in (
        ("partner", cast.ben.pk),
        ("contact-partner-messages", cast.ben.pk),
        ("screening-partner", cast.ben.pk),
        ("couple", cast.couple.pk),
        ("couple-people", cast.couple.pk),
        ("notes-own-note", note.pk),
        ("audit-looks", cast.ana.pk),
    ):
        assert opened(client, theo, page, id).status_code == 404, page
    assert "Ben" not in client.get(reverse("messages")).content.decode()


def test_after_thirty_minutes_it_is_closed(cast, theo, client) -> None:
    late = grant(cast, ago=timedelta(minutes=31))
    assert opened(client, theo, "partner", cast.ana.pk).status_code == 404
    over = client.get(reverse("emergency-record", args=[late.pk]), follow=True)
    assert "thirty minutes are over" in over.content.decode()
    assert not open_grants(theo, timezone.now()).exists()
    assert open_grants(theo, late.expires_at - timedelta(seconds=1)).get() == late


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password": "another one entirely"}, "not your password"),
        ({"name": "An"}, "exactly this name"),
        ({"reason": " "}, "what is happening"),
    ],
)
def test_a_mistake_is_said_kindly_and_nothing_opens(cast, theo, client, wrong, said) -> None:
    answer = opened(client, theo, "emergency", **asked(**wrong))
    shown = answer.content.decode()
    assert answer.status_code == 422 and said in shown
    assert PASSWORD not in shown and not EmergencyGrant.objects.exists()


def test_of_several_with_one_name_the_couple_tells_which(cast, theo, client) -> None:
    cast.dev.first_name = "Ana"
    cast.dev.save()
    first = opened(client, theo, "emergency", **asked())
    assert first.status_code == 422 and "Chloe and Dev" in first.content.decode()
    opened(client, theo, "emergency", **asked(which=cast.ana.pk))
    assert EmergencyGrant.objects.get().partner == cast.ana


def test_only_clinicians_who_do_not_treat_the_couple_open_in_an_emergency(cast, client) -> None:
    for person in (cast.okafor, cast.lind, cast.mona, cast.cora):
        with pytest.raises(NotAllowed):
            grant(cast, by=person)
    for person in (cast.cora, cast.ana.person, cast.ben.person):
        assert opened(client, person, "emergency").status_code == 404
    assert isinstance(rules.opens(frozenset({"operator"}), treats=False), Closed)
    assert rules.opens(frozenset({"monitor", "prescriber"}), treats=False) == Open("prescriber")


def test_a_second_opening_while_it_lasts_is_the_first(cast) -> None:
    assert grant(cast) == grant(cast)


def test_no_partner_sees_it_anywhere_and_it_is_no_place_in_the_care_team(
    cast, theo, client
) -> None:
    pages = ("today", "my-room", "our-room", "journey", "contact-messages", "my-appointments")
    seen = {}
    for moment in ("before", "after"):
        for person in (cast.ana.person, cast.ben.person):
            client.force_login(person)
            client.get(reverse("today"))
            seen[moment, person.pk] = [
                client.get(reverse(page)).content.decode().count("Theo") for page in pages
            ]
        opening = grant(cast)
        opened(client, theo, "partner", cast.ana.pk)
        review_opening(grant=opening, words="Rightly.", by=cast.okafor, at=timezone.now())
    for person in (cast.ana.person, cast.ben.person):
        assert seen["before", person.pk] == seen["after", person.pk] == [0] * len(pages)
        for page in ("emergency-record", "emergency-review"):
            assert opened(client, person, page, opening.pk).status_code == 404
    people = opened(client, cast.okafor, "couple-people", cast.couple.pk).content.decode()
    assert not [line for line in people.splitlines() if "Theo" in line and "<option" not in line]


def test_what_was_opened_is_marked_for_the_team_and_not_on_the_paper(cast, theo, client) -> None:
    client.force_login(theo)
    client.post(reverse("emergency"), asked(), follow=True)
    opening = EmergencyGrant.objects.get()
    rows = Entry.objects.filter(partner=cast.ana.pk)
    assert {row.page for row in rows} == {"emergency", "emergency-record"}
    assert {row.emergency for row in rows} == {opening.pk}
    screen = opened(client, cast.okafor, "audit-looks", cast.ana.pk).content.decode()
    assert "Theo" in screen and "in an emergency" in screen
    paper = opened(client, cast.okafor, "audit-looks-print", cast.ana.pk).content.decode()
    assert "Theo" not in paper and "emergency" not in paper and "Okafor" in paper


def test_the_review_waits_on_my_day_of_the_couples_therapist_until_signed(
    cast, theo, client
) -> None:
    opening = grant(cast)
    page = reverse("emergency-review", args=[opening.pk])
    for person in (cast.theo, cast.cora, cast.lind):
        assert page not in opened(client, person, "my-day").content.decode()
        assert opened(client, person, "emergency-review", opening.pk).status_code == 404
    assert page in opened(client, cast.okafor, "my-day").content.decode()
    assert WHY in client.get(page).content.decode()
    assert client.post(page, {"words": ""}).status_code == 422
    client.post(page, {"words": "Rightly; I called her in the morning."})
    assert EmergencyReview.objects.get().by == cast.okafor
    assert page not in client.get(reverse("my-day")).content.decode()


def test_it_is_late_after_a_day(cast) -> None:
    opening = grant(cast, ago=timedelta(hours=23))
    (waiting,) = openings_to_review(cast.okafor, THERAPIST, timezone.now())
    assert (waiting.id, waiting.word) == (opening.pk, "due")
    later = timezone.now() + timedelta(hours=2)
    assert openings_to_review(cast.okafor, THERAPIST, later)[0].word == "late"


def test_without_a_therapist_it_falls_to_the_coordinator(cast, client) -> None:
    opening = grant(cast)
    end_care(member=cast.couple.care_team.get(role="therapist"), by=cast.cora, at=NOW)
    page = opened(client, cast.cora, "emergency-review", opening.pk)
    assert page.status_code == 200
    with pytest.raises(NotAllowed):
        review_opening(grant=opening, words="x", by=cast.theo, at=NOW)


def test_a_record_opened_in_an_emergency_is_for_reading_alone(cast, theo, client) -> None:
    grant(cast)
    assert opened(client, theo, "partner", cast.ana.pk).status_code == 200
    for name, sent in (
        ("record-erasure", {"ask": "yes"}),
        ("record-erasure", {"decision": "erase", "kept": "nothing"}),
        ("contact-partner-messages", {"id": uuid.uuid4(), "body": "Good evening"}),
    ):
        assert client.post(reverse(name, args=[cast.ana.pk]), sent).status_code == 404


def test_the_database_itself_lets_nobody_write_into_a_record_opened_in_an_emergency(
    cast, theo
) -> None:
    grant(cast)
    with pytest.raises(ProgrammingError, match="row-level security"), asking_as(str(theo.pk)):
        assert Partner.objects.filter(pk=cast.ana.pk).exists()
        Vitals.objects.create(partner=cast.ana, systolic=120, diastolic=80, by=theo, at=NOW)
