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
    NotRead,
    give_access,
    hand_in,
    open_answers,
    record_finding,
    seal,
    seal_answer,
    seal_answers,
    win_back,
)
from duologue.measures.sealed.models import SealedAnswer, SealedFinding
from duologue.measures.sealed.queries import standing_of, waiting_for
from duologue.people.models import CareTeamMember, Role
from duologue.people.signals import password_changed, password_forgotten
from duologue.privacy.keys import rules as boxes
from duologue.privacy.keys.actions import NoKey
from duologue.programme.models import PartnerStepDone
from duologue.safety.models import Alert
from tests.cast import NOW
from tests.measures.sealing import (
    NO,
    PASSWORD,
    YES,
    answered,
    handed_out,
    shares,
    signed_in,
    with_key,
)

ALARMING, HARMLESS = (NO, YES, NO, NO), (NO, NO, NO, NO)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def keyed(cast):
    with_key(cast.okafor, cast.lind)
    return cast


def opened(cast, response, person=None, password=PASSWORD, at=NOW):
    return open_answers(response=response, password=password, by=person or cast.okafor, at=at)


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


def test_a_changed_password_goes_on_opening(keyed) -> None:
    response = answered(keyed, keyed.ana, *ALARMING)
    password_changed.send(None, person=keyed.okafor, old=PASSWORD, new="another one", at=NOW)
    assert opened(keyed, response, password="another one")[2] == 1


def test_a_forgotten_password_loses_it_and_both_shares_win_it_back(keyed) -> None:
    first, second = shares(keyed)
    response = answered(keyed, keyed.ana, *ALARMING)
    password_forgotten.send(None, person=keyed.okafor, new="another one", at=NOW)
    with pytest.raises(NobodyReads):
        opened(keyed, response, password="another one")
    others = shares(keyed)
    from duologue.measures.sealed.actions import NotTheseShares

    for one, two in ((first, first), (first, others[1]), (first, boxes.written_share(b"x" * 32))):
        with pytest.raises(NotTheseShares):
            win_back(person=keyed.okafor, first=one, second=two, at=NOW)
    with pytest.raises(boxes.NotAShare):
        win_back(person=keyed.okafor, first=first, second="", at=NOW)
    assert win_back(person=keyed.okafor, first=second, second=first, at=NOW) == 1
    assert opened(keyed, response, password="another one") == {1: 0, 2: 1, 3: 0, 4: 0}


def test_the_page_of_both_shares_gives_access_again_and_shows_no_share(keyed) -> None:
    first, second = shares(keyed)
    response = answered(keyed, keyed.ana, *ALARMING)
    password_forgotten.send(None, person=keyed.okafor, new="another one", at=NOW)
    okafor, page = signed_in(keyed.okafor), reverse("measures-sealed-back")
    wrong = okafor.post(page, {"first": first, "second": second[:-3]})
    assert wrong.status_code == 422
    assert first not in wrong.content.decode()
    okafor.post(page, {"first": first, "second": second})
    assert opened(keyed, response, password="another one")[2] == 1
    theo = signed_in(keyed.theo)
    with_key(keyed.theo)
    theo.post(page, {"first": first, "second": second})
    assert not SealedAnswer.objects.filter(key__person=keyed.theo).exists(), "not of his couples"


def test_a_colleague_gives_access_to_who_joins_the_team_later(keyed) -> None:
    response = answered(keyed, keyed.ana, *ALARMING)
    page = reverse("measures-sealed", args=[keyed.ana.id])
    assert signed_in(keyed.theo).get(page).status_code == 404
    CareTeamMember.objects.create(
        couple=keyed.couple, person=keyed.theo, role=Role.THERAPIST, at=NOW
    )
    assert "Nothing is sealed for you here" in signed_in(keyed.theo).get(page).content.decode()
    with pytest.raises(NobodyReads):
        give_access(partner=keyed.ana, to=keyed.theo, password=PASSWORD, by=keyed.okafor, at=NOW)
    with_key(keyed.theo)
    access = reverse("measures-sealed-access", args=[keyed.ana.id])
    okafor = signed_in(keyed.okafor)
    wrong = okafor.post(access, {"to": keyed.theo.pk, "password": "no"})
    assert "not your password" in wrong.content.decode()
    okafor.post(access, {"to": keyed.theo.pk, "password": PASSWORD})
    assert opened(keyed, response, keyed.theo)[2] == 1


