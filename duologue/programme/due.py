"""What is due, read from the projection: one indexed query a table, never the engine."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from duologue.people.models import Couple, Partner, Person
from duologue.people.queries import of_caseload
from duologue.programme.models import JointDue, PartnerDue
from duologue.programme.outline import PARTNERS, PRIVATE_SCREEN
from duologue.programme.pending import DueStep, step_of

NextAnswers = dict[tuple[uuid.UUID, str], datetime]


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one couple: steps past their late date, and steps due but not late."""

    late: int
    due: int


@dataclass(frozen=True, slots=True)
class Work:
    """One page of what is pending across a caseload; `more` says whether another page follows."""

    items: tuple[DueStep, ...]
    more: bool


def due_for_partner(partner: Partner, at: datetime, *, limit: int = 20) -> tuple[DueStep, ...]:
    """What this partner can do now, most needed first: their own steps and the couple's."""
    own, joint = _of_partner(partner)
    items = [
        due_step(row, at)
        for rows in (own, joint)
        for row in rows.filter(is_open(at)).order_by(*_ORDER)[:limit]
    ]
    return tuple(sorted(items, key=_need)[:limit])


def coming_for_partner(partner: Partner, at: datetime, *, limit: int = 3) -> tuple[DueStep, ...]:
    """What opens next for this partner, soonest first."""
    own, joint = _of_partner(partner)
    items = [
        due_step(row, at)
        for rows in (own, joint)
        for row in rows.filter(opens_at__gt=at).order_by("opens_at", "id")[:limit]
    ]
    return tuple(sorted(items, key=lambda d: d.opens_at)[:limit])


def now_and_next_for_partner(
    partner: Partner, at: datetime, *, coming: int = 3
) -> tuple[tuple[DueStep, ...], tuple[DueStep, ...]]:
    """`due_for_partner`, all of it, and `coming_for_partner`. Two queries instead of four."""
    steps = [
        due_step(row, at)
        for rows in _of_partner(partner)
        for row in rows.exclude(closes_at__lte=at)
    ]
    later = sorted((s for s in steps if s.opens_at > at), key=lambda d: d.opens_at)
    return tuple(sorted((s for s in steps if s.opens_at <= at), key=_need)), tuple(later[:coming])


