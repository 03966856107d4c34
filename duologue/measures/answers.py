"""Answers: what may be given, what is asked next, what a skip rule excuses."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from duologue.measures.instrument import Instrument, Item, Number, Skip

Answers = Mapping[int, Number]


class AnswerError(ValueError):
    """An answer that cannot be one: the message names the item and what it may be."""


def check(instrument: Instrument, answers: Answers) -> None:
    """Raise AnswerError for the first answer that is not one of this instrument's."""
    known = {item.number: item for item in instrument.items}
    for number, value in answers.items():
        if number not in known:
            raise AnswerError(f"{instrument.id} has no item {number}; {_has(instrument)}")
        check_value(instrument, known[number], value)


def check_value(instrument: Instrument, item: Item, value: object) -> None:
    """Raise AnswerError unless ``value`` is one of the item's printed values."""
    where = f"{instrument.id} item {item.number}: {value!r}"
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise AnswerError(f"{where} is not a number; {_offer(item)}")
    if item.scale:
        low, high, step = (
            exact(n) for n in (item.scale.minimum, item.scale.maximum, item.scale.step)
        )
        given = exact(value)
        if low <= given <= high and (given - low) % step == 0:
            return
    elif value in {option.value for option in item.options}:
        return
    raise AnswerError(f"{where} is not on offer; {_offer(item)}")


def skipped(instrument: Instrument, answers: Answers) -> frozenset[int]:
    """Items that the answers so far make needless to ask."""
    return frozenset(n for skip in in_force(instrument, answers) for n in skip.items)


def next_item(
    instrument: Instrument, answers: Answers, passed: Collection[int] = ()
) -> Item | None:
    """The first item still to be asked: not answered, not skipped, not ``passed`` over."""
    done = answers.keys() | skipped(instrument, answers) | set(passed)
    return next((item for item in instrument.items if item.number not in done), None)


def is_complete(instrument: Instrument, answers: Answers) -> bool:
    """Whether every item that has to be answered is answered or rightly skipped."""
    done = answers.keys() | skipped(instrument, answers)
    return all(item.optional or item.number in done for item in instrument.items)


def renumbered(instrument: Instrument, answers: Answers) -> Answers:
    """Answers given by the numbers of the longer form, brought to the instrument's own.

    Unchanged unless every number belongs to the longer form and one of them can only be so.
    """
    own = {item.number for item in instrument.items}
    longer = {item.also: item.number for item in instrument.items if item.also is not None}
    if answers and answers.keys() <= longer.keys() and not answers.keys() <= own:
        return {longer[number]: value for number, value in answers.items()}
    return answers


def effective(instrument: Instrument, answers: Answers) -> dict[int, Number]:
    """The answers with skipped items at 0; what was said behind a firm gate does not count."""
    values = dict(answers)
    for skip in in_force(instrument, answers):
        for number in skip.items:
            values[number] = 0 if skip.firm else values.get(number, 0)
    return values


def in_force(instrument: Instrument, answers: Answers) -> Iterable[Skip]:
    """The skip rules that the answers so far have set off."""
    for skip in instrument.skips:
        if all(n in answers for n in skip.when) and (
            skip.total is None or sum(answers[n] for n in skip.when) == skip.total
        ):
            yield skip


def _has(instrument: Instrument) -> str:
    if not instrument.items:
        return "its items are not on file"
    numbers = [item.number for item in instrument.items]
    return f"its items are {numbers[0]} to {numbers[-1]}"


def _offer(item: Item) -> str:
    if item.scale:
        s = item.scale
        return f"it may be {s.minimum} to {s.maximum} in steps of {s.step}"
    return "it may be " + ", ".join(str(o.value) for o in item.options)


def exact(value: Number) -> Fraction:
    """The number as written, so that 0.1 + 0.2 is 0.3."""
    return Fraction(str(value))


def plain(value: Fraction) -> Number:
    """Back to an int where it is whole, else to a float in full precision."""
    return int(value) if value.denominator == 1 else float(value)
