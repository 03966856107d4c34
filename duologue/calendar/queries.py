"""Pages of the calendar; each starts from the person who looks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import JSONObject, RowNumber, TruncDate
from django.utils import timezone

from duologue.calendar.entries import (
    Entry,
    Invited,
    entry_of,
    with_people,
    with_whom,
    without_whom,
)
from duologue.calendar.models import (
    Appointment,
    AppointmentMove,
    AppointmentPartner,
    AppointmentStaff,
    Feed,
    Room,
)
from duologue.people.models import Couple, Partner, Person, StaffRole
from duologue.people.queries import of_caseload
from duologue.web.moments import midnight

A_DAY = 8  # appointments of one day that a page of the calendar shows
BOOKS = ("therapist", "prescriber", "monitor", "coordinator")


@dataclass(frozen=True)
class Day:
    date: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Week:
    days: tuple[Day, ...]
    monday: date
    before: date
    after: date
    view: str
    room: str
    rooms: tuple[tuple[str, str], ...]
    page: int
    more: bool


@dataclass(frozen=True)
class Move:
    starts_at: datetime
    ends_at: datetime
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class AppointmentPage:
    entry: Entry
    booked_by: str
    booked_at: datetime
    moves: tuple[Move, ...]
    cancelled_at: datetime | None
    cancelled_by: str
    cancelled_because: str


@dataclass(frozen=True)
class RoomLine:
    id: UUID
    name: str
    closed_at: datetime | None


def appointments_of(partner: Partner) -> QuerySet[Appointment]:
    """What this partner may know of: their own appointments and the joint ones they are in."""
    invited = AppointmentPartner.objects.filter(partner=partner).values("appointment")
    return Appointment.objects.filter(id__in=invited)


def appointments_in_reach(
    person: Person, roles: frozenset[str] | None = None
) -> QuerySet[Appointment]:
    """What a member of staff may open: their couples' appointments, and those they are in."""
    assigned = AppointmentStaff.objects.filter(person=person).values("appointment")
    return Appointment.objects.filter(of_caseload("couple", person, roles) | Q(id__in=assigned))


def week_of(
    person: Person,
    roles: frozenset[str],
    day: date,
    *,
    view: str = "mine",
    room: str = "",
    page: int = 1,
) -> Week:
    """Monday to Sunday around `day`: "mine", "caseload", or "rooms" (with only the time of
    appointments this person may not open). Page 1 has the first `A_DAY` of each day, page 2 the
    next."""
    monday = day - timedelta(days=day.weekday())
    starts, ends = (midnight(monday + timedelta(days=n)) for n in (0, 7))
    reach = appointments_in_reach(person, roles)
    chosen = Appointment.objects.filter(
        starts_at__gte=starts, starts_at__lt=ends, cancellation__isnull=True
    )
    if view == "mine":
        chosen = chosen.filter(staff__person=person)
    elif view == "rooms":
        chosen = chosen.filter(room__isnull=False)
        chosen = chosen.filter(room_id=room) if room else chosen
    else:
        chosen = chosen.filter(id__in=reach.values("id"))
    place = Window(RowNumber(), partition_by=TruncDate("starts_at"), order_by=["starts_at", "id"])
    last = page * A_DAY
    # Of what this person may not open, no more than room and time is asked for.
    found = list(
        chosen.select_related("room")
        .annotate(place=place)
        .filter(place__gt=last - A_DAY, place__lte=last + 1)
    )
    shown = [a for a in found if a.place <= last]
    theirs = {a.id: a for a in with_people(reach.filter(id__in=[a.id for a in shown]))}
    entries = [entry_of(theirs[a.id]) if a.id in theirs else _only_taken(a) for a in shown]
    days = []
    for n in range(7):
        today = monday + timedelta(days=n)
        own = tuple(e for e in entries if timezone.localdate(e.starts_at) == today)
        days.append(Day(today, own))
    rooms = tuple((str(r.id), r.name) for r in open_rooms())
    week = timedelta(days=7)
    return Week(
        tuple(days),
        monday,
        monday - week,
        monday + week,
        view,
        room,
        rooms,
        page,
        more=len(found) > len(shown),
    )


