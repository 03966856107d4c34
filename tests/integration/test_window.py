from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.integration.window.loader import curve, written
from duologue.integration.window.queries import window_for
from duologue.integration.window.rules import p
from tests.cast import NOW

PARAMETERS = written().parameters


def test_nothing_before_the_dose_and_most_within_three_days() -> None:
    assert p(-1, PARAMETERS) == 0
    assert p(0, PARAMETERS) == 0
    highest = max(curve(), key=lambda point: point.p)
    assert 24 <= highest.hours <= 72
    assert highest.p == pytest.approx(1, abs=0.01)


def test_half_the_structure_part_has_risen_at_its_half_rise() -> None:
    built = PARAMETERS.structure
    assert 1 - 2 ** (-built.rise / built.rise) == 0.5
    assert built.rise_range == (12, 24)


def test_two_weeks_later_it_has_faded_but_not_stopped() -> None:
    assert 0.1 < p(14 * 24, PARAMETERS) < 0.5


@given(hours=st.floats(0, 24 * 28))
def test_it_stays_between_nothing_and_its_highest(hours: float) -> None:
    assert 0 <= p(hours, PARAMETERS) <= 1 + 1e-6


def test_the_band_holds_the_curve() -> None:
    assert all(0 <= point.low <= point.p <= point.high <= 1 + 1e-6 for point in curve())
    assert len(curve()) == 57


def test_the_sentence_says_that_it_measures_nobody() -> None:
    window = window_for(NOW - timedelta(days=3), NOW)
    assert window.day == 3
    assert window.open
    assert "not a measurement of you" in window.sentence
    assert not window_for(NOW - timedelta(days=15), NOW).open


@pytest.mark.parametrize(
    ("hours", "asked"),
    [(5, []), (24, ["24h"]), (72, ["72h"]), (168, ["1w"]), (336, ["2w"]), (800, [])],
)
def test_a_partner_is_asked_at_one_and_three_days_and_one_and_two_weeks(
    hours: int, asked: list[str]
) -> None:
    window = window_for(NOW - timedelta(hours=hours), NOW)
    assert [moment.id for moment in window.asked_now] == asked
