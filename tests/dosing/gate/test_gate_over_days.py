"""Over many days and random acts a dose is allowed exactly when the words of gate.yaml allow it."""

from duologue.dosing.gate.rules import RULES
from tests.dosing.gate.lives import Told, walk

STEPS = 3_000  # `python -m benchmarks.gate --steps 100000` goes further


def test_a_dose_is_allowed_exactly_when_everything_is_open() -> None:
    told = Told()
    walk(STEPS, told)
    assert told.steps >= STEPS
    # Both were met often enough, and most rules were in the way of a dose.
    assert told.allowed > STEPS / 50
    assert told.asked - told.allowed > STEPS / 50
    assert len(told.shut) > len(RULES) / 2
