"""What an order may allow: the programme's limits, narrowed by the prescriber, never widened."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from duologue.dosing.amounts import mg
from duologue.dosing.reasons import Closed


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most one person may be ordered by a route: mg per kg and mg, with their source."""

    mg_per_kg: Decimal
    cap_mg: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Wish:
    """An order as it would be signed. `ceiling` is None where the programme lacks the route."""

    route: str
    dose_mg: Decimal
    booster_mg: Decimal
    max_mg_per_kg: Decimal
    expires_at: datetime
    at: datetime
    ceiling: Ceiling | None
    standing: bool


def next_to_order(held: Iterable[int], ordered: Collection[int]) -> int:
    """The number of the next session, after those that were held, that has no open order yet."""
    number = max(held, default=0) + 1
    while number in ordered:
        number += 1
    return number


def reasons_against(wish: Wish) -> tuple[Closed, ...]:
    """Every reason why the order cannot be signed like this; none when it can."""
    found = []
    if wish.standing:
        found.append(
            Closed(
                "an order for this session stands already", "Cancel that one first, with its reason"
            )
        )
    if wish.ceiling is None:
        found.append(
            Closed(f"the programme does not use the route {wish.route}", "Choose one it uses")
        )
    else:
        together = wish.dose_mg + wish.booster_mg
        if together > wish.ceiling.cap_mg:
            found.append(
                Closed(
                    f"{mg(together)} mg with the booster is above the cap of "
                    f"{mg(wish.ceiling.cap_mg)} mg",
                    "Order less, or change the programme",
                    wish.ceiling.source,
                )
            )
        if wish.max_mg_per_kg > wish.ceiling.mg_per_kg:
            found.append(
                Closed(
                    f"{mg(wish.max_mg_per_kg)} mg/kg is above the limit of "
                    f"{mg(wish.ceiling.mg_per_kg)} mg/kg",
                    "Set a lower limit for this person",
                    wish.ceiling.source,
                )
            )
    if wish.expires_at <= wish.at:
        found.append(Closed("it would have ended already", "Let it end after the session"))
    return tuple(found)
