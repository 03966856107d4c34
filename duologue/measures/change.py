"""Reliable change: is a difference more than chance (Jacobson & Truax 1991)?

J Consult Clin Psychol 59:12-19.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from duologue.measures.answers import exact, plain
from duologue.measures.instrument import Instrument, Number


@dataclass(frozen=True)
class Change:
    """A difference (after minus before) read against what chance alone would give."""

    kind: Literal["improved", "worsened", "within chance"]
    difference: Number
    needed: float
    source: str


@dataclass(frozen=True)
class NoIndex:
    """No verdict on the difference, and why."""

    reason: str


def rci(sd: float, reliability: float) -> float:
    """Smallest reliable difference: 1.96 * SD * sqrt(2) * sqrt(1 - r), in points."""
    return 1.96 * sd * math.sqrt(2) * math.sqrt(1 - reliability)


def needed_change(instrument: Instrument) -> float | None:
    """Points of difference that count as change; null where no checked index is on file."""
    index = instrument.change
    if index is None or not index.verified:
        return None
    if index.points is not None:
        return float(index.points)
    if index.sd is None or index.reliability is None:
        return None
    return rci(float(index.sd), float(index.reliability))


def reliable_change(
    instrument: Instrument, before: Number | None, after: Number | None
) -> Change | NoIndex:
    """Read two scores of one person; a difference of exactly the needed size counts."""
    if before is None or after is None:
        return NoIndex("one of the two scores is absent")
    needed = needed_change(instrument)
    if needed is None or instrument.change is None:
        return NoIndex(f"no checked change index is on file for {instrument.id}")
    if instrument.direction == "neither":
        return NoIndex(f"{instrument.id} has no better or worse direction")
    difference = plain(exact(after) - exact(before))
    kind: Literal["improved", "worsened", "within chance"] = "within chance"
    if abs(difference) >= needed:
        better = (difference > 0) == (instrument.direction == "higher is better")
        kind = "improved" if better else "worsened"
    return Change(kind, difference, needed, instrument.change.source)
