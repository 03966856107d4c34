"""What the kept checks of a day say against giving anything."""

from collections.abc import Sequence

from django.utils import timezone

from duologue.calendar.models import Appointment
from duologue.dosing.checks import rules
from duologue.dosing.checks.models import DayCheck
from duologue.dosing.limits import limits
from duologue.dosing.reasons import Closed
from duologue.people.models import Partner
from duologue.programme.models import Episode
from duologue.programme.projection import written

FOOD_HOURS, DRINK_HOURS = 4.0, 2.0  # where the couple has no programme
VITALS = ("systolic", "diastolic", "heart_rate", "spo2")


def findings_of(
    session: Appointment, checks: Sequence[DayCheck], episode: Episode | None
) -> tuple[tuple[Closed, ...], ...]:
    """The findings of each of these checks of one session, in their order. No query."""
    if not checks:
        return ()
    own = written(episode).limits if episode else None
    food = own.food_hours.value if own else FOOD_HOURS
    drink = own.drink_hours.value if own else DRINK_HOURS
    return tuple(_findings(session, check, food, drink) for check in checks)


def latest_check(session: Appointment, partner: Partner) -> DayCheck | None:
    """The latest checks of this person, as corrected; a recheck stands in for those before."""
    rows = DayCheck.objects.filter(appointment=session, partner=partner)
    return rows.filter(correction__isnull=True).last()


def _findings(
    session: Appointment, check: DayCheck, food_hours: float, drink_hours: float
) -> tuple[Closed, ...]:
    facts = rules.Facts(
        vitals={name: getattr(check, name) for name in VITALS},
        last_food_at=timezone.localtime(check.last_food_at),
        last_drink_at=timezone.localtime(check.last_drink_at),
        starts_at=timezone.localtime(session.starts_at),
        food_hours=food_hours,
        drink_hours=drink_hours,
        pregnancy=check.pregnancy,
        alcohol_or_drugs=check.alcohol_or_drugs,
    )
    return rules.findings(facts, limits().day)
