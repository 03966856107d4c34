"""What one partner keeps in integration: kept as told, and nobody's business but theirs."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from duologue.integration import queries
from duologue.integration.checkin import actions as checkin
from duologue.integration.insights import actions as insights
from duologue.integration.practices import actions as practices
from tests.cast import NOW

TODAY = NOW.date()
SECRET = "I go quiet because I am afraid"
PAGES = [
    "/my-room/note/",
    "/my-room/insights/",
    "/my-room/practices/",
    "/my-room/check-in/",
    "/my-room/pattern-today/",
    "/my-room/days/",
    "/our-room/dialogue/",
    "/our-room/dialogue/1/",
    "/our-room/agreements/",
]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW):
        yield


def practise(partner, *, what: str = "When I go quiet, say so.", per_week: int = 7, began: int = 0):
    return practices.choose_practice(
        token=uuid4(), what=what, per_week=per_week, until=None, insight=None,
        on=TODAY - timedelta(days=began), by=partner, at=NOW,
    )  # fmt: skip


def fill(partner) -> None:
    """Everything a partner can keep here."""
    insights.keep_first_note(token=uuid4(), text=SECRET, by=partner, at=NOW)
    insights.keep_insight(token=uuid4(), text=SECRET, by=partner, at=NOW)
    practices.tick(practice=practise(partner), on=TODAY, by=partner, at=NOW)
    checkin.check_in(on=TODAY, answers={"close": 3}, by=partner, at=NOW)


@pytest.mark.parametrize("page", PAGES)
def test_the_other_partners_pages_are_the_same_whatever_ana_keeps(
    cast, client: Client, page: str
) -> None:
    client.force_login(cast.ben.person)
    before = client.get(page)
    fill(cast.ana)
    after = client.get(page)
    assert before.status_code == after.status_code == 200
    assert _but_for_tokens(before) == _but_for_tokens(after)
    assert SECRET not in after.content.decode()


def _but_for_tokens(answer) -> list[str]:
    lines = answer.content.decode().splitlines()
    return [one for one in lines if "csrfmiddlewaretoken" not in one and 'name="once"' not in one]


def test_a_first_note_is_kept_as_written(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    told = {"once": uuid4(), "text": SECRET}
    client.post("/my-room/note/", told)
    client.post("/my-room/note/", told)
    assert [note.text for note in cast.ana.first_notes.all()] == [SECRET]
    assert SECRET in client.get("/my-room/note/").content.decode()


def test_an_insight_becomes_a_practice(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    client.post("/my-room/insights/", {"once": uuid4(), "text": SECRET})
    (seen,) = queries.insights_of(cast.ana)
    page = client.get(f"/my-room/practices/?insight={seen.id}").content.decode()
    assert f'value="{seen.id}" selected' in page
    told = {"once": uuid4(), "what": "Say so.", "per_week": "3", "insight": seen.id}
    client.post("/my-room/practices/", told)
    client.post("/my-room/practices/", told)
    (practice,) = cast.ana.practices.all()
    assert practice.insight_id == seen.id
    assert queries.practices_of(cast.ana, TODAY)[0].rhythm == "3 days a week"


def test_an_insight_of_the_other_partner_is_not_on_offer(cast, client: Client) -> None:
    hers = insights.keep_insight(token=uuid4(), text=SECRET, by=cast.ana, at=NOW)
    client.force_login(cast.ben.person)
    told = {"what": "Say so.", "per_week": "3", "insight": hers.pk}
    page = client.post("/my-room/practices/", told).content.decode()
    assert "Say so." in page
    assert SECRET not in page
    assert not cast.ben.practices.exists()
    for under in ("", "away/", "release/"):
        assert client.get(f"/my-room/insights/{hers.pk}/{under}").status_code == 404


def test_a_tick_can_be_taken_back(cast, client: Client) -> None:
    practice = practise(cast.ana)
    client.force_login(cast.ana.person)
    here = f"/my-room/practices/{practice.pk}/day/"
    for form, done in (({}, True), ({}, True), ({"undo": 1}, False), ({}, True)):
        client.post(here, form)
        assert queries.practices_of(cast.ana, TODAY)[0].done_today is done
    client.force_login(cast.ben.person)
    assert client.post(here, {"undo": 1}).status_code == 404
    assert queries.practices_of(cast.ana, TODAY)[0].done_today


def test_a_practice_let_go_is_gone_from_the_list(cast, client: Client) -> None:
    practice = practise(cast.ana)
    client.force_login(cast.ana.person)
    for _ in range(2):
        client.post(f"/my-room/practices/{practice.pk}/end/")
    assert queries.practices_of(cast.ana, TODAY) == ()


def test_the_days_of_a_practice_end_with_today_still_open(cast) -> None:
    practice = practise(cast.ana, began=4)
    for days in (4, 3, 1):
        practices.tick(practice=practice, on=TODAY - timedelta(days=days), by=cast.ana, at=NOW)
    (shown,) = queries.practices_of(cast.ana, TODAY)
    assert shown.days == (True, True, False, True, None)
    assert shown.standing.word == "living"


def test_bad_input_is_answered_kindly_and_kept(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    told = {"what": "Say so.", "per_week": "7", "until": "2020-01-01"}
    page = client.post("/my-room/practices/", told).content.decode()
    assert "already past" in page
    assert "Say so." in page
    page = client.post("/my-room/practices/", {"what": "", "per_week": "9"}).content.decode()
    assert "Say in a few words what you will do" in page
    page = client.post(
        "/my-room/pattern-today/", {"strength": "11", "ended": "me"}
    ).content.decode()
    assert "The highest is 10" in page
    assert not cast.ana.patterns_seen.exists()


def test_a_check_in_can_be_changed_the_same_day(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    for close in ("7", "7", "4"):
        client.post("/my-room/check-in/", {"close": close, "defensive": "0", "ours": ""})
    assert queries.checkin_of(cast.ana, TODAY).answers == {"close": 4, "defensive": 0}
    assert cast.ana.checkins.count() == 2
    assert queries.checkin_of(cast.ana, TODAY - timedelta(days=1)) is None
    page = client.get("/my-room/check-in/").content.decode()
    assert 'name="close" value="4" id="id_close_5" checked' in page


def test_an_empty_check_in_is_not_one(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    assert (
        "Nothing is chosen yet" in client.post("/my-room/check-in/", {"close": ""}).content.decode()
    )
    page = client.post("/my-room/check-in/", {"close": "11", "ours": "5"}).content.decode()
    assert "Choose a number from 0 to 10" in page
    assert not cast.ana.checkins.exists()


def test_the_loop_as_it_came_today(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    told = {"once": uuid4(), "strength": "6", "ended": "together"}
    client.post("/my-room/pattern-today/", told)
    client.post("/my-room/pattern-today/", told)
    (seen,) = cast.ana.patterns_seen.all()
    assert (seen.strength, seen.get_ended_display()) == (6, "We stopped it together")


def test_a_dialogue_leaves_nothing_but_that_it_took_place(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    token = uuid4()
    for _ in range(2):
        client.post("/our-room/dialogue/", {"once": token, "text": SECRET})
    assert cast.couple.dialogues_held.count() == 1
    client.force_login(cast.ben.person)
    assert "23 Nov" in client.get("/our-room/dialogue/").content.decode()
    assert client.get("/our-room/dialogue/99/").status_code == 404


def test_the_team_reads_both_partners_in_one_query(cast, django_assert_num_queries) -> None:
    for n in range(6):
        on = TODAY - timedelta(days=n)
        checkin.check_in(on=on, answers={"close": 5}, by=cast.ana, at=NOW)
        checkin.check_in(on=on, answers={"close": 6}, by=cast.ana, at=NOW)
    practise(cast.ana, began=9)
    practise(cast.ana)
    both = [cast.ana, cast.ben]
    with django_assert_num_queries(1):
        assert queries.own_rooms_of(both, TODAY) == {
            cast.ana.pk: ("6 of 7 days", "1 living, 1 fading"),
            cast.ben.pk: ("0 of 7 days", "none"),
        }


def test_the_pages_ask_the_same_of_the_database_however_much_there_is(
    cast, client: Client, django_assert_max_num_queries
) -> None:
    for _ in range(6):
        fill(cast.ana)
    client.force_login(cast.ana.person)
    for page in PAGES:
        with django_assert_max_num_queries(15):
            client.get(page)
