"""What the team sees across couples: the work of the day, and the couples by phase."""

from collections.abc import Iterable, Sequence
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
from duologue.contact.queries import unread_of_caseload
from duologue.enquiry.queries import new_enquiries
from duologue.measures.queries import held_of
from duologue.measures.sealed.queries import Waiting, waiting_for
from duologue.notes.queries import drafts_waiting
from duologue.overview.links import Booked, may_open, team_address
from duologue.overview.portal import PHASE_NAMES
from duologue.people.emergency.queries import ToReview, openings_to_review, reviews_waiting
from duologue.people.models import Couple, Person
from duologue.people.queries import couples_of
from duologue.people.roles.queries import offers_waiting
from duologue.programme.loader import programme
from duologue.programme.outline import PHASES, PRIVATE_SCREEN, STAFF
from duologue.programme.queries import DueStep, counts_by_couple, phases_of, work_of
from duologue.safety.access.queries import open_access_alerts
from duologue.safety.queries import FirstAlerts, couples_with_alerts, first_alerts_for
from duologue.web.moments import midnight

A_PAGE = 20
MANY = 100  # nobody needs to know how many more messages are unread
WORK = {"mine": 12, "team": 6, "waiting": 6}  # lines of each group on a page of My day
WATCHES = frozenset({"monitor"})
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
    let_in: int


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
    on = timezone.localdate(at)
    work = work_of(
        person, at, roles=roles, midnight=midnight(on),
        whose=_whose(roles), sizes=WORK, page=page,
    )  # fmt: skip
    found = {item.couple for part in work.values() for item in part.items}
    booked = Booked(booked_for(found, at))
    lines = {
        whose: tuple(
            Line(item, team_address(item, roles, booked))
            for item in part.items
            if not booked.still_to_come(item, at)
        )
        for whose, part in work.items()
    }
    if roles <= WATCHES:  # which questions somebody has not answered is for who asks them
        lines["waiting"] = tuple(one for one in lines["waiting"] if one.step.kind != "answer")
    asked = {
        "unsigned": drafts_waiting(person),
        "enquiries": new_enquiries(person, roles),
        "meant": open_access_alerts(person),
        "offers": offers_waiting(roles).exclude(by=person),
    }
    if roles & {"therapist", "coordinator"}:
        asked["emergencies"] = reviews_waiting(person, roles)
    if may_open(reverse("measures-held"), roles):
        asked["held"] = held_of(person, roles)
    if may_open(reverse("messages"), roles):
        asked["messages"] = unread_of_caseload(person, roles)
    counted = _how_many(**asked)
    return Day(
        appointments=appointments_on(person, on),
        alerts=first_alerts_for(person, roles, at, limit=ALERTS),
        sealed=waiting_for(person, at) if roles & {"therapist", "prescriber"} else (),
        emergencies=openings_to_review(person, roles, at) if counted.get("emergencies") else (),
        **lines,
        more=any(part.more for part in work.values()),
        page=page,
        messages=min(counted.get("messages", 0), MANY),
        held=counted.get("held", 0),
        unsigned=counted.get("unsigned", 0),
        enquiries=counted.get("enquiries", 0),
        let_in=counted.get("meant", 0) + counted.get("offers", 0),
    )


def _how_many(**rows: QuerySet[Any]) -> dict[str, int]:
    """How many there are of each, by its word. One query."""
    first, *others = (
        found.order_by().values_list(Value(word)).annotate(Count("pk"))
        for word, found in rows.items()
    )
    return dict(first.union(*others, all=True))


def _whose(roles: frozenset[str]) -> dict[str, str]:
    """What of the work falls to these roles, and what to others of the team; the rest is for the
    partners. A meeting is booked by the therapist or the coordinator, and one with medicine is the
    monitor's too; what no portal offers the team hands over."""
    staffs, handed = f"who IN {_words(STAFF)}", f"subject = '{PRIVATE_SCREEN}'"
    mine = f"who IN {_words(roles & set(STAFF))}"
    if roles & {"therapist", "coordinator"}:
        mine += f" OR NOT {staffs} AND (kind = 'meet' OR {handed})"
    elif "monitor" in roles:
        mine += f" OR NOT {staffs} AND kind = 'meet' AND subject = 'medicine'"
    return {"mine": mine, "team": f"{staffs} OR kind = 'meet' OR {handed}"}


def _words(some: Iterable[str]) -> str:
    """The program's own words, for SQL; never what somebody typed."""
    return "(" + ", ".join(f"'{word}'" for word in ("", *sorted(some))) + ")"


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
