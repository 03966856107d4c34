"""An appointment as a page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from duologue.calendar.models import Appointment, AppointmentPartner, AppointmentStaff, Attendance


@dataclass(frozen=True)
class Invited:
    partner: UUID
    name: str
    side: int
    outcome: str


@dataclass(frozen=True)
class Entry:
    """One appointment as a page shows it. `id` is None where only its time may be known."""

    id: UUID | None
    title: str
    starts_at: datetime
    ends_at: datetime
    couple: UUID | None = None
    couple_name: str = ""
    who: tuple[Invited, ...] = ()
    joint: bool = False
    room: str = ""
    staff: tuple[str, ...] = ()
    state: str = "booked"
    kind: str = ""
    session_number: int | None = None

    @property
    def medicine(self) -> bool:
        return self.kind == "medicine"


def with_people(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """The appointments with all that `entry_of` reads, in three queries."""
    came = Attendance.objects.filter(invited=OuterRef("pk")).order_by("-at").values("outcome")[:1]
    invited = AppointmentPartner.objects.select_related("partner").annotate(came=Subquery(came))
    staff = AppointmentStaff.objects.select_related("person").order_by("person__name")
    return appointments.select_related("room", "couple", "cancellation").prefetch_related(
        Prefetch("invited", queryset=invited.order_by("partner__side")),
        Prefetch("staff", queryset=staff),
    )


def entry_of(a: Appointment) -> Entry:
    who = tuple(
        Invited(i.partner_id, i.partner.first_name, i.partner.side, i.came or "")
        for i in a.invited.all()
    )
    staff = tuple(s.person.name for s in a.staff.all())
    return replace(with_whom(a, who), staff=staff, state=_state(a, who))


def with_whom(a: Appointment, who: tuple[Invited, ...]) -> Entry:
    """What, when, where and with whom; couple and room are fetched with it."""
    return replace(
        without_whom(a),
        couple_name=a.couple.name,
        who=who,
        joint=len(who) > 1,
        room=a.room.name if a.room else "",
    )


def without_whom(a: Appointment) -> Entry:
    """What and when."""
    return Entry(
        id=a.id,
        title=a.get_kind_display() + (f" {a.session_number}" if a.session_number else ""),
        starts_at=a.starts_at,
        ends_at=a.ends_at,
        couple=a.couple_id,
        kind=a.kind,
        session_number=a.session_number,
    )


def _state(a: Appointment, who: Iterable[Invited]) -> str:
    if hasattr(a, "cancellation"):
        return "cancelled"
    outcomes = {invited.outcome for invited in who}
    if outcomes == {"arrived"}:
        return "kept"
    return "missed" if "did not come" in outcomes else "booked"
