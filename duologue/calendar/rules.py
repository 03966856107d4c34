"""Which appointments make sense, what is taken, and what is free instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

INDIVIDUAL = ("assessment-individual", "integration-individual", "partner-conversation")
JOINT = ("assessment-joint", "integration-joint")
OPENS, CLOSES = time(8), time(20)
STEP = timedelta(minutes=15)
LOOK_AHEAD = timedelta(days=14)


# Minutes that a meeting of each kind usually takes; the others take an hour.
USUAL = {"enquiry-talk": 30, "medicine": 210, "assessment-joint": 90, "group-preparation": 120}
USUAL |= {"group-integration": 120, "integration-joint": 80, "partner-conversation": 50}
AN_HOUR = 60


def usual_length(kind: str) -> int:
    """How many minutes a meeting of this kind usually takes."""
    return USUAL.get(kind, AN_HOUR)


def next_full_hour(at: datetime, zone: tzinfo) -> datetime:
    """The first full hour after `at` at which the clinic is open; else when it opens next day."""
    local = at.astimezone(zone)
    hour = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if hour.date() > local.date() or hour.time() >= CLOSES:
        day = local.date() + timedelta(days=1)
    elif hour.time() < OPENS:
        day = local.date()
    else:
        return hour
    return datetime.combine(day, OPENS, tzinfo=zone)


@dataclass(frozen=True, slots=True)
class Span:
    """From `starts` up to, not including, `ends`."""

    starts: datetime
    ends: datetime

    @property
    def length(self) -> timedelta:
        return self.ends - self.starts

    def overlaps(self, other: Span) -> bool:
        return self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True, slots=True)
class Busy:
    """Somebody, or a room, that is taken for a time."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Closed:
    """Why something cannot be booked, and what to do instead."""

    reason: str
    remedy: str
    field: str = ""


def taken(wanted: Span, busy: Iterable[Busy]) -> tuple[Busy, ...]:
    """What stands in the way of `wanted`, earliest first."""
    return tuple(sorted((b for b in busy if b.span.overlaps(wanted)), key=lambda b: b.span.starts))


def free_instead(
    wanted: Span, busy: Iterable[Busy], zone: tzinfo, *, count: int = 3
) -> tuple[Span, ...]:
    """The next `count` spans of the same length, on a quarter hour within opening hours, free of
    everything in `busy`; fewer when two weeks ahead hold no more."""
    spans = [b.span for b in busy]
    found: list[Span] = []
    for start in _quarter_hours(wanted.starts, zone):
        candidate = Span(start, start + wanted.length)
        if (found and found[-1].overlaps(candidate)) or not _within_hours(candidate, zone):
            continue
        if not any(span.overlaps(candidate) for span in spans):
            found.append(candidate)
        if len(found) == count:
            break
    return tuple(found)


def wrong_with(
    kind: str, *, partners: int, session_number: int | None, span: Span
) -> tuple[Closed, ...]:
    """Everything about a booking that does not fit together."""
    found = []
    if span.ends <= span.starts:
        found.append(Closed("it ends before it starts", "Give it a length", "minutes"))
    if kind in INDIVIDUAL and partners != 1:
        found.append(Closed("this is for one partner alone", "Choose one of the two", "partners"))
    if kind in JOINT and partners != 2:
        found.append(Closed("this is for both partners", "Choose both", "partners"))
    if not partners:
        found.append(Closed("nobody is invited", "Choose at least one partner", "partners"))
    if (kind == "medicine") != (session_number is not None):
        remedy = (
            "Say which medicine session it is"
            if kind == "medicine"
            else "Leave the session number empty"
        )
        found.append(
            Closed(
                "only medicine sessions have a number, and each has one", remedy, "session_number"
            )
        )
    return tuple(found)


def _quarter_hours(after: datetime, zone: tzinfo) -> Iterator[datetime]:
    local = after.astimezone(zone)
    start = local - timedelta(minutes=local.minute % 15, seconds=local.second)
    start = start.replace(microsecond=0)
    moment = (start if start >= after else start + STEP).astimezone(after.tzinfo)
    while moment <= after + LOOK_AHEAD:
        yield moment
        moment += STEP


def _within_hours(span: Span, zone: tzinfo) -> bool:
    starts, ends = span.starts.astimezone(zone), span.ends.astimezone(zone)
    return starts.date() == ends.date() and starts.time() >= OPENS and ends.time() <= CLOSES
