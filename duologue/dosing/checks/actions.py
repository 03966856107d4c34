"""Record the checks of the day."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from duologue.calendar.models import Appointment
from duologue.dosing import signals
from duologue.dosing.administration.over import say_if_over
from duologue.dosing.checks.models import DayCheck
from duologue.dosing.corrections import must_be_correctable
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


@transaction.atomic
def correct(
    *, id: UUID, corrects: DayCheck, answers: dict[str, Any], because: str, by: Person, at: datetime
) -> DayCheck:
    """A row that stands in for a wrong one, which stays; the same `id` again returns the first.

    The checks keep their time. Refused when they were corrected already.
    """
    wrong = DayCheck.objects.select_for_update(of=("self",)).get(id=corrects.id)
    must_be_correctable(wrong, id, corrects.partner_id, corrects.appointment_id)
    values = {
        "appointment_id": wrong.appointment_id,
        "partner_id": wrong.partner_id,
        "at": wrong.at,
        "corrects": wrong,
        "because": because,
        "corrected_at": at,
        "by": by,
        **answers,
    }
    kept, fresh = DayCheck.objects.get_or_create(id=id, defaults=values)
    if fresh and kept.weight_kg != wrong.weight_kg:
        say_if_over(kept.appointment, kept.partner, by=by, at=at)
    return kept