def due_for_team(
    person: Person,
    at: datetime,
    *,
    roles: frozenset[str] | None = None,
    state: str = "due",
    couple: Couple | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Work:
    """What is pending for the couples this person may open, the oldest date first.

    state: "late"; "due" (late ones included); "next" (open, not yet due, optional ones left out).
    """
    chosen = (
        is_open(at)
        & {
            "late": Q(late_at__lte=at),
            "due": Q(due_at__lte=at),
            "next": (Q(due_at__gt=at) | Q(due_at=None)) & Q(optional=False),
        }[state]
    )
    chosen &= of_caseload("episode__couple", person, roles)
    if couple is not None:
        chosen &= Q(episode__couple=couple)
    end = offset + limit + 1
    own = PartnerDue.objects.filter(chosen).select_related("episode__couple", "partner")
    joint = JointDue.objects.filter(chosen).select_related("episode__couple")
    rows = [row for table in (own, joint) for row in table.order_by(*_ORDER)[:end]]
    rows.sort(key=lambda row: (_when(row), row.id))
    page = rows[offset : offset + limit]
    return Work(tuple(due_step(row, at) for row in page), more=len(rows) > offset + limit)


def next_answers_due(partner: Partner, at: datetime) -> NextAnswers:
    """When each questionnaire is next due, by (partner id, instrument id): for the team. One query."""
    return _next_answers(PartnerDue.objects.filter(_asks(at), partner=partner))


def next_asked(partner: Partner, instrument: str, at: datetime) -> datetime | None:
    """From when this partner is next asked one questionnaire: their own steps alone. One query."""
    still = Q(closes_at=None) | Q(closes_at__gt=at)
    own = PartnerDue.objects.filter(
        still, partner=partner, kind="answer", subject=instrument, who__in=PARTNERS
    )
    return own.order_by("opens_at").values_list("opens_at", flat=True).first()


def due_of_couple(
    person: Person, couple: Couple, at: datetime, *, roles: frozenset[str], limit: int
) -> tuple[Work, NextAnswers]:
    """`due_for_team` for one couple, and `next_answers_due` of both partners. Two queries for both."""
    reach = of_caseload("episode__couple", person, roles) & Q(episode__couple=couple)
    now = is_open(at) & Q(due_at__lte=at)
    own = list(
        PartnerDue.objects.filter(reach, now | _asks(at)).select_related(
            "episode__couple", "partner"
        )
    )
    joint = JointDue.objects.filter(reach, now).select_related("episode__couple")
    rows = [row for row in own if row.opens_at <= at and row.due_at and row.due_at <= at]
    rows = sorted([*rows, *joint], key=lambda row: (_when(row), row.id))
    work = Work(tuple(due_step(row, at) for row in rows[:limit]), more=len(rows) > limit)
    return work, _next_answers(row for row in own if row.kind == "answer")


def _asks(at: datetime) -> Q:
    """Of a row: a partner is asked to answer by a date, and may still."""
    still = Q(closes_at=None) | Q(closes_at__gt=at)
    return still & Q(kind="answer", who__in=PARTNERS, due_at__isnull=False)


def _next_answers(rows: Iterable[PartnerDue]) -> NextAnswers:
    found: NextAnswers = {}
    for row in rows:
        if row.due_at and row.who in PARTNERS and row.subject != PRIVATE_SCREEN:
            key = row.partner_id, row.subject
            found[key] = min(row.due_at, found.get(key, row.due_at))
    return found


def counts_by_couple(couples: Iterable[uuid.UUID], at: datetime) -> dict[uuid.UUID, Counts]:
    """How many steps of each of these couples are late or due: for the team. Two queries."""
    found: dict[uuid.UUID, Counts] = {couple: Counts(0, 0) for couple in couples}
    for table in (PartnerDue, JointDue):
        rows = (
            table.objects.filter(is_open(at), episode__couple__in=list(found), due_at__lte=at)
            .values_list("episode__couple")
            .annotate(late=Count("pk", filter=Q(late_at__lte=at)), all=Count("pk"))
        )
        for couple, late, all_due in rows:
            sofar = found[couple]
            found[couple] = Counts(sofar.late + late, sofar.due + all_due - late)
    return found


def counts_for_team(
    person: Person, at: datetime, *, roles: frozenset[str] | None = None
) -> dict[str, int]:
    """How many steps of the caseload are late, and how many due (late ones included)."""
    couples = of_caseload("episode__couple", person, roles) & is_open(at)
    return {
        state: sum(
            table.objects.filter(couples, **{f"{state}_at__lte": at}).count()
            for table in (PartnerDue, JointDue)
        )
        for state in ("late", "due")
    }


_ORDER = (F("due_at").asc(nulls_last=True), F("id").asc())


def _need(due: DueStep) -> tuple[Any, ...]:
    """Sorts the most needed first; what opened last is nearest to what somebody lives through."""
    urgency = {"late": 0, "due": 1, "open": 2}[due.state]
    return due.optional, urgency, _when(due), -due.opens_at.timestamp(), due.step


def _when(row: Any) -> tuple[bool, float]:
    return row.due_at is None, row.due_at.timestamp() if row.due_at else 0.0


def is_open(at: datetime) -> Q:
    """Of a row: it has opened, and has not closed."""
    return Q(opens_at__lte=at) & (Q(closes_at=None) | Q(closes_at__gt=at))


def _of_partner(partner: Partner) -> tuple[QuerySet[PartnerDue], QuerySet[JointDue]]:
    related = ("episode__couple",)
    # What is sealed the team hands over: in a portal its coming and going would be seen.
    own = PartnerDue.objects.filter(partner=partner, who__in=PARTNERS).exclude(
        subject=PRIVATE_SCREEN
    )
    joint = JointDue.objects.filter(episode__couple_id=partner.couple_id, who="couple")
    return own.select_related(*related, "partner"), joint.select_related(*related)


def due_step(row: PartnerDue | JointDue, at: datetime) -> DueStep:
    """The row as pages show it; its episode, couple and partner are fetched with it."""
    partner = row.partner if isinstance(row, PartnerDue) else None
    episode, couple = row.episode, row.episode.couple
    whose: tuple[uuid.UUID | None, str, int | None] = (None, "", None)
    if partner:
        whose = (partner.pk, partner.first_name, partner.side)
    course = (episode.pk, episode.programme, episode.programme_version, couple.pk, couple.name)
    own = (row.step, row.who, row.phase, row.kind, row.subject, row.optional)
    times = (row.opens_at, row.due_at, row.late_at, row.closes_at)
    return step_of(*course, *whose, *own, *times, at=at)
