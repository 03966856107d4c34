"""Change, said in words: what the numbers show, and what they do not.

A difference counts as reliable when it is at least what the questionnaire's own error would
give by chance in one of twenty people (Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Direction = Literal["higher is better", "higher is worse", "neither"]
NOT_CAUSE = "Nothing here shows what caused it."


@dataclass(frozen=True)
class Measured:
    """What was measured: "CSI-16", its range in `unit`, and which way is better."""

    name: str
    lowest: float
    highest: float
    direction: Direction
    unit: str = "points"


@dataclass(frozen=True)
class Course:
    """One person's first and latest score, in units of the measure; None where there is none.

    `needed` is the smallest reliable difference; None when no checked value is on file.
    `next_due` is the day the next answers are due, as read on the day `read_on`; None: none is.
    """

    name: str
    first: float | None = None
    first_on: date | None = None
    latest: float | None = None
    latest_on: date | None = None
    needed: float | None = None
    next_due: date | None = None
    read_on: date | None = None


@dataclass(frozen=True)
class Verdict:
    """How one person's change reads, with the sentence that may be shown to them."""

    kind: Literal["improved", "worsened", "within chance", "no index", "one score", "no score"]
    difference: float | None
    sentence: str


def verdict(course: Course, measured: Measured) -> Verdict:
    """Read one person's change since the start."""
    name = course.name
    if course.first is None and course.latest is None:
        return Verdict("no score", None, f"{name} has no score yet.")
    if course.first is None or course.latest is None or course.first_on == course.latest_on:
        return Verdict("one score", None, f"{name}: {once(course)}")
    difference = round(course.latest - course.first, 6)
    told = signed(difference)
    if course.needed is None or measured.direction == "neither":
        why = (
            "no higher score is better or worse here"
            if measured.direction == "neither"
            else "no checked limit is on file that tells change from chance"
        )
        return Verdict("no index", difference, f"{_of(name)} change is {told}; {why}.")
    if abs(difference) < course.needed:
        return Verdict(
            "within chance",
            difference,
            f"{_of(name)} change ({told}) is within what the questionnaire can vary by itself.",
        )
    better = (difference > 0) == (measured.direction == "higher is better")
    needed = f"({told}; at least {plain(course.needed)} needed)"
    if better:
        return Verdict(
            "improved", difference, f"{name} has improved reliably since the start {needed}."
        )
    return Verdict("worsened", difference, f"{name} is reliably worse than at the start {needed}.")


def once(course: Course) -> str:
    """What there is to say of one score: its day, and the day of the next where one is due."""
    on = course.latest_on or course.first_on
    told = "one measurement so far" + (f", on {_day(on)}" if on else "")
    if course.next_due:
        past = course.read_on is not None and course.next_due < course.read_on
        told += f"; the next {'was' if past else 'is'} due on {_day(course.next_due)}"
    return told + "."


def reading(courses: Sequence[Course], measured: Measured) -> str:
    """The sentences for these people, and what cannot be concluded."""
    verdicts = [verdict(course, measured) for course in courses]
    sentences = [each.sentence for each in verdicts]
    if len(verdicts) == 1 and verdicts[0].kind == "one score":
        told = once(courses[0])  # the page says whose it is
        sentences = [told[0].upper() + told[1:]]
    if any(each.difference is not None for each in verdicts):
        sentences.append(NOT_CAUSE)
    return " ".join(sentences)


def about(measured: Measured, *, first_on: date | None, latest_on: date | None) -> str:
    """What the numbers are: "CSI-16, 0 to 81 points, higher is better, 3 Sep 2026 to 16 Nov 2026"."""
    parts = [
        measured.name,
        f"{plain(measured.lowest)} to {plain(measured.highest)} {measured.unit}",
        "no direction is better or worse"
        if measured.direction == "neither"
        else measured.direction,
    ]
    days = [day for day in (first_on, latest_on) if day]
    if days:
        parts.append(" to ".join(dict.fromkeys(_day(day) for day in days)))
    return ", ".join(parts)


def signed(number: float) -> str:
    """+14, −4, 0: with a true minus."""
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{plain(abs(number))}"


def plain(number: float) -> str:
    """At most one decimal, and none that says nothing: 6.7, 14."""
    return f"{number:.1f}".removesuffix(".0")


def _day(on: date) -> str:
    return f"{on.day} {on:%b %Y}"


def _of(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"
