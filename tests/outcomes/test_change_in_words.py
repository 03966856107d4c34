from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from duologue.outcomes.rules import Course, Measured, about, reading, verdict

CSI = Measured("CSI-16", 0, 81, "higher is better")
PHQ = Measured("PHQ-9", 0, 27, "higher is worse")
START, NOW = date(2026, 9, 3), date(2026, 11, 16)
points = st.integers(0, 81)


def course(
    name: str, first: float | None, latest: float | None, needed: float | None = 6.7
) -> Course:
    return Course(name, first, START if first is not None else None, latest, NOW, needed)


def test_one_improved_and_one_within_chance() -> None:
    assert reading([course("Ana", 41, 55), course("Ben", 50, 54)], CSI) == (
        "Ana has improved reliably since the start (+14; at least 6.7 needed). "
        "Ben’s change (+4) is within what the questionnaire can vary by itself. "
        "Nothing here shows what caused it."
    )


def test_where_higher_is_worse_a_rise_is_a_worsening() -> None:
    told = verdict(course("James", 4, 12, 5), PHQ)
    assert told.kind == "worsened"
    assert told.sentence == "James is reliably worse than at the start (+8; at least 5 needed)."


def test_without_a_limit_no_verdict_is_given() -> None:
    told = verdict(course("James", 4, 12, None), PHQ)
    assert told.sentence == (
        "James’ change is +8; no checked limit is on file that tells change from chance."
    )


def test_one_score_is_no_change() -> None:
    assert verdict(Course("Ana", 41, START, 41, START, 6.7), CSI).kind == "one score"
    assert reading([Course("Ana")], CSI) == "Ana has no score yet."


def test_the_measure_says_unit_range_direction_and_dates() -> None:
    assert about(CSI, first_on=START, latest_on=NOW) == (
        "CSI-16, 0 to 81 points, higher is better, 3 Sep 2026 to 16 Nov 2026"
    )


@given(first=points, latest=points, needed=st.floats(0.5, 30))
def test_the_mirrored_measure_mirrors_the_verdict(first: int, latest: int, needed: float) -> None:
    turned = {"improved": "worsened", "worsened": "improved", "within chance": "within chance"}
    here = verdict(course("Ana", first, latest, needed), CSI)
    there = verdict(course("Ana", first, latest, needed), PHQ)
    assert there.kind == turned[here.kind]


@given(first=points, latest=points, needed=st.floats(0.5, 30))
def test_reliable_exactly_when_at_least_what_is_needed(
    first: int, latest: int, needed: float
) -> None:
    told = verdict(course("Ana", first, latest, needed), CSI)
    assert (told.kind == "within chance") == (abs(latest - first) < needed)
    assert "cure" not in told.sentence
