"""Is a practice being lived, or is it fading? Ticks of the last days against the rhythm chosen."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal


@dataclass(frozen=True)
class Thresholds:
    """From `standing.yaml`. Days, days a week, and a part of the rhythm (0 to 1)."""

    window_days: int
    sparse_per_week: int
    sparse_window_days: int
    settle_days: int
    living_from: float


@dataclass(frozen=True)
class Chosen:
    """A practice as chosen: days a week, its first day, its last (None: open), the day it was let go."""

    per_week: int
    began_on: date
    until: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """How a practice stands on a day, and why: `done` of `expected` days in the window."""

    word: Literal["new", "living", "fading", "over"]
    reason: str
    done: int = 0
    expected: float = 0.0


def standing(
    practice: Chosen, done_on: frozenset[date], *, on: date, thresholds: Thresholds
) -> Standing:
    """The standing on `on`. A day not yet over does not count against anybody."""
    if practice.ended_on is not None and practice.ended_on <= on:
        return Standing("over", "let go")
    if practice.until is not None and practice.until < on:
        return Standing("over", "its time is over")
    sparse = practice.per_week <= thresholds.sparse_per_week
    window = thresholds.sparse_window_days if sparse else thresholds.window_days
    first = max(practice.began_on, on - timedelta(days=window - 1))
    done = len([day for day in done_on if first <= day <= on])
    days = (on - first).days + (on in done_on)
    expected = practice.per_week * days / 7
    if (on - practice.began_on).days < thresholds.settle_days:
        return Standing("new", "it has only begun", done, expected)
    told = f"{done} {'day' if done == 1 else 'days'} in the last {window}"
    if done >= thresholds.living_from * expected:
        return Standing("living", told, done, expected)
    return Standing("fading", told, done, expected)


def summary(standings: list[Standing]) -> str:
    """ "2 living, 1 fading"; new ones count as living; "none" without any."""
    living = len([one for one in standings if one.word in ("living", "new")])
    fading = len([one for one in standings if one.word == "fading"])
    told = [f"{n} {word}" for n, word in ((living, "living"), (fading, "fading")) if n]
    return ", ".join(told) or "none"
