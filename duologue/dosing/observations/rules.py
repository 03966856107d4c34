"""Which limits an observation meets, and when the next one is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from duologue.dosing.limits import Limit, Met, Schedule
from duologue.dosing.rules import standing

SLACK = timedelta(minutes=5)
"""An observation this much early counts for its time."""


def met(values: Mapping[str, Any], limits: Sequence[Limit]) -> tuple[Met, ...]:
    """The limits these values meet, in the file's order; a very high one hides the high one."""
    found = []
    seen: set[str] = set()
    for limit in limits:
        measures = {line.measure for line in limit.when if line.met_by(values)} - seen
        if measures:
            named = {sign for line in limit.when for sign in line.is_any_of}
            signs = tuple(s for s in values.get("symptoms") or () if s in named)
            found.append(Met(limit, tuple(sorted(measures)), signs))
            seen |= measures - {"symptoms"}
    return tuple(found)


def to_act_on_now(values: Mapping[str, Any], limits: Sequence[Limit]) -> tuple[Met, ...]:
    """Of the limits these values meet, those that do not wait for a second measurement."""
    return tuple(one for one in met(values, limits) if one.limit.urgency == "now")


def in_place(rows: Iterable[Any]) -> tuple[Any, ...]:
    """These rows by the minute they were measured in; within one, as they were first saved.

    A correction stands where the row it corrects stood, so what was measured last stays last.
    """
    found = tuple(rows)
    first = first_saved(found)

    def place(row: Any) -> tuple[datetime, datetime, datetime]:
        return row.at.replace(second=0, microsecond=0), first[row.id], row.recorded_at

    return tuple(sorted(found, key=place))


def first_saved(rows: Sequence[Any]) -> dict[Any, datetime]:
    """By row, when it was saved; of a correction, when the row it stands in for was."""
    by_id = {row.id: row for row in rows}
    saved = {}
    for row in rows:
        first = row
        while first.corrects_id in by_id:
            first = by_id[first.corrects_id]
        saved[row.id] = first.recorded_at
    return saved


def standing_in_place(rows: Iterable[Any]) -> tuple[Any, ...]:
    """Of all these rows those that no other corrects, each in the place of what it corrects."""
    return standing(in_place(rows))


def signs_standing(rows: Iterable[tuple[Sequence[str], Sequence[str]]]) -> tuple[str, ...]:
    """The warning signs no later row said to be over; each row as (signs, what is over)."""
    standing: dict[str, None] = {}
    for signs, over in rows:
        standing |= dict.fromkeys(signs)
        for sign in set(over) - set(signs):
            standing.pop(sign, None)
    return tuple(standing)


def times_due(schedule: Schedule, until: int) -> Iterator[int]:
    """Minutes after a dose at which somebody measures, up to `until`."""
    first = range(schedule.first_every, schedule.first_minutes + 1, schedule.first_every)
    later = range(schedule.first_minutes + schedule.then_every, until + 1, schedule.then_every)
    yield from sorted(m for m in {*first, *later, schedule.always_at} if m <= until)


def next_due(
    *, dose_at: datetime, last_at: datetime | None, schedule: Schedule, limit_met: bool = False
) -> datetime:
    """When to measure next, after a dose and the last observation; soon when that met a limit."""
    since = timedelta(0) if last_at is None else max(last_at + SLACK - dose_at, timedelta(0))
    reached = since.total_seconds() / 60
    until = int(reached) + schedule.then_every + schedule.first_minutes
    planned = next(
        dose_at + timedelta(minutes=m) for m in times_due(schedule, until) if m > reached
    )
    if limit_met and last_at is not None:
        return min(planned, last_at + timedelta(minutes=schedule.recheck_minutes))
    return planned
