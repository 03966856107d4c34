"""A calendar to subscribe to: times and places, and a title that tells nothing."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from icalendar import Calendar, Event

from duologue.calendar import actions
from duologue.calendar.models import Appointment, Feed
from duologue.calendar.queries import appointments_of
from duologue.people.models import Person
from duologue.people.queries import clinic, partner_of
from duologue.privacy.principal import set_principal

KEPT_BACK = timedelta(days=60)


def feed_for(token: str) -> tuple[Person, bytes] | None:
    """Whose feed a secret address is, and its iCalendar file; None when there is no such address."""
    feed = (
        Feed.objects.filter(token_digest=actions.digest(token), end__isnull=True)
        .select_related("person")
        .first()
    )
    if feed is None or not feed.person.is_active:
        return None
    set_principal(str(feed.person_id))
    alias = (found := clinic()) and found.alias
    return feed.person, as_ical(_booked_with(feed.person), alias or "Appointment")


def as_ical(appointments: Iterable[Appointment], alias: str) -> bytes:
    """Every title is the clinic's neutral name: who looks over a shoulder learns no more."""
    zone = timezone.get_current_timezone()
    calendar = Calendar()
    calendar.add("prodid", "-//Appointments//EN")
    calendar.add("version", "2.0")
    for appointment in appointments:
        event = Event()
        event.add("uid", str(appointment.id))
        event.add("summary", alias)
        event.add("dtstamp", appointment.at)
        event.add("dtstart", appointment.starts_at.astimezone(zone))
        event.add("dtend", appointment.ends_at.astimezone(zone))
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _booked_with(person: Person) -> Iterable[Appointment]:
    partner = partner_of(person)
    chosen = (
        appointments_of(partner) if partner else Appointment.objects.filter(staff__person=person)
    )
    since = timezone.now() - KEPT_BACK
    return chosen.filter(cancellation__isnull=True, starts_at__gte=since).order_by("starts_at")
