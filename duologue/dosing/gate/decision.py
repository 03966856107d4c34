"""What the gate says of all its rules together, in words with their figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from duologue.dosing.amounts import mg
from duologue.dosing.gate.facts import Facts
from duologue.dosing.gate.rules import RULES, State, volume_ml
from duologue.dosing.gate.words import Limits

TENTH = Decimal("0.1")
SHUT = frozenset({State.DECIDE, State.CLOSED})
MAY_BE_SETTLED = frozenset({("decide", State.DECIDE), ("two", State.DECIDE), ("two", State.CLOSED)})


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule says now, and what to do.

    `may_be_settled`: a named clinician may decide it, or two may set it aside; `settled` are their
    words. Where those are empty, a reason that is not open keeps the gate shut.
    """

    rule: str
    state: State
    reason: str
    remedy: str
    source: str
    verified: bool
    who: str
    may_be_settled: bool
    settled: str = ""

    @property
    def shuts(self) -> bool:
        return self.state in SHUT and not self.settled


def reasons(facts: Facts, limits: Limits) -> tuple[Reason, ...]:
    """What every rule says, in their order, the open ones too."""
    return tuple(_reason(name, rule(facts, limits), facts, limits) for name, rule in RULES.items())


def against(facts: Facts, limits: Limits) -> tuple[Reason, ...]:
    """The reasons that keep the gate shut; none when the dose may be given."""
    return tuple(reason for reason in reasons(facts, limits) if reason.shuts)


def to_who_watches(said: Sequence[Reason], limits: Limits) -> tuple[Reason, ...]:
    """The same, with what came before the day as one: shut if any of it is, and not which.

    A monitor carries no answer of anybody, and the other partner may see the screen.
    """
    together = limits.before_the_day
    private = [one for one in said if one.rule in together.rules]
    shut = any(one.shuts for one in private)
    one = Reason(
        rule="before-the-day",
        state=State.CLOSED if shut else State.OPEN,
        reason=together.reason if shut else together.title,
        remedy=together.remedy,
        source="",
        verified=True,
        who="",
        may_be_settled=False,
    )
    return (one, *(each for each in said if each.rule not in together.rules))


def _reason(name: str, state: State, facts: Facts, limits: Limits) -> Reason:
    words = limits.rules[name]
    may = (words.settled_by, state) in MAY_BE_SETTLED
    return Reason(
        rule=name,
        state=state,
        reason=words.reason.format_map(told(facts)) if state in SHUT else words.title,
        remedy={State.CLOSED: words.again or words.remedy}.get(state, words.remedy),
        source=words.source,
        verified=words.verified,
        who=words.who,
        may_be_settled=may,
        settled=facts.settled.get(name, "") if may else "",
    )


def told(facts: Facts) -> dict[str, str]:
    """The figures that the words of gate.yaml may name."""
    return dict(_told(facts))


def _told(facts: Facts) -> Iterator[tuple[str, str]]:
    standing, checks, room = facts.standing, facts.checks, facts.room
    yield "missing", "; ".join(standing.consents_missing)
    yield "days", str(standing.days_since_dose)
    yield "interval", str(standing.interval_days)
    if checks:
        last = checks.pressures[-1]
        yield "pressure", f"{last.systolic}/{last.diastolic}"
        yield "heart_rate", str(checks.heart_rates[-1])
        yield "spo2", str(checks.spo2s[-1])
        yield "pregnancy", checks.pregnancy
        yield "food_hours", f"{checks.food_hours:g}"
        yield "drink_hours", f"{checks.drink_hours:g}"
    if room:
        yield "observers", str(room.observers)
        yield "dosed", str(room.dosed)
    yield from _told_of_dose(facts)


def _told_of_dose(facts: Facts) -> Iterator[tuple[str, str]]:
    order, dose = facts.order, facts.dose
    if order is None:
        return
    yield "ordered", mg(order.dose_mg)
    yield "left", mg(order.booster_mg - order.boosters_given_mg)
    if facts.checks is not None:
        allowed = order.max_mg_per_kg * facts.checks.weight_kg
        yield "weight", mg(facts.checks.weight_kg)
        yield "allowed", mg(allowed.quantize(TENTH, ROUND_FLOOR))
    yield "cap", "no" if order.cap_mg is None else mg(order.cap_mg)
    yield "most", "nothing" if order.most_mg is None else mg(order.most_mg)
    yield "drug", order.drug
    if dose is None:
        return
    lot = dose.lot
    if dose.mg is not None:
        yield "dose", mg(dose.mg)
        yield "together", mg(order.given_mg + dose.mg)
    if lot is not None:
        yield "lot_drug", lot.drug
        yield "held", mg(Decimal(lot.held_micrograms) / 1000)
    if dose.mg is not None and lot is not None and lot.mg_per_ml is not None:
        yield "strength", mg(lot.mg_per_ml)
        yield "volume", str(volume_ml(dose.mg, lot.mg_per_ml))
        yield "drawn", "nothing" if dose.drawn_ml is None else f"{dose.drawn_ml} mL"
