from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet
from django.utils import timezone
from ruamel.yaml import YAML

from duologue.integration.practices.models import Practice
from duologue.integration.practices.rules import (
    Chosen,
    Standing,
    Thresholds,
    standing,
)
from duologue.people.models import Partner

DOTS = 7


@dataclass(frozen=True)
class OwnPractice:
    """A practice of one's own; `days` are the last days, today last (None: not yet)."""

    id: UUID
    what: str
    rhythm: str
    until: date | None
    standing: Standing
    days: tuple[bool | None, ...]
    done_today: bool


@cache
def thresholds() -> Thresholds:
    return Thresholds(**YAML(typ="safe").load(Path(__file__).with_name("standing.yaml")))


def practices_of(partner: Partner, on: date) -> tuple[OwnPractice, ...]:
    """What this partner is practising on a day, oldest first. One query; for the partner alone."""
    found = (_read(row, on) for row in practised_until(on).filter(partner=partner))
    return tuple(one for one in found if one.standing.word != "over")


def standing_on(on: date, done: Iterable[date], chosen: Chosen) -> Standing:
    """How a practice stands on a day, from the days it was done."""
    return standing(chosen, frozenset(done), on=on, thresholds=thresholds())


def practised_until(on: date) -> QuerySet[Practice]:
    """The practices begun by a day, each with the last days it was done: `done_on`."""
    longest = max(thresholds().window_days, thresholds().sparse_window_days)
    seen = Q(done__undone=None, done__on__gt=on - timedelta(days=longest), done__on__lte=on)
    return (
        Practice.objects.filter(began_on__lte=on)
        .select_related("end")
        .annotate(done_on=ArrayAgg("done__on", filter=seen, distinct=True, default=[]))
    )


def _read(row: Practice, on: date) -> OwnPractice:
    done = frozenset(row.done_on)
    ended = getattr(row, "end", None)
    chosen = Chosen(
        row.per_week, row.began_on, row.until, timezone.localdate(ended.at) if ended else None
    )
    first = max(row.began_on, on - timedelta(days=DOTS - 1))
    days = [first + timedelta(days=n) for n in range((on - first).days + 1)]
    return OwnPractice(
        id=row.pk,
        what=row.what,
        rhythm=rhythm(row.per_week),
        until=row.until,
        standing=standing_on(on, done, chosen),
        days=tuple(None if day == on and day not in done else day in done for day in days),
        done_today=on in done,
    )


def rhythm(per_week: int) -> str:
    return {7: "every day", 1: "once a week"}.get(per_week, f"{per_week} days a week")
