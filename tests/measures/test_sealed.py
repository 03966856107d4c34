"""Sealed answers: who reads them, who learns one word, and who never learns anything."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from duologue.measures import actions
from duologue.measures.models import Answer, HeldSubmission, Response, Score, Submission
from duologue.measures.sealed import rules
from duologue.measures.sealed.actions import (
    NobodyReads,
    hand_in,
    record_finding,
    seal,
    seal_answer,
)
from duologue.measures.sealed.models import SealedAnswer
from duologue.measures.sealed.queries import steps_out_of_sight, waiting_for
from duologue.privacy.keys import rules as boxes
from duologue.privacy.keys.actions import NoKey
from duologue.programme import actions as programmes
from duologue.programme.models import PartnerStepDone
from duologue.programme.projection import written
from duologue.safety.models import Alert
from tests.cast import NOW
from tests.measures.sealing import (
    ALARMING,
    HARMLESS,
    NO,
    YES,
    answered,
    handed_out,
    opened,
    shares,
    signed_in,
    with_key,
)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def keyed(cast):
    with_key(cast.okafor, cast.lind)
    return cast


TOKENS = re.compile(rb'((csrfmiddlewaretoken|once)" value|tab-mark" content)="[^"]+"')


def pages_of(client: Client) -> dict[str, bytes]:
    """Every page of the portal that could tell something, without what differs at each look."""
    names = ("today", "journey", "my-room", "our-room", "measures-answers", "my-account")
    return {name: TOKENS.sub(b"", client.get(reverse(name)).content) for name in names}


def everything_kept() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')
            found += [f"{table}: {row[0]}" for row in cursor.fetchall()]
    return "\n".join(found)


def test_a_named_clinician_reads_what_was_answered_with_their_password(keyed) -> None:
    response = answered(keyed, keyed.ana, *ALARMING)
    for person in (keyed.okafor, keyed.lind):
        assert opened(keyed, response, person) == {1: 0, 2: 1, 3: 0, 4: 0}
    with pytest.raises(boxes.WrongPassword):
        opened(keyed, response, password="not this one")
    with pytest.raises(NoKey):
        opened(keyed, response, keyed.theo)


def test_nothing_of_it_is_kept_plain_anywhere(keyed) -> None:
    """The scale's values are rare enough to be searched for in every column of every table."""
    response, _ = handed_out(keyed, keyed.ana, "audit")
    seal(response=response, at=NOW)
    shares(keyed)
    before = everything_kept()
    for item in range(1, 11):
        seal_answer(response=response, item=item, value=4, at=NOW)
    hand_in(response=response, by=None, at=NOW)
    assert not Answer.objects.exists()
    assert not Score.objects.exists()
    new = set(everything_kept().splitlines()) - set(before.splitlines())
    assert {line.partition(":")[0] for line in new} == {
        "measures_sealedanswer", "measures_submission"
    }  # fmt: skip
    for row in SealedAnswer.objects.all():
        assert len(row.box) == boxes.SEALED
        assert rules.written(response.id, row.item, 4.0)[-9:] not in bytes(row.box)


def test_what_was_answered_leaves_rows_of_the_same_number_and_size(keyed) -> None:
    shares(keyed)
    seen = set()
    for values in (ALARMING, HARMLESS, ("", "", "", "")):
        response = answered(keyed, keyed.ana, *values)
        rows = SealedAnswer.objects.filter(response=response)
        seen.add((rows.count(), frozenset(len(row.box) for row in rows)))
    assert seen == {(4 * 3, frozenset({boxes.SEALED}))}


def test_the_same_item_waits_for_its_clinicians_whatever_was_answered(keyed) -> None:
    for partner, values in ((keyed.ana, ALARMING), (keyed.ben, HARMLESS)):
        answered(keyed, partner, *values)
    assert not Alert.objects.exists()
    for person in (keyed.okafor, keyed.lind):
        first, second = waiting_for(person, NOW)
        assert (first.since, first.late, first.finished) == (
            second.since, second.late, second.finished
        )  # fmt: skip
    page = signed_in(keyed.okafor).get(reverse("my-day")).content.decode()
    assert page.count("to be read within a day") == 2
    for person in (keyed.mona, keyed.cora, keyed.theo):
        assert waiting_for(person, NOW) == ()


def test_unread_for_more_than_a_day_is_late_on_my_day(keyed) -> None:
    answered(keyed, keyed.ana, *HARMLESS)
    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        page = signed_in(keyed.okafor).get(reverse("my-day")).content.decode()
    assert "waiting for more than a day" in page