def test_opening_asks_for_the_password_and_shows_answers_score_and_what_to_do(keyed) -> None:
    response = answered(keyed, keyed.ana, *ALARMING)
    okafor = signed_in(keyed.okafor)
    page = reverse("measures-sealed-reading", args=[keyed.ana.id, response.id])
    assert "afraid" not in okafor.get(page).content.decode()
    wrong = okafor.post(page, {"password": "not this one"})
    assert wrong.status_code == 422
    assert "not your password" in wrong.content.decode()
    right = okafor.post(page, {"password": PASSWORD})
    shown = right.content.decode()
    assert "afraid of your partner" in shown
    assert "speaks with this person" in shown
    assert "positive" in shown
    assert right.headers["Cache-Control"] == "no-store"
    assert "afraid" not in okafor.get(page).content.decode(), "asked again each time"
    assert not Score.objects.exists()


def test_nobody_else_finds_the_page(keyed) -> None:
    response = answered(keyed, keyed.ana, *ALARMING)
    pages = [
        reverse("measures-sealed", args=[keyed.ana.id]),
        reverse("measures-sealed-reading", args=[keyed.ana.id, response.id]),
        reverse("measures-sealed-finding", args=[keyed.ana.id, response.id]),
        reverse("measures-sealed-access", args=[keyed.ana.id]),
    ]
    others = (keyed.mona, keyed.cora, keyed.theo, keyed.ana.person, keyed.ben.person)
    for person in others:
        client = signed_in(person)
        for page in pages:
            assert client.get(page).status_code == 404
            assert client.post(page, {"password": PASSWORD}).status_code == 404
    elsewhere = reverse("measures-sealed-reading", args=[keyed.ben.id, response.id])
    assert signed_in(keyed.okafor).get(elsewhere).status_code == 404


def test_trying_passwords_is_slowed_down(keyed) -> None:
    response = answered(keyed, keyed.ana, *ALARMING)
    okafor = signed_in(keyed.okafor)
    page = reverse("measures-sealed-reading", args=[keyed.ana.id, response.id])
    tries = [okafor.post(page, {"password": f"guess {n}"}).content.decode() for n in range(8)]
    assert "Too many attempts" in tries[-1]


def test_a_finding_is_signed_by_who_has_just_read_it_and_others_learn_one_word(keyed) -> None:
    response = answered(keyed, keyed.ana, *ALARMING)
    assert standing_of(keyed.ana).word == "not yet read"
    okafor = signed_in(keyed.okafor)
    page = reverse("measures-sealed-finding", args=[keyed.ana.id, response.id])
    unread = okafor.post(page, {"verdict": "clear", "plan": ""})
    assert "Open it again" in unread.content.decode()
    okafor.post(
        reverse("measures-sealed-reading", args=[keyed.ana.id, response.id]),
        {"password": PASSWORD},
    )
    planless = okafor.post(page, {"verdict": "not clear", "plan": ""})
    assert "Say what happens next" in planless.content.decode()
    okafor.post(page, {"verdict": "not clear", "plan": "Each alone, on Friday"})
    standing = standing_of(keyed.ana)
    assert (standing.word, standing.last_at, standing.clear) == ("not clear", NOW, False)
    assert standing_of(keyed.ben).word == "not yet read"
    assert waiting_for(keyed.okafor, NOW) == ()
    listed = okafor.get(reverse("measures-sealed", args=[keyed.ana.id])).content.decode()
    assert "Each alone, on Friday" in listed


def test_a_finding_signed_twice_is_one_and_not_long_after_reading(keyed) -> None:
    response = answered(keyed, keyed.ana, *HARMLESS)
    opened(keyed, response)
    signed = {"response": response, "verdict": "clear", "plan": "", "by": keyed.okafor}
    for _ in range(2):
        record_finding(id=response.id, **signed, at=NOW)
    assert SealedFinding.objects.count() == 1
    with pytest.raises(NotRead):
        record_finding(id=keyed.ana.id, **signed, at=NOW + timedelta(minutes=31))


def test_an_answer_moved_to_another_row_is_noticed(keyed) -> None:
    response = answered(keyed, keyed.ana, *ALARMING)
    other = answered(keyed, keyed.ben, *HARMLESS)
    mine = SealedAnswer.objects.get(response=response, item=1, key__person=keyed.okafor)
    theirs = SealedAnswer.objects.get(response=other, item=1, key__person=keyed.okafor)
    SealedAnswer.objects.filter(pk=mine.pk).update(box=theirs.box)
    with pytest.raises(rules.Misplaced):
        opened(keyed, response)


def test_sealing_several_at_once_keeps_each_in_its_place(keyed) -> None:
    response, _ = handed_out(keyed, keyed.ana)
    seal_answers(response=response, answers={1: 0, 2: 1, 3: None, 4: 0}, at=NOW)
    assert opened(keyed, response) == {1: 0, 2: 1, 3: None, 4: 0}


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
