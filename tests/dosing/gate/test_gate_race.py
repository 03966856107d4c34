"""A dose and what shuts its gate come at the same moment: the database says which was first."""

import pytest

from tests.cast import Cast
from tests.dosing.gate.races import ACTS, TWICE, Race, Track

TIMES = 7  # of each act: 63 races. `python -m benchmarks.gate` runs a thousand

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_no_dose_is_given_after_what_shut_its_gate(cast: Cast) -> None:
    with Track(cast) as track:
        ran = [
            (name, track.race(name, dose_first=number % 2 == 0, clearly=number < 2))
            for name in ACTS
            for number in range(TIMES)
        ]
    assert not [each for each in ran if each[1].passed_by]
    assert not [each for each in ran if each[1].needless]
    assert not [each for each in ran if each[1].deadlock or each[1].locks_left]
    assert not [each for each in ran if not said_why(*each)]
    # Of each act either was first at least once, or this would prove nothing.
    for wanted in (True, False):
        assert {name for name, race in ran if bool(race.dose.refused) is wanted} == set(ACTS)


def said_why(name: str, race: Race) -> bool:
    """Who comes second is told of what came first; what shuts the gate is never refused itself."""
    if name != TWICE:
        second = race.dose if race.dose.refused else None
        may_be = not race.act.refused
    else:
        second = race.dose if race.dose.refused else race.act
        may_be = bool(race.dose.refused) != bool(race.act.refused)
    told = second is None or any(ACTS[name].reason in why for why in second.refused)
    return may_be and told
