"""Which prescriber is told at once of what happens in a medicine session."""

from django.db.models import Case, IntegerField, Value, When

from duologue.calendar.models import Appointment
from duologue.dosing.orders.models import Order
from duologue.people.models import CareTeamMember, Partner, Person, Role


def prescriber_for(session: Appointment, partner: Partner) -> Person | None:
    """Who is booked for the session, else who signed its order, else of the care team, else any.

    None in a clinic without a prescriber. One query.
    """
    orders = Order.objects.filter(partner=partner, session_number=session.session_number)
    team = CareTeamMember.objects.filter(couple_id=partner.couple_id, end=None)
    nearest = Case(
        When(appointments__appointment=session, then=Value(0)),
        When(pk__in=orders.filter(cancellation=None).values("by"), then=Value(1)),
        When(pk__in=team.filter(role=Role.PRESCRIBER).values("person"), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    here = Person.objects.filter(
        closed_at=None, staff_roles__role=Role.PRESCRIBER, staff_roles__end=None
    )
    return here.annotate(nearest=nearest).order_by("nearest", "name", "id").first()