def test_one_that_was_begun_and_left_comes_after_a_day(keyed) -> None:
    response, code = handed_out(keyed, keyed.ana)
    tablet = Client()
    tablet.post(reverse("measures-code"), {"code": code})
    tablet.post(reverse("measures-item", args=[response.id, 1]), {"value": YES})
    assert waiting_for(keyed.okafor, NOW) == ()
    (waiting,) = waiting_for(keyed.okafor, NOW + timedelta(hours=25))
    assert not waiting.finished
    assert opened(keyed, response) == {1: 1}


def test_no_page_of_the_respondent_changes_by_it(keyed) -> None:
    from duologue.programme.actions import start_episode

    episode = start_episode(
        couple=keyed.couple, programme="together-psycholytic",
        dosed=[keyed.ana, keyed.ben], by=keyed.okafor, at=NOW - timedelta(days=3),
    )  # fmt: skip
    ana, ben = signed_in(keyed.ana.person), signed_in(keyed.ben.person)
    before = pages_of(ana), pages_of(ben)
    step = {"episode": episode.id, "step": "private-screen"}
    response = answered(keyed, keyed.ana, *ALARMING, **step)
    assert PartnerStepDone.objects.filter(partner=keyed.ana, step="private-screen").exists()
    assert (pages_of(ana), pages_of(ben)) == before
    opened(keyed, response)
    record_finding(
        id=response.id, response=response, verdict="not clear", plan="Each alone",
        by=keyed.okafor, at=NOW,
    )  # fmt: skip
    assert (pages_of(ana), pages_of(ben)) == before
    for number in (1, 4):
        assert ana.get(reverse("measures-item", args=[response.id, number])).status_code == 404
    assert ana.get(reverse("measures-review", args=[response.id])).status_code == 404
    assert "private" not in before[0]["today"].decode().lower()


def test_an_answer_once_given_stands_and_shows_nowhere(keyed) -> None:
    response, code = handed_out(keyed, keyed.ana)
    tablet = Client()
    tablet.post(reverse("measures-code"), {"code": code})
    item = reverse("measures-item", args=[response.id, 1])
    tablet.post(item, {"value": YES})
    assert tablet.get(item).status_code == 302
    tablet.post(item, {"value": NO})
    assert opened(keyed, response) == {1: 1}
    wrong = tablet.post(reverse("measures-item", args=[response.id, 2]), {"value": "77"})
    assert wrong.status_code == 422
    assert "77" not in re.sub(r'value="[^"]{20,}"', "", wrong.content.decode())


def test_what_comes_after_the_code_has_ended_is_kept_nowhere(keyed) -> None:
    response, code = handed_out(keyed, keyed.ana)
    tablet = Client()
    tablet.post(reverse("measures-code"), {"code": code})
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        late = tablet.post(reverse("measures-item", args=[response.id, 1]), {"value": YES})
    assert "not kept anywhere" in late.content.decode()
    assert not HeldSubmission.objects.exists()
    assert not SealedAnswer.objects.exists()
    with pytest.raises(actions.NeverHeld):
        actions.hold(partner=keyed.ana, instrument="hark", received={"1": "1"}, why="", at=NOW)


def test_paper_is_sealed_too_and_never_redisplayed(keyed) -> None:
    page = reverse("measures-paper", args=[keyed.ana.id, "hark"])
    refused = signed_in(keyed.cora).post(page, {f"item_{n}": YES for n in range(1, 5)})
    assert refused.status_code == 302
    assert not Response.objects.exists()
    okafor = signed_in(keyed.okafor)
    wrong = okafor.post(page, {"item_1": YES, "item_2": "9"})
    assert wrong.status_code == 422
    assert '"1" selected' not in wrong.content.decode()
    okafor.post(page, {f"item_{n}": YES for n in range(1, 5)})
    response = Response.objects.get()
    assert opened(keyed, response) == {1: 1, 2: 1, 3: 1, 4: 1}
    assert not Answer.objects.exists()
    assert Submission.objects.filter(response=response).exists()


def test_without_anybody_who_could_read_nothing_is_asked(cast) -> None:
    with pytest.raises(NobodyReads):
        actions.start(partner=cast.ana, instrument="hark", mode="tablet", by=cast.okafor, at=NOW)
    page = reverse("measures-hand-out", args=[cast.ana.id])
    told = signed_in(cast.okafor).post(page, {"instrument": "hark", "kind": "code"})
    assert told.status_code == 422
    assert "signs in once with their password" in told.content.decode()
    assert not Response.objects.exists()
    link = signed_in(cast.okafor).post(page, {"instrument": "hark", "kind": "link"})
    assert "tablet, with the team near" in link.content.decode()


