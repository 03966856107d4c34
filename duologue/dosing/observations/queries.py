"""What stands of one person's observations."""

from duologue.calendar.models import Appointment
from duologue.dosing.limits import limits
from duologue.dosing.observations.models import RANGES, Observation
from duologue.dosing.observations.rules import signs_standing, standing_in_place, to_act_on_now
from duologue.people.models import Partner


def signs_of(session: Appointment, partner: Partner) -> tuple[str, ...]:
    """The warning signs that stand: seen, not corrected, and not said to be over."""
    rows = standing_in_place(Observation.objects.filter(appointment=session, partner=partner))
    return signs_standing((row.symptoms, row.over) for row in rows)


def acts_now(row: Observation) -> tuple[str, ...]:
    """What this one observation asks somebody to act on now, in words. No query."""
    values = {name: getattr(row, name) for name in (*RANGES, "symptoms")}
    return tuple(one.title for one in to_act_on_now(values, limits().observations))
