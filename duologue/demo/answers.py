"""Believable answers to an instrument: item by item, around where the person's state puts them."""

from functools import cache
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from duologue.demo.story import HERE
from duologue.measures import rules
from duologue.measures.instrument import Instrument, Item

SPREAD = 0.13  # how far single answers stray, as part of the range


@cache
def _lies() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(HERE / "answers.yaml")
    return found


def answers(
    instrument: Instrument, state: float, leaning: float, rng: np.random.Generator
) -> dict[int, float]:
    """The printed value of every item. `leaning`: how this person answers generally (about ±0.05)."""
    middle, each = _lies().get(instrument.id, (0.4, 0.0))
    calm = instrument.id in _lies()["never"]
    place = float(np.clip(middle + each * state + (0 if calm else leaning), 0, 0.97))
    given: dict[int, float] = {}
    for item in instrument.items:
        here = place + (0 if calm else SPREAD * float(rng.standard_normal()))
        given[item.number] = _nearest(item, 1 - here if item.reverse else here)
    for alert in instrument.alerts:
        for number in alert.items:
            given[number] = instrument.item(number).lowest
    skipped = rules.skipped(instrument, given)
    return {n: value for n, value in given.items() if n not in skipped}


def _nearest(item: Item, place: float) -> float:
    """The printed value at `place` (0 to 1) of the item's range."""
    wanted = item.lowest + place * (item.highest - item.lowest)
    if item.scale:
        steps = round((min(max(wanted, item.lowest), item.highest) - item.lowest) / item.scale.step)
        return float(item.lowest + steps * item.scale.step)
    return float(min((option.value for option in item.options), key=lambda v: abs(v - wanted)))
