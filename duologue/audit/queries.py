"""Who looked at a partner's record, and the heads of the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q
from django.db.models.functions import TruncDate

from duologue.audit.models import Entry, Head, Verb
from duologue.audit.pages import title_of
from duologue.audit.rules import Link
from duologue.people.models import Partner, Person

A_PAGE = 50


@dataclass(frozen=True)
class Look:
    at: datetime
    who: str
    role: str
    what: str
    page: str
    about: str
    emergency: bool


@dataclass(frozen=True)
class Looks:
    lines: tuple[Look, ...]
    page: int
    more: bool


def looks_at(
    partner: Partner, *, page: int = 1, ordinary: bool = False, limit: int = A_PAGE
) -> Looks:
    """Who opened this partner's record, or what the couple shares, newest first. Two queries.

    Nothing about the other partner alone. `ordinary` leaves out what was opened in an emergency.
    """
    found = Entry.objects.filter(
        Q(partner=partner.pk) | Q(partner=None, couple=partner.couple_id)
    ).order_by("-number")
    if ordinary:
        found = found.filter(emergency=None)
    start = (page - 1) * limit
    rows = list(found[start : start + limit + 1])
    names = dict(Person.objects.filter(pk__in={r.person for r in rows}).values_list("pk", "name"))
    lines = tuple(
        _look(
            row,
            names.get(row.person, "somebody who no longer works here"),
            partner.first_name if row.partner else "both, or what both share",
        )
        for row in rows[:limit]
    )
    return Looks(lines, page, more=len(rows) > limit)


def looks_under(emergency: UUID) -> tuple[Look, ...]:
    """What was opened under one opening in an emergency, in order."""
    rows = Entry.objects.filter(emergency=emergency).order_by("number")
    return tuple(_look(row, "", "") for row in rows)


def head() -> Head | None:
    """The newest head of the log."""
    return Head.objects.order_by("-number").first()


def heads_of_days(today: date, *, days: int = 30) -> tuple[Head, ...]:
    """The last head of each day, newest first."""
    since = today - timedelta(days=days)
    last = (
        Head.objects.annotate(day=TruncDate("at"))
        .filter(day__gte=since)
        .values("day")
        .order_by("day")
        .annotate(last=Max("number"))
        .values("last")
    )
    return tuple(Head.objects.filter(number__in=last).order_by("-number"))


def chain() -> Iterator[Link]:
    """Every row in order, as it is hashed. For the clinic's own check, not for a page."""
    for row in Entry.objects.order_by("number").iterator(chunk_size=2000):
        yield Link(row.number, row.at, _words(row), row.hash)


def heads() -> dict[int, str]:
    return dict(Head.objects.values_list("number", "hash"))


def _look(row: Entry, who: str, about: str) -> Look:
    return Look(
        at=row.at,
        who=who,
        role=row.role,
        what=Verb(row.verb).label,
        page=title_of(row.page),
        about=about,
        emergency=row.emergency is not None,
    )


def _words(row: Entry) -> tuple[str | None, ...]:
    ids: list[UUID | None] = [row.id, row.person]
    about = [row.partner, row.couple, row.emergency]
    return (
        *(str(one) for one in ids), row.role, row.page, row.verb,
        *(str(one) if one else None for one in about),
    )  # fmt: skip