def appointment_page(appointment: Appointment) -> AppointmentPage:
    """Everything of one appointment, for the team; it was fetched through their reach."""
    loaded = with_people(Appointment.objects.filter(pk=appointment.pk)).select_related(
        "by", "room", "couple", "cancellation__by"
    )[0]
    moves = AppointmentMove.objects.filter(appointment=appointment).select_related("by")
    cancelled = getattr(loaded, "cancellation", None)
    return AppointmentPage(
        entry=entry_of(loaded),
        booked_by=loaded.by.name,
        booked_at=loaded.at,
        moves=tuple(
            Move(m.starts_at, m.ends_at, m.reason, m.by.name, m.at) for m in moves.order_by("at")
        ),
        cancelled_at=cancelled and cancelled.at,
        cancelled_by=cancelled.by.name if cancelled else "",
        cancelled_because=cancelled.reason if cancelled else "",
    )


def coming_for(partner: Partner, at: datetime, *, limit: int = 20) -> tuple[Entry, ...]:
    """This partner's next appointments, soonest first; cancelled ones are gone."""
    coming = appointments_of(partner).filter(ends_at__gte=at, cancellation__isnull=True)
    return tuple(entry_of(a) for a in with_people(coming)[:limit])


def day_of(person: Person, day: date) -> tuple[Entry, ...]:
    """What a member of staff is booked for on one day: what, when, where, with whom. One query."""
    invited = AppointmentPartner.objects.filter(appointment=OuterRef("pk"))
    named = invited.order_by("partner__side").values(
        one=JSONObject(
            partner="partner_id",
            name="partner__first_name",
            side="partner__side",
            outcome=Value(""),
        )
    )
    booked = Appointment.objects.filter(
        staff__person=person,
        starts_at__gte=midnight(day),
        starts_at__lt=midnight(day + timedelta(days=1)),
        cancellation__isnull=True,
    )
    found = booked.select_related("couple", "room").annotate(named=ArraySubquery(named))
    return tuple(with_whom(a, _invited(a.named)) for a in found)


def _invited(named: Iterable[dict[str, Any]]) -> tuple[Invited, ...]:
    return tuple(Invited(**{**one, "partner": UUID(one["partner"])}) for one in named)


def session_starts(couple: Couple, number: int) -> datetime | None:
    """When a couple's medicine session of that number is booked to begin, if it is."""
    booked = Appointment.objects.filter(
        couple=couple, kind="medicine", session_number=number, cancellation__isnull=True
    )
    return booked.order_by("-at").values_list("starts_at", flat=True).first()


def open_rooms() -> QuerySet[Room]:
    return Room.objects.filter(closure__isnull=True)


def room_lines() -> tuple[RoomLine, ...]:
    rooms = Room.objects.select_related("closure")
    return tuple(
        RoomLine(r.id, r.name, r.closure.at if hasattr(r, "closure") else None) for r in rooms
    )


def staff_to_book() -> QuerySet[Person]:
    """Everybody who can be booked for an appointment."""
    roles = StaffRole.objects.filter(end__isnull=True, role__in=BOOKS)
    return Person.objects.filter(id__in=roles.values("person"), closed_at=None).order_by("name")


def care_team_ids(couple: Couple) -> dict[UUID, frozenset[str]]:
    """Who treats this couple now, and as what."""
    found: dict[UUID, frozenset[str]] = {}
    for person, role in couple.care_team.filter(end=None).values_list("person_id", "role"):
        found[person] = found.get(person, frozenset()) | {role}
    return found


def room_used_last(couple: Couple) -> UUID | None:
    """The room that was booked last for this couple, if it can still be booked."""
    rooms = Appointment.objects.filter(couple=couple, room__isnull=False, room__closure=None)
    return rooms.order_by("-at", "id").values_list("room_id", flat=True).first()


def feed_of(person: Person) -> Feed | None:
    return Feed.objects.filter(person=person, end__isnull=True).first()


def _only_taken(a: Appointment) -> Entry:
    room = a.room.name if a.room else ""
    return Entry(None, "Taken", a.starts_at, a.ends_at, room=room, state="booked")


LATELY = timedelta(days=60)


def booked_for(couples: Collection[UUID], at: datetime) -> tuple[Entry, ...]:
    """What was or is booked for these couples, from sixty days back on: for the team. One query."""
    found = Appointment.objects.filter(
        couple__in=couples, cancellation__isnull=True, starts_at__gte=at - LATELY
    )
    return tuple(without_whom(a) for a in found)


def course_of_appointments(couple: Couple) -> tuple[Entry, ...]:
    """Every appointment of a couple that was not cancelled, by time: for the team. One query."""
    booked = Appointment.objects.filter(couple=couple, cancellation__isnull=True)
    return tuple(without_whom(a) for a in booked)