def test_a_partner_may_ask_for_sealing_when_they_begin(keyed) -> None:
    response = actions.start(partner=keyed.ana, instrument="audit", by=keyed.ana.person, at=NOW)
    ana = signed_in(keyed.ana.person)
    review = reverse("measures-review", args=[response.id])
    assert "Begin, sealed" in ana.get(review).content.decode()
    ana.post(review, {"seal": "1"})
    after_sealing = pages_of(signed_in(keyed.ana.person))
    for number in range(1, 11):
        ana.post(reverse("measures-item", args=[response.id, number]), {"value": "4"})
    other_phone = signed_in(keyed.ana.person)
    assert other_phone.get(review).status_code == 404, "only in the sitting it was begun in"
    ana.post(review)
    assert ana.get(review).status_code == 404
    assert Submission.objects.filter(response=response).exists()
    assert not Answer.objects.exists()
    assert not PartnerStepDone.objects.exists()
    assert pages_of(signed_in(keyed.ana.person)) == after_sealing
    assert sum(opened(keyed, response).values()) == 40


def test_what_is_gone_from_ones_pages_does_not_tell_whether_it_was_sealed(keyed) -> None:
    """Whoever forces a sign-in finds the same after an open and after a sealed questionnaire."""
    episode = programmes.start_episode(
        couple=keyed.couple, programme="together-psycholytic", dosed=[keyed.ana, keyed.ben],
        by=keyed.okafor, at=NOW,
    )  # fmt: skip
    step = next(s.key for s in written(episode).steps if s.subject == "audit")
    found = []
    for partner, sealed in ((keyed.ana, True), (keyed.ben, False)):
        phone = signed_in(partner.person)
        response = actions.start(
            partner=partner, instrument="audit", episode=episode.id, step=step, by=partner.person, at=NOW,
        )  # fmt: skip
        review = reverse("measures-review", args=[response.id])
        if sealed:
            phone.post(review, {"seal": "1"})
        for number in range(1, 11):
            phone.post(reverse("measures-item", args=[response.id, number]), {"value": "0"})
        phone.post(review)
        assert Submission.objects.filter(response=response).exists()
        later = signed_in(partner.person)
        assert step in {name for _, name in steps_out_of_sight(partner)}
        for name in ("today", "journey", "measures-answers"):
            assert "Alcohol" not in later.get(reverse(name)).content.decode()
        addresses = [review, reverse("measures-done", args=[response.id])]
        addresses += [reverse("measures-item", args=[response.id, n]) for n in range(1, 11)]
        found.append([later.get(one).status_code for one in addresses])
    assert found[0] == found[1]


def test_what_was_begun_in_the_open_is_not_sealed_half_way(keyed) -> None:
    response = actions.start(partner=keyed.ana, instrument="audit", by=keyed.ana.person, at=NOW)
    actions.answer(response=response, item=1, value=1, by=keyed.ana.person, at=NOW)
    ana = signed_in(keyed.ana.person)
    review = reverse("measures-review", args=[response.id])
    assert "Begin, sealed" not in ana.get(review).content.decode()
    ana.post(review, {"seal": "1"})
    assert not hasattr(Response.objects.get(), "sealing")


def test_c_ssrs_is_not_listed_in_the_partners_own_pages(keyed) -> None:
    response = actions.start(partner=keyed.ana, instrument="c-ssrs", by=keyed.ana.person, at=NOW)
    actions.submit(response=response, by=keyed.ana.person, at=NOW)
    page = signed_in(keyed.ana.person).get(reverse("measures-answers")).content.decode()
    assert "Nothing yet" in page


@given(st.uuids(), st.integers(1, 999), st.none() | st.floats(allow_nan=False))
def test_what_is_written_is_read_and_only_in_its_place(response, item, value) -> None:
    text = rules.written(response, item, value)
    assert len(text) < boxes.TEXT
    assert rules.read(text, response=response, item=item) == value
    with pytest.raises(rules.Misplaced):
        rules.read(text, response=response, item=item + 1)


HANDED = st.builds(
    rules.Handed,
    at=st.integers(0, 99).map(lambda day: NOW + timedelta(days=day)),
    verdict=st.sampled_from(["clear", "not clear", None]),
)


@given(st.lists(HANDED, max_size=5, unique_by=lambda one: one.at))
def test_one_unread_is_enough_to_be_not_yet_read_else_the_newest_counts(handed) -> None:
    standing = rules.standing(handed)
    if not handed or any(one.verdict is None for one in handed):
        assert standing.word == "not yet read"
    else:
        assert standing.word == max(handed, key=lambda one: one.at).verdict
    assert standing.clear == (standing.word == "clear")
