"""Record the checks of the day."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from duologue.calendar.models import Appointment
from duologue.dosing import signals
from duologue.dosing.checks.models import DayCheck
from duologue.people.models import Partner, Person


@transaction.atomic
def check(
    *,
    id: UUID,
    appointment: Appointment,
    partner: Partner,
    answers: dict[str, Any],
    by: Person,
    at: datetime,
) -> DayCheck:
    """Keep the day's answers of one partner; the same `id` again returns the first."""
    values = {"appointment": appointment, "partner": partner, "by": by, "at": at, **answers}
    kept, fresh = DayCheck.objects.get_or_create(id=id, defaults=values)
    if fresh:
        signals.day_checked.send(
            DayCheck,
            partner=partner,
            session_number=appointment.session_number,
            source=kept.id,
            by=by,
            at=at,
        )
    return kept
