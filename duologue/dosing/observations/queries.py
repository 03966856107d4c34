"""What stands of one person's observations."""

from duologue.calendar.models import Appointment
from duologue.dosing.observations.models import Observation
from duologue.dosing.observations.rules import signs_standing, standing_in_place
from duologue.people.models import Partner


def signs_of(session: Appointment, partner: Partner) -> tuple[str, ...]:
    """The warning signs that stand: seen, not corrected, and not said to be over."""
    rows = standing_in_place(Observation.objects.filter(appointment=session, partner=partner))
    return signs_standing((row.symptoms, row.over) for row in rows)
