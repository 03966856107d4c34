"""Whether this dose may be given to this person now, and how much that is to draw up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from duologue.dosing.amounts import mg
from duologue.dosing.reasons import Closed

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order as it stands this moment, with what was given against it so far."""

    partner: str
    session_number: int
    drug: str
    dose_mg: Decimal
    booster_mg: Decimal
    max_mg_per_kg: Decimal
    expires_at: datetime
    cancelled: bool
    main_given_mg: Decimal
    boosters_given_mg: Decimal
    main_recorded: bool = False  # also where a correction says that it was not given


@dataclass(frozen=True, slots=True)
class LotFacts:
    drug: str
    mg_per_ml: Decimal | None
    expires_on: date
    held_micrograms: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Read again under the order's lock. `standing` are the reasons other rooms have against it
    (clearance, consent); `weight_kg` is the day's; `drawn_ml` is what the giver says they drew.

    `dose_mg` and `lot` are None, and `volume_read` is false, where the form could not be read:
    then nothing is said of them here.
    """

    order: OrderFacts
    lot: LotFacts | None
    partner: str
    session_number: int
    part: str
    dose_mg: Decimal | None
    waste_mg: Decimal
    drawn_ml: Decimal | None
    weight_kg: Decimal | None
    witnessed: bool
    at: datetime
    today: date
    standing: tuple[Closed, ...] = ()
    volume_read: bool = True


def volume_ml(dose_mg: Decimal, mg_per_ml: Decimal) -> Decimal:
    """The volume that holds the dose, to a hundredth of a millilitre."""
    return (dose_mg / mg_per_ml).quantize(HUNDREDTH, ROUND_HALF_UP)


def nothing_left(
    main_given_mg: Decimal, boosters_given_mg: Decimal, *, of_boosters: Decimal
) -> bool:
    """Whether an order is done: the main dose was given, and all it allows for boosters."""
    return main_given_mg > 0 and boosters_given_mg >= of_boosters


def reasons_against(facts: Facts) -> tuple[Closed, ...]:
    """Every reason not to give it; none when it may be given."""
    amount = () if facts.dose_mg is None else _amount(facts, facts.dose_mg)
    lot = () if facts.lot is None else _lot(facts, facts.lot)
    return (*_order(facts), *amount, *_day(facts), *lot, *facts.standing)


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


def _order(facts: Facts) -> Iterator[Closed]:
    order = facts.order
    if order.partner != facts.partner:
        yield Closed("this order is for another person", "Stop and check who is in front of you")
    if order.session_number != facts.session_number:
        yield Closed("this order is for another session", "Ask the prescriber for this session's")
    if order.cancelled:
        yield Closed("the order was cancelled", "Ask the prescriber")
    if order.expires_at <= facts.at:
        yield Closed("the order has expired", "Ask the prescriber for a new one")
    if facts.part == "main" and order.main_given_mg:
        yield Closed("the main dose of this order was given", "Only a booster can follow")
    elif facts.part == "main" and order.main_recorded:
        yield Closed(
            "a main dose of this order was recorded, and corrected to nothing",
            "Ask the prescriber to withdraw the order and sign a new one",
        )
    if facts.part == "booster" and not order.main_given_mg:
        yield Closed("the main dose was not given yet", "A booster follows a main dose")


def _amount(facts: Facts, dose: Decimal) -> Iterator[Closed]:
    order = facts.order
    if dose <= 0:
        yield Closed("a dose is more than nothing", "Enter the milligrams given")
    if facts.part == "main" and dose > order.dose_mg:
        yield Closed(
            f"{mg(dose)} mg is more than the order's {mg(order.dose_mg)} mg",
            "Check for a ten-fold slip; give what is ordered",
        )
    left = order.booster_mg - order.boosters_given_mg
    if facts.part == "booster" and dose > left:
        yield Closed(
            f"{mg(dose)} mg is more than the {mg(left)} mg left for boosters",
            "Give less, or stop here",
        )
    if facts.weight_kg is not None:
        together = dose + order.main_given_mg + order.boosters_given_mg
        per_kg = together / facts.weight_kg
        if per_kg > order.max_mg_per_kg:
            yield Closed(
                f"{per_kg:.2f} mg/kg today is more than the order's {mg(order.max_mg_per_kg)} mg/kg",
                "Check weight and dose; give less",
            )


def _day(facts: Facts) -> Iterator[Closed]:
    if facts.weight_kg is None:
        yield Closed("no weight was recorded today", "Do the checks of the day first")
    if not facts.witnessed:
        yield Closed("there is no second person as witness", "Ask a colleague to check with you")


def _lot(facts: Facts, lot: LotFacts) -> Iterator[Closed]:
    dose = facts.dose_mg
    if lot.drug != facts.order.drug:
        yield Closed(
            f"the lot is {lot.drug}, the order says {facts.order.drug}", "Take another lot"
        )
    if lot.expires_on < facts.today:
        yield Closed("the lot is past its date", "Take another lot and set this one aside")
    if ((dose or 0) + facts.waste_mg) * 1000 > lot.held_micrograms:
        yield Closed(
            f"the ledger holds {mg(Decimal(lot.held_micrograms) / 1000)} mg of this lot",
            "Count the lot, or take another",
        )
    if lot.mg_per_ml is not None and dose is not None and facts.volume_read:
        right = volume_ml(dose, lot.mg_per_ml)
        if facts.drawn_ml is None or abs(facts.drawn_ml - right) > HUNDREDTH:
            said = "nothing" if facts.drawn_ml is None else f"{facts.drawn_ml} mL"
            yield Closed(
                f"{mg(dose)} mg at {mg(lot.mg_per_ml)} mg/mL is {right} mL, and {said} was entered",
                "Read the syringe and the vial again, both of you",
            )


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
