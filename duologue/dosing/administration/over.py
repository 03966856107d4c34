"""More than was ordered, as it turns out when a dose or the weight of the day is corrected."""

from datetime import datetime

from duologue.calendar.models import Appointment
from duologue.dosing import signals
from duologue.dosing.administration.models import Administration
from duologue.dosing.administration.queries import order_facts
from duologue.dosing.administration.rules import over_the_order
from duologue.dosing.checks.queries import latest_check
from duologue.dosing.orders.models import Order
from duologue.people.models import Partner, Person


def over_in(session: Appointment, partner: Partner) -> tuple[str, ...]:
    """In what more was given in this session than was ordered, by the weight of the day."""
    check = latest_check(session, partner)
    given = Administration.objects.filter(appointment=session, partner=partner)
    orders = Order.objects.filter(id__in=given.values("order"))
    weight = check.weight_kg if check else None
    return tuple(said for one in orders for said in over_the_order(order_facts(one), weight))


def say_if_over(session: Appointment, partner: Partner, *, by: Person, at: datetime) -> None:
    """After a correction: what is over the order now is said to a prescriber at once."""
    if found := over_in(session, partner):
        signals.over_the_order.send(
            Administration, partner=partner, session=session, because="; ".join(found), by=by, at=at
        )
