"""Scoring: from the printed answers to a score, or to the reason why there is none."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from duologue.measures.answers import (
    AnswerError,
    Answers,
    check,
    check_value,
    effective,
    exact,
    is_complete,
    next_item,
    plain,
    renumbered,
    skipped,
)
from duologue.measures.change import (
    Change,
    NoIndex,
    needed_change,
    rci,
    reliable_change,
)
from duologue.measures.instrument import (
    AlertRule,
    Finding,
    Instrument,
    Item,
    Need,
    Number,
)

__all__ = [
    "Alert",
    "AnswerError",
    "Answers",
    "Change",
    "NoIndex",
    "Scored",
    "band_of",
    "check",
    "check_value",
    "is_complete",
    "needed_change",
    "next_item",
    "rci",
    "reliable_change",
    "renumbered",
    "score",
    "skipped",
]


@dataclass(frozen=True)
class Alert:
    """What somebody has to look at, and the items that say so (none: the score does)."""

    text: str
    items: tuple[int, ...]


@dataclass(frozen=True)
class Scored:
    """A scored questionnaire. ``score`` is null with a ``reason``, never zero for missing.

    ``missing``: scored items without an answer that no skip rule excuses. ``band`` is null
    where the interval rests on a fact nobody has checked yet.
    """

    instrument: str
    version: str
    score: Number | None
    subscales: Mapping[str, Number | None]
    band: str | None
    missing: tuple[int, ...]
    reason: str | None
    alerts: tuple[Alert, ...] = ()


def score(instrument: Instrument, answers: Answers) -> Scored:
    """Score the printed response values (before reversal).

    Raises AnswerError for an item the instrument does not have or a value not on offer.
    """
    check(instrument, answers)
    values = effective(instrument, answers)
    plan = instrument.scoring
    used = set(plan.items).union(*(part.items for part in plan.subscales))
    missing = tuple(i.number for i in instrument.items if i.number in used - values.keys())
    subscales: dict[str, Number | None] = {}
    for part in plan.subscales:
        turned = [
            _keyed(instrument.item(n), values[n], n in part.reverse)
            for n in part.items
            if n in values
        ]
        allowed, prorate = _missing_rule(instrument, part.items)
        subscales[part.name] = _combine(
            turned,
            len(part.items),
            part.method == "mean",
            part.multiply,
            allowed,
            prorate,
        )
    for finding in plan.findings:
        if finding.verified:
            subscales[finding.name] = _found(finding, values)
    total, band, reason = _total(instrument, values, missing)
    return Scored(
        instrument=instrument.id,
        version=instrument.version,
        score=total,
        subscales=subscales,
        band=band,
        missing=missing,
        reason=reason,
        alerts=tuple(_alerts(instrument.alerts, answers, total)),
    )


def band_of(instrument: Instrument, value: Number | None) -> str | None:
    """The name of the checked band a score falls in, else null."""
    if value is None:
        return None
    for band in instrument.bands:
        if band.verified and band.low <= value < band.high + 1:
            return band.label
    return None


def _total(
    instrument: Instrument, values: Answers, missing: tuple[int, ...]
) -> tuple[Number | None, str | None, str | None]:
    plan = instrument.scoring
    lacking = [n for n in plan.items if n not in values]
    if plan.method in ("triage", "none"):
        band = None
        if plan.method == "triage" and not lacking:
            reached = (
                level.label
                for level in plan.levels
                if sum(values[n] >= level.at_least for n in level.items) >= level.count
            )
            band = next(reached, plan.otherwise)
        reason = plan.why or f"{instrument.id} has no total score"
        return (
            None,
            band,
            reason if not missing else f"{reason}; {_unanswered(missing)}",
        )
    turned = [_keyed(instrument.item(n), values[n]) for n in plan.items if n in values]
    rule = plan.missing
    total = _combine(
        turned,
        len(plan.items),
        plan.method == "mean",
        plan.multiply,
        rule.allowed,
        rule.prorate,
    )
    if total is None:
        return None, None, f"{_unanswered(lacking)}; {rule.source}"
    return total, band_of(instrument, total), None


def _missing_rule(instrument: Instrument, items: tuple[int, ...]) -> tuple[int, bool]:
    """A published rule speaks of the whole; a part of it may lack nothing."""
    rule = instrument.scoring.missing
    return (rule.allowed, rule.prorate) if items == instrument.scoring.items else (0, False)


def _combine(
    turned: list[Fraction],
    size: int,
    mean: bool,
    multiply: Number,
    allowed: int,
    prorate: bool,
) -> Number | None:
    if not turned or size - len(turned) > allowed:
        return None
    total = sum(turned, Fraction(0))
    if mean:
        return plain(total / len(turned) * exact(multiply))
    if len(turned) < size:
        if not prorate:
            return None
        total = Fraction(math.floor(total * size / len(turned) + Fraction(1, 2)))
    return plain(total * exact(multiply))


def _keyed(item: Item, value: Number, turn_again: bool = False) -> Fraction:
    given = exact(value)
    if item.reverse != turn_again:
        return exact(item.lowest) + exact(item.highest) - given
    return given


def _found(finding: Finding, values: Answers) -> int | None:
    if any(n not in values for need in finding.needs for n in need.items):
        return None
    return int(all(_met(need, values) for need in finding.needs))


def _met(need: Need, values: Answers) -> bool:
    given = [values[n] for n in need.items]
    if need.total is not None:
        return sum(given) >= need.total
    return sum(v >= (need.at_least or 0) for v in given) >= need.count


def _alerts(
    rules: tuple[AlertRule, ...], answers: Answers, total: Number | None
) -> Iterable[Alert]:
    # Answers as given, even of an unfinished form: a danger once said is not waiting for the rest.
    for rule in rules:
        if rule.items:
            hit = tuple(n for n in rule.items if n in answers and _passes(rule, answers[n]))
            if hit:
                yield Alert(rule.text, hit)
        elif total is not None and _passes(rule, total):
            yield Alert(rule.text, ())


def _passes(rule: AlertRule, value: Number) -> bool:
    over = rule.at_least is not None and value >= rule.at_least
    return over or (rule.at_most is not None and value <= rule.at_most)


def _unanswered(items: Collection[int]) -> str:
    numbers = ", ".join(str(n) for n in items)
    return f"no answer to item{'s' if len(items) > 1 else ''} {numbers}"
