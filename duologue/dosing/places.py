"""Who is where: the sessions a member of staff may open, and the partners who are dosed in one."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from duologue.calendar.models import Appointment, AppointmentStaff
from duologue.dosing.orders.models import Order
from duologue.people.models import Partner, Person
from duologue.people.queries import couples_of
from duologue.programme.models import Episode
from duologue.programme.projection import partners_in, written
from duologue.programme.rules import slots_of

CLINICAL = ("therapist", "prescriber", "monitor")


def sessions_of(person: Person, roles: frozenset[str]) -> QuerySet[Appointment]:
    """Medicine sessions of the couples this person treats, and those they were assigned to."""
    treated = couples_of(person, roles - {"coordinator"})
    assigned = AppointmentStaff.objects.filter(person=person).values("appointment")
    return Appointment.objects.filter(
        Q(couple__in=treated) | Q(id__in=assigned), kind="medicine"
    ).select_related("couple", "room", "cancellation")


def partners_at(session: Appointment) -> tuple[Partner, ...]:
    """Everybody of the couple who is invited, by side; `ordered` where an order is for this session."""
    orders = Order.objects.filter(partner=OuterRef("pk"), session_number=session.session_number)
    return tuple(
        Partner.objects.filter(invited_to__appointment=session)
        .annotate(ordered=Exists(orders))
        .select_related("couple")
        .order_by("side")
    )


def dosed_at(
    session: Appointment, present: tuple[Partner, ...], episode: Episode | None
) -> frozenset[UUID]:
    """Of those present, the partners this session is a dose for; `episode` is the one under way.

    The programme says it; an order for the session says it too. With neither, everybody.
    """
    ordered = frozenset(p.pk for p in present if p.ordered)  # type: ignore[attr-defined]
    if episode is None:
        return ordered or frozenset(p.pk for p in present)
    outline = written(episode)
    step = next(
        (
            s
            for s in outline.steps
            if s.subject == "administration" and s.session == session.session_number
        ),
        None,
    )
    if step is None:
        return ordered
    taking = partners_in(episode, present)
    slots = slots_of(step, outline.format, taking.sides, taking.dosed)
    return ordered | {p.pk for p in present if str(p.side) in slots}
