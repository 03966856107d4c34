"""What the team sees across couples: the work of the day, and the couples by phase."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from duologue.calendar.queries import booked_for
from duologue.calendar.queries import day_of as appointments_on
from duologue.contact.queries import unread_count
from duologue.enquiry.queries import new_enquiries
from duologue.measures.queries import held_of
from duologue.measures.sealed.queries import Waiting, waiting_for
from duologue.notes.queries import drafts_waiting
from duologue.overview.links import Booked, may_open, team_address
from duologue.overview.portal import PHASE_NAMES
from duologue.people.emergency.queries import ToReview, openings_to_review
from duologue.people.models import Couple, Person
from duologue.people.queries import couples_of, partners_of_caseload
from duologue.programme.loader import programme
from duologue.programme.outline import PHASES, PRIVATE_SCREEN, STAFF
from duologue.programme.queries import DueStep, Work, counts_by_couple, due_for_team, phases_of
from duologue.safety.queries import FirstAlerts, couples_with_alerts, first_alerts_for

A_PAGE = 20
ALERTS = 5  # shown one by one; the rest is counted, and one click away


@dataclass(frozen=True)
class Line:
    """One piece of work, with the page on which to do it."""

    step: DueStep
    href: str


@dataclass(frozen=True)
class Day:
    """A member of staff's work list."""

    appointments: tuple[Any, ...]
    alerts: FirstAlerts
    sealed: tuple[Waiting, ...]
    emergencies: tuple[ToReview, ...]
    mine: tuple[Line, ...]
    team: tuple[Line, ...]
    waiting: tuple[Line, ...]
    more: bool
    page: int
    messages: int
    held: int
    unsigned: int
    enquiries: int


@dataclass(frozen=True)
class Row:
    couple: Couple
    programme: str
    phase: str
    late: int
    due: int
    flagged: bool


@dataclass(frozen=True)
class Caseload:
    rows: tuple[Row, ...]
    page: Page  # type: ignore[type-arg]
    phase: str
    sought: str
    phases: tuple[tuple[str, str], ...]


def day_of(person: Person, roles: frozenset[str], at: datetime, page: int = 1) -> Day:
    """What is due or late for this person to do, and what partners have not answered."""
    work: Work = due_for_team(
        person, at, roles=roles, state="due", limit=A_PAGE, offset=(page - 1) * A_PAGE
    )
    booked = Booked(booked_for({item.couple for item in work.items}, at))
    lines = [
        Line(item, team_address(item, roles, booked))
        for item in work.items
        if not booked.still_to_come(item, at)
    ]
    held = may_open(reverse("measures-held"), roles)
    counted = _how_many(
        unsigned=drafts_waiting(person),
        enquiries=new_enquiries(person, roles),
        **({"held": held_of(partners_of_caseload(person, roles))} if held else {}),
    )
    return Day(
        appointments=appointments_on(person, timezone.localdate(at)),
        alerts=first_alerts_for(person, roles, at, limit=ALERTS),
        sealed=waiting_for(person, at) if roles & {"therapist", "prescriber"} else (),
        emergencies=openings_to_review(person, roles, at),
        mine=tuple(line for line in lines if _falls_to(line.step) & roles),
        team=tuple(ln for ln in lines if _falls_to(ln.step) and not _falls_to(ln.step) & roles),
        waiting=tuple(line for line in lines if not _falls_to(line.step)),
        more=work.more,
        page=page,
        messages=unread_count(person, roles) if may_open(reverse("messages"), roles) else 0,
        held=counted.get("held", 0),
        unsigned=counted.get("unsigned", 0),
        enquiries=counted.get("enquiries", 0),
    )


def _how_many(**rows: QuerySet[Any]) -> dict[str, int]:
    """How many there are of each, by its word. One query."""
    first, *others = (
        found.order_by().values_list(Value(word)).annotate(Count("pk"))
        for word, found in rows.items()
    )
    return dict(first.union(*others, all=True))


def _falls_to(step: DueStep) -> frozenset[str]:
    """The roles whose work a step is; none for what partners do by themselves."""
    if step.who in STAFF:
        return frozenset({step.who})
    if step.subject == PRIVATE_SCREEN:  # no portal offers it: the team hands it over
        return frozenset({"therapist", "coordinator"})
    if step.kind == "meet":
        seen_by = {"monitor"} if step.subject == "medicine" else set()
        return frozenset({"therapist", "coordinator"} | seen_by)
    return frozenset()


def caseload_of(
    person: Person,
    roles: frozenset[str],
    at: datetime,
    *,
    phase: str = "",
    sought: str = "",
    page: str = "1",
) -> Caseload:
    """The couples this person may open, by name; of one phase, or whose name holds a word."""
    couples = couples_of(person, roles).order_by("name", "id")
    if sought:
        couples = couples.filter(name__icontains=sought)
    if phase in PHASES:
        couples = couples.filter(episodes__phase_now__phase=phase, episodes__closure__isnull=True)
    shown = Paginator(couples, A_PAGE).get_page(page)
    return Caseload(
        rows=_rows(person, roles, list(shown), at),
        page=shown,
        phase=phase,
        sought=sought,
        phases=tuple((key, PHASE_NAMES[key]) for key in PHASES),
    )


def _rows(
    person: Person, roles: frozenset[str], couples: Sequence[Couple], at: datetime
) -> tuple[Row, ...]:
    found: dict[UUID, Any] = phases_of(couple.id for couple in couples)
    counts = counts_by_couple((couple.id for couple in couples), at)
    flagged = couples_with_alerts(person, roles)
    rows = []
    for couple in couples:
        episode, phase = found.get(couple.id, (None, ""))
        title = programme(episode.programme, episode.programme_version).title if episode else ""
        count = counts[couple.id]
        rows.append(
            Row(
                couple=couple,
                programme=title,
                phase=PHASE_NAMES.get(phase, "no course under way"),
                late=count.late,
                due=count.due,
                flagged=couple.id in flagged,
            )
        )
    return tuple(rows)
