"""Cohorts of whoever runs them: a coordinator's are all, a facilitator's their own."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from duologue.people.models import Partner, Person
from duologue.people.queries import partners_of_caseload
from duologue.workshops.models import Cohort, CohortMember

A_PAGE = 20
OFFERED = 40  # partners to choose from at a time: twenty couples


@dataclass(frozen=True)
class CohortLine:
    id: UUID
    name: str
    starts_on: date
    members: int


@dataclass(frozen=True)
class Cohorts:
    lines: tuple[CohortLine, ...]
    page: Page  # type: ignore[type-arg]


@dataclass(frozen=True)
class Member:
    name: str
    side: int


@dataclass(frozen=True)
class MemberCouple:
    id: UUID
    name: str
    members: tuple[Member, ...]


@dataclass(frozen=True)
class TimetableLine:
    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    room: str
    booked: int


@dataclass(frozen=True)
class CohortPage:
    id: UUID
    name: str
    starts_on: date
    facilitators: tuple[str, ...]
    couples: tuple[MemberCouple, ...]
    timetable: tuple[TimetableLine, ...]


def cohorts_of(person: Person, roles: frozenset[str]) -> QuerySet[Cohort]:
    if "coordinator" in roles:
        return Cohort.objects.all()
    return Cohort.objects.filter(facilitators__person=person)


def cohort_lines(person: Person, roles: frozenset[str], page: str = "1") -> Cohorts:
    """One page of the cohorts this person runs, the newest first. Three queries."""
    shown = Paginator(cohorts_of(person, roles), A_PAGE).get_page(page)
    sizes = dict(
        CohortMember.objects.filter(cohort__in=[c.pk for c in shown])
        .values_list("cohort")
        .annotate(Count("id"))
    )
    lines = tuple(CohortLine(c.id, c.name, c.starts_on, sizes.get(c.id, 0)) for c in shown)
    return Cohorts(lines, shown)


def to_take_in(
    person: Person, roles: frozenset[str], cohort: Cohort, sought: str = ""
) -> QuerySet[Partner]:
    """Whom this person could take in: of couples whose name holds a word, the newest couples first."""
    reach = partners_of_caseload(person, roles).exclude(cohorts__cohort=cohort)
    if sought:
        reach = reach.filter(couple__name__icontains=sought)
    return reach.order_by("-couple__at", "couple_id", "side")[:OFFERED]


def cohort_page(cohort: Cohort) -> CohortPage:
    """One cohort: members by couple, and the timetable with how many couples are booked."""
    couples: dict[tuple[UUID, str], list[Member]] = defaultdict(list)
    members = CohortMember.objects.filter(cohort=cohort).select_related("partner__couple")
    for member in members.order_by("partner__couple__name", "partner__couple_id", "partner__side"):
        partner = member.partner
        key = (partner.couple_id, partner.couple.name)
        couples[key].append(Member(partner.first_name, partner.side))
    timetable = cohort.timetable.select_related("room").annotate(booked=Count("bookings"))
    return CohortPage(
        id=cohort.id,
        name=cohort.name,
        starts_on=cohort.starts_on,
        facilitators=tuple(f.person.name for f in cohort.facilitators.select_related("person")),
        couples=tuple(MemberCouple(k[0], k[1], tuple(m)) for k, m in couples.items()),
        timetable=tuple(
            TimetableLine(
                line.id,
                line.get_kind_display()
                + (f" {line.session_number}" if line.session_number else ""),
                line.starts_at,
                line.ends_at,
                line.room.name if line.room else "",
                line.booked,
            )
            for line in timetable
        ),
    )
