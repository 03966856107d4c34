"""What the checks of the day say against giving anything now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from duologue.dosing.limits import DayLimit
from duologue.dosing.reasons import Closed


@dataclass(frozen=True, slots=True)
class Facts:
    """The answers of the day; `vitals` by measure; fasting times in hours before the session.

    Times are by the clinic's clock: they are said as such."""

    vitals: Mapping[str, float]
    last_food_at: datetime
    last_drink_at: datetime
    starts_at: datetime
    food_hours: float
    drink_hours: float
    pregnancy: str
    alcohol_or_drugs: str


def findings(facts: Facts, limits: Sequence[DayLimit]) -> tuple[Closed, ...]:
    """Every finding with what to do about it. A clinician decides; none is skipped in silence."""
    found = [
        Closed(limit.reason, limit.remedy, limit.source)
        for limit in limits
        if limit.met_by(facts.vitals)
    ]
    for last, hours, what in (
        (facts.last_food_at, facts.food_hours, "ate"),
        (facts.last_drink_at, facts.drink_hours, "drank"),
    ):
        if facts.starts_at - last < timedelta(hours=hours):
            ready = last + timedelta(hours=hours)
            same_day = ready.date() == facts.starts_at.date()
            clock = f"{ready:%H:%M}" if same_day else f"{ready:%H:%M} on {ready.day} {ready:%B %Y}"
            found.append(Closed(f"{what} less than {hours:g} hours before", f"Not before {clock}"))
    if facts.pregnancy in ("positive", "declined"):
        found.append(
            Closed(
                f"pregnancy test {facts.pregnancy}",
                "Not today; the prescriber talks alone with the person",
            )
        )
    if facts.alcohol_or_drugs.strip():
        found.append(
            Closed("alcohol or drugs taken", "Not today unless the prescriber decides otherwise")
        )
    return tuple(found)
