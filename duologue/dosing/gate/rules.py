"""Whether the gate is open: one line a rule, beside where it comes from. Words and numbers: gate.yaml.

A rule says `open`, `decide` (a named clinician may let it through, in writing) or `closed`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from duologue.dosing.gate.facts import Checks, Dose, Facts, LotFacts, OrderFacts, Pressure, Room
from duologue.dosing.gate.words import Limits

HUNDREDTH = Decimal("0.01")


class State(StrEnum):
    OPEN = "open"
    DECIDE = "decide"
    CLOSED = "closed"


def closed_if(met: bool) -> State:
    return State.CLOSED if met else State.OPEN


def decide_if(met: bool) -> State:
    return State.DECIDE if met else State.OPEN


Rule = Callable[[Facts, Limits], State]

BEFORE: Mapping[str, Rule] = {
    "clearance": lambda f, k: closed_if(not f.standing.cleared),  # clinic policy; Sanacora 2017
    "consent": lambda f, k: closed_if(bool(f.standing.consents_missing)),  # consent law
    "agreement": lambda f, k: closed_if(not f.standing.agreed),  # couple work
    "screening": lambda f, k: closed_if(not screened(f, k)),  # Stith 2011; WHO
    "suitability": lambda f, k: closed_if(not f.standing.suitable),  # couple work
    "safety-event": lambda f, k: closed_if(bool(f.standing.open_events)),  # clinic policy
    "interval": lambda f, k: closed_if(too_soon(f)),  # programme
}  # fmt: skip
DAY: Mapping[str, Rule] = {
    "checks": lambda f, k: closed_if(f.checks is None or stale(f.checks, f, k)),  # common practice
    "identity": lambda f, k: of_checks(f, lambda c: closed_if(not c.identity)),  # WHO surgical checklist
    "food": lambda f, k: of_checks(f, lambda c: decide_if(c.fasted < hours(c.food_hours))),  # ASA 2023
    "drink": lambda f, k: of_checks(f, lambda c: decide_if(c.drink_free < hours(c.drink_hours))),  # ASA 2023
    "medicines-not-now": lambda f, k: of_checks(f, lambda c: closed_if(c.medicines == "not_now")),  # label
    "medicines": lambda f, k: of_checks(f, lambda c: decide_if(c.medicines in k.medicines_to_decide)),  # label
    "alcohol-or-drugs": lambda f, k: of_checks(f, lambda c: decide_if(c.alcohol_or_drugs)),  # label
    "pregnancy": lambda f, k: of_checks(f, lambda c: closed_if(c.pregnancy in k.pregnancy_shut)),  # label
    "pressure-of-the-day": lambda f, k: of_checks(f, lambda c: closed_if(far_above(c, k))),  # common practice
    "pressure": lambda f, k: of_checks(f, lambda c: again([raised(one, k) for one in c.pressures])),  # label: 140/90
    "heart-rate": lambda f, k: of_checks(f, lambda c: again([off_beat(one, k) for one in c.heart_rates])),  # common practice
    "oxygen": lambda f, k: of_checks(f, lambda c: again([one < k.spo2 for one in c.spo2s])),  # common practice
    "weight": lambda f, k: of_checks(f, lambda c: closed_if(c.weight_kg < k.least_weight_kg)),  # dose by weight
    "escort": lambda f, k: of_checks(f, lambda c: closed_if(not c.escort)),  # label
}  # fmt: skip
ROOM: Mapping[str, Rule] = {
    "room": lambda f, k: closed_if(f.room is None),  # common practice
    "prescriber": lambda f, k: of_room(
        f, lambda r: closed_if(not within_call(r, drug(f)))
    ),  # REMS 12/2024
    "oximeter": lambda f, k: of_room(f, lambda r: closed_if(not r.oximeter)),  # REMS 12/2024
    "kit": lambda f, k: of_room(f, lambda r: closed_if(not r.kit_checked)),  # common practice
    "observers": lambda f, k: of_room(f, lambda r: closed_if(too_few(r, k))),  # emergency medicine
}
ORDER: Mapping[str, Rule] = {
    "order": lambda f, k: closed_if(f.order is None),  # no dose without an order
    "order-person": lambda f, k: closed_if(of_order(f, lambda o: o.partner != f.partner)),
    "order-session": lambda f, k: closed_if(
        of_order(f, lambda o: o.session_number != f.session_number)
    ),
    "order-cancelled": lambda f, k: closed_if(of_order(f, lambda o: o.cancelled)),
    "order-expired": lambda f, k: closed_if(of_order(f, lambda o: o.expires_at <= f.at)),
}
DOSE: Mapping[str, Rule] = {
    "main-given": lambda f, k: closed_if(of_dose(f, lambda o, d: d.part == "main" and bool(o.main_given_mg))),
    "main-recorded": lambda f, k: closed_if(of_dose(f, lambda o, d: d.part == "main" and o.main_recorded and not o.main_given_mg)),
    "booster-first": lambda f, k: closed_if(of_dose(f, lambda o, d: d.part == "booster" and not o.main_given_mg)),
    "nothing": lambda f, k: closed_if(of_amount(f, lambda o, amount: amount <= 0)),
    "more-than-ordered": lambda f, k: closed_if(of_main(f, lambda o, amount: amount > o.dose_mg)),
    "more-than-left": lambda f, k: closed_if(of_booster(f, lambda o, amount: amount > o.booster_mg - o.boosters_given_mg)),
    "per-kg": lambda f, k: closed_if(of_amount(f, lambda o, amount: above_by_weight(f, o, amount))),
    "cap": lambda f, k: closed_if(of_amount(f, lambda o, amount: o.cap_mg is None or o.given_mg + amount > o.cap_mg)),
    "unusual": lambda f, k: decide_if(of_main(f, lambda o, amount: unusual(o, amount, k))),
    "witness": lambda f, k: closed_if(of_dose(f, lambda o, d: not d.witnessed)),
    "lot-drug": lambda f, k: closed_if(of_lot(f, lambda o, d, lot: lot.drug != o.drug)),
    "lot-date": lambda f, k: closed_if(of_lot(f, lambda o, d, lot: lot.expires_on < f.today)),
    "stock": lambda f, k: closed_if(of_lot(f, lambda o, d, lot: drawn(d) * 1000 > lot.held_micrograms)),
    "volume": lambda f, k: closed_if(of_lot(f, lambda o, d, lot: misread(d, lot))),
}  # fmt: skip
RULES: Mapping[str, Rule] = {**BEFORE, **DAY, **ROOM, **ORDER, **DOSE}


def of_checks(facts: Facts, says: Callable[[Checks], State]) -> State:
    """Nothing measured is one reason of its own, and never a good reading."""
    return State.OPEN if facts.checks is None else says(facts.checks)


def of_room(facts: Facts, says: Callable[[Room], State]) -> State:
    """As `of_checks`: a room nobody looked at is one reason of its own."""
    return State.OPEN if facts.room is None else says(facts.room)


def of_order(facts: Facts, met: Callable[[OrderFacts], bool]) -> bool:
    return facts.order is not None and met(facts.order)


def of_dose(facts: Facts, met: Callable[[OrderFacts, Dose], bool]) -> bool:
    order, dose = facts.order, facts.dose
    return order is not None and dose is not None and met(order, dose)


def of_amount(facts: Facts, met: Callable[[OrderFacts, Decimal], bool]) -> bool:
    return of_dose(facts, lambda o, d: d.mg is not None and met(o, d.mg))


def of_main(facts: Facts, met: Callable[[OrderFacts, Decimal], bool]) -> bool:
    return of_dose(facts, lambda o, d: d.part == "main" and d.mg is not None and met(o, d.mg))


def of_booster(facts: Facts, met: Callable[[OrderFacts, Decimal], bool]) -> bool:
    return of_dose(facts, lambda o, d: d.part == "booster" and d.mg is not None and met(o, d.mg))


def of_lot(facts: Facts, met: Callable[[OrderFacts, Dose, LotFacts], bool]) -> bool:
    return of_dose(facts, lambda o, d: d.lot is not None and met(o, d, d.lot))


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def too_soon(facts: Facts) -> bool:
    days = facts.standing.days_since_dose
    return days is not None and days < facts.standing.interval_days


def screened(facts: Facts, limits: Limits) -> bool:
    days = facts.standing.screen_days
    return facts.standing.screen_clear and days is not None and days <= limits.screen_days


def stale(checks: Checks, facts: Facts, limits: Limits) -> bool:
    return facts.at - checks.at > hours(limits.checks_hours)


def raised(one: Pressure, limits: Limits) -> bool:
    return one.systolic > limits.systolic or one.diastolic > limits.diastolic


def far_above(checks: Checks, limits: Limits) -> bool:
    """Any reading of the day: a high one is not made good by a later, lower one."""
    return any(
        one.systolic >= limits.systolic_shut or one.diastolic >= limits.diastolic_shut
        for one in checks.pressures
    )


def off_beat(rate: int, limits: Limits) -> bool:
    return not limits.heart_rate_least <= rate <= limits.heart_rate_most


def again(out_of_range: Sequence[bool]) -> State:
    """The last reading out of range is measured again after rest; the last two, a prescriber decides."""
    if not out_of_range[-1]:
        return State.OPEN
    twice = out_of_range[1:] and all(out_of_range[-2:])
    return State.DECIDE if twice else State.CLOSED


def drug(facts: Facts) -> str:
    return "" if facts.order is None else facts.order.drug


def within_call(room: Room, ordered: str) -> bool:
    """Reachable; for esketamine on the premises."""
    near = ordered == "esketamine"
    return room.prescriber_on_premises or (room.prescriber_reachable and not near)


def too_few(room: Room, limits: Limits) -> bool:
    return room.observers * limits.watched_by_one[room.level] < room.dosed


def above_by_weight(facts: Facts, order: OrderFacts, amount: Decimal) -> bool:
    """The whole day with this dose, by the weight of the day. Nobody weighed is a reason itself."""
    checks = facts.checks
    return checks is not None and order.given_mg + amount > order.max_mg_per_kg * checks.weight_kg


def unusual(order: OrderFacts, amount: Decimal, limits: Limits) -> bool:
    """Far more than this person was ever given by this route."""
    return order.most_mg is not None and amount > order.most_mg * limits.unusual_times


def drawn(dose: Dose) -> Decimal:
    return (dose.mg or Decimal(0)) + dose.waste_mg


def volume_ml(dose_mg: Decimal, mg_per_ml: Decimal) -> Decimal:
    """The volume that holds the dose, to a hundredth of a millilitre."""
    return (dose_mg / mg_per_ml).quantize(HUNDREDTH, ROUND_HALF_UP)


def misread(dose: Dose, lot: LotFacts) -> bool:
    """Whether what stands in the syringe is not the dose: milligrams for millilitres, another vial."""
    if lot.mg_per_ml is None or dose.mg is None or not dose.volume_read:
        return False
    right = volume_ml(dose.mg, lot.mg_per_ml)
    return dose.drawn_ml is None or abs(dose.drawn_ml - right) > HUNDREDTH
