"""Whether an order is done, what was more than it allows, and who may correct a dose."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from duologue.dosing.amounts import mg
from duologue.dosing.gate.facts import OrderFacts
from duologue.dosing.reasons import Closed


def nothing_left(
    main_given_mg: Decimal, boosters_given_mg: Decimal, *, of_boosters: Decimal
) -> bool:
    """Whether an order is done: the main dose was given, and all it allows for boosters."""
    return main_given_mg > 0 and boosters_given_mg >= of_boosters


def over_the_order(order: OrderFacts, weight_kg: Decimal | None) -> tuple[str, ...]:
    """In what more was given than the order allows, as it is written now; nothing when in none."""
    main, boosters = order.main_given_mg, order.boosters_given_mg
    found = []
    if main > order.dose_mg:
        found.append(f"{mg(main)} mg as main dose, and {mg(order.dose_mg)} mg were ordered")
    if boosters > order.booster_mg:
        found.append(f"{mg(boosters)} mg as boosters, and {mg(order.booster_mg)} mg were ordered")
    if weight_kg and (main + boosters) / weight_kg > order.max_mg_per_kg:
        per_kg = (main + boosters) / weight_kg
        found.append(f"{per_kg:.2f} mg/kg, and the order allows {mg(order.max_mg_per_kg)} mg/kg")
    return tuple(found)


NOT_THEIRS = Closed("only a prescriber, or who gave it, corrects a dose", "Ask one of the two")


def reasons_against_correction(
    *, may: bool, witnessed: bool, given_at: datetime, at: datetime, dose_mg: Decimal
) -> tuple[Closed, ...]:
    """What happened is written whatever the order says; only who, with whom and when is asked."""
    found = []
    if not may:
        found.append(NOT_THEIRS)
    if not witnessed:
        found.append(
            Closed("there is no second person as witness", "Ask a colleague to check with you")
        )
    if given_at > at:
        found.append(Closed("this is in the future", "Enter when it was given"))
    if dose_mg < 0:
        found.append(Closed("a dose is not less than nothing", "Enter 0 if nothing was given"))
    return tuple(found)
