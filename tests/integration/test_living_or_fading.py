from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from duologue.integration.practices.queries import thresholds
from duologue.integration.practices.rules import Chosen, standing, summary

TODAY = date(2026, 11, 23)


def ago(*days: int) -> frozenset[date]:
    return frozenset(TODAY - timedelta(days=n) for n in days)


def stands(chosen: Chosen, done: frozenset[date], on: date = TODAY):
    return standing(chosen, done, on=on, thresholds=thresholds())


DAILY = Chosen(per_week=7, began_on=TODAY - timedelta(days=20))
WEEKLY = Chosen(per_week=1, began_on=TODAY - timedelta(days=20))


def test_done_on_most_days_is_living() -> None:
    told = stands(DAILY, ago(0, 1, 3, 4))
    assert told.word == "living"
    assert told.reason == "4 days in the last 7"


def test_done_on_two_days_of_seven_is_fading() -> None:
    assert stands(DAILY, ago(5, 6)).word == "fading"


def test_a_weekly_practice_looks_back_two_weeks() -> None:
    assert stands(WEEKLY, ago(9)).word == "living"
    assert stands(WEEKLY, ago(15)).word == "fading"


def test_the_first_days_are_new_whatever_was_done() -> None:
    assert stands(Chosen(7, began_on=TODAY - timedelta(days=2)), frozenset()).word == "new"


def test_its_time_over_or_let_go() -> None:
    began = TODAY - timedelta(days=9)
    assert stands(Chosen(7, began, until=TODAY - timedelta(days=1)), ago(2)).word == "over"
    assert stands(Chosen(7, began, until=TODAY), ago(2)).word != "over"
    assert stands(Chosen(7, began, ended_on=TODAY), ago(2)).word == "over"


def test_the_summary_names_only_what_there_is() -> None:
    living, fading = stands(DAILY, ago(0, 1, 2, 3)), stands(DAILY, frozenset())
    assert summary([living, living, fading]) == "2 living, 1 fading"
    assert summary([fading]) == "1 fading"
    assert summary([]) == "none"


days = st.frozensets(st.integers(0, 20), max_size=21)


@given(per_week=st.integers(1, 7), done=days, more=st.integers(0, 20))
def test_doing_more_never_makes_it_fade(per_week: int, done: frozenset[int], more: int) -> None:
    chosen = Chosen(per_week, began_on=TODAY - timedelta(days=20))
    before, after = stands(chosen, ago(*done)), stands(chosen, ago(*done, more))
    assert not (before.word == "living" and after.word == "fading")


@given(done=days)
def test_a_day_not_over_counts_against_nobody(done: frozenset[int]) -> None:
    yesterday = frozenset(n for n in done if n > 0)
    this_morning = stands(DAILY, ago(*yesterday))
    assert this_morning.expected == 6.0
    assert stands(DAILY, ago(0, *yesterday)).done == this_morning.done + 1
