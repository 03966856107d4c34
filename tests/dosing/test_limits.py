from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.dosing.checks import rules as checks
from duologue.dosing.discharge.rules import CRITERIA, Facts, Vitals, two_sets_within, unmet
from duologue.dosing.limits import limits
from duologue.dosing.observations.rules import met, next_due, times_due

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CALM = {"systolic": 120, "diastolic": 75, "heart_rate": 70, "spo2": 98, "moaas": 5, "symptoms": []}


def ids(**different) -> list[str]:
    return [one.limit.id for one in met(CALM | different, limits().observations)]


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"systolic": 159}, []),
        ({"systolic": 160}, ["blood-pressure-high"]),
        ({"systolic": 180}, ["blood-pressure-very-high"]),
        ({"systolic": 180, "diastolic": 100}, ["blood-pressure-very-high", "blood-pressure-high"]),
        ({"diastolic": 99}, []),
        ({"diastolic": 100}, ["blood-pressure-high"]),
        ({"diastolic": 110}, ["blood-pressure-very-high"]),
        ({"spo2": 92}, []),
        ({"spo2": 91}, ["oxygen-low"]),
        ({"heart_rate": 130}, []),
        ({"heart_rate": 131}, ["heart-fast-or-slow"]),
        ({"heart_rate": 45}, []),
        ({"heart_rate": 44}, ["heart-fast-or-slow"]),
        ({"moaas": 4}, []),
        ({"moaas": 3}, ["sedation-deep"]),
        ({"symptoms": ["chest pain"]}, ["symptoms"]),
    ],
)
def test_limits_at_every_edge(values, expected) -> None:
    assert ids(**values) == expected


def test_what_was_not_measured_meets_no_limit() -> None:
    assert met(dict.fromkeys(CALM), limits().observations) == ()


def test_every_limit_says_what_to_do_and_where_it_is_from() -> None:
    for limit in limits().observations:
        assert limit.what and limit.source and limit.urgency in ("now", "recheck")


def test_times_to_measure_are_every_15_then_every_30_minutes_and_at_40() -> None:
    assert list(times_due(limits().schedule, 150)) == [15, 30, 40, 45, 60, 90, 120, 150]


@given(st.integers(0, 600))
def test_the_next_time_is_always_ahead_of_the_last_and_never_over_30_minutes_on(last: int) -> None:
    due = next_due(dose_at=NOON, last_at=NOON + minutes(last), schedule=limits().schedule)
    assert minutes(0) < due - (NOON + minutes(last)) <= minutes(35)


def test_an_observation_a_little_early_counts() -> None:
    def due(last):
        return next_due(dose_at=NOON, last_at=last, schedule=limits().schedule) - NOON

    assert due(None) == minutes(15)
    assert due(NOON - minutes(20)) == minutes(15)
    assert due(NOON + minutes(12)) == minutes(30)
    assert due(NOON + minutes(31)) == minutes(40)


def test_a_limit_that_was_met_is_measured_again_in_five_minutes() -> None:
    due = next_due(
        dose_at=NOON, last_at=NOON + minutes(61), schedule=limits().schedule, limit_met=True
    )
    assert due == NOON + minutes(66)


def test_the_day_finds_what_stands_against_it() -> None:
    facts = checks.Facts(
        vitals={"systolic": 140, "diastolic": 90, "heart_rate": 110, "spo2": 94},
        last_food_at=NOON - timedelta(hours=4),
        last_drink_at=NOON - timedelta(hours=2),
        starts_at=NOON,
        food_hours=4,
        drink_hours=2,
        pregnancy="negative",
        alcohol_or_drugs=" ",
    )
    assert checks.findings(facts, limits().day) == ()
    worse = replace(
        facts,
        vitals={"systolic": 141, "diastolic": 91, "heart_rate": 49, "spo2": 93},
        last_food_at=NOON - timedelta(hours=3, minutes=50),
        pregnancy="positive",
        alcohol_or_drugs="two glasses",
    )
    found = checks.findings(worse, limits().day)
    assert len(found) == 7
    assert any(closed.remedy == "Not before 12:10" for closed in found)


def vitals(at, within=True, complete=True, moaas=5) -> Vitals:
    return Vitals(NOON + minutes(at), complete, within, moaas)


READY = Facts(
    at=NOON + minutes(125),
    last_dose_at=NOON,
    minutes=120,
    apart_minutes=15,
    padss_needed=9,
    padss=9,
    criteria=dict.fromkeys(CRITERIA, True),
    escort="Sister",
    next_contact_at=NOON + timedelta(hours=22),
    vitals=[vitals(105), vitals(120)],
)


def test_who_meets_everything_may_go() -> None:
    assert unmet(READY) == ()


@pytest.mark.parametrize(
    "facts",
    [
        replace(READY, at=NOON + minutes(119)),
        replace(READY, vitals=[vitals(106), vitals(120)]),
        replace(READY, vitals=[vitals(105), vitals(112, within=False), vitals(120)]),
        replace(READY, vitals=[]),
        replace(READY, vitals=[vitals(105), vitals(120, moaas=4)]),
        replace(READY, padss=8),
        replace(READY, escort=" "),
        replace(READY, next_contact_at=NOON + timedelta(hours=27)),
        *[replace(READY, criteria={**READY.criteria, key: False}) for key in CRITERIA],
    ],
)
def test_one_thing_unmet_keeps_them(facts) -> None:
    assert unmet(facts)


@given(st.lists(st.tuples(st.integers(0, 180), st.booleans(), st.booleans()), max_size=8))
def test_the_latest_complete_set_decides(rows) -> None:
    sets = [vitals(at, within, complete) for at, within, complete in rows]
    if two_sets_within(sets, minutes(15)):
        complete = [v for v in sets if v.complete]
        latest = max(v.at for v in complete)
        assert any(v.within for v in complete if v.at == latest)
        assert min(v.at for v in complete if v.within) <= latest - minutes(15)
