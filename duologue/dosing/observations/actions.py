"""Append an observation, or one that stands in for an earlier one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from duologue.calendar.models import Appointment
from duologue.dosing import signals
from duologue.dosing.corrections import must_be_correctable
from duologue.dosing.observations.models import Observation
from duologue.dosing.observations.queries import acts_now
from duologue.people.models import Partner, Person


@transaction.atomic
def observe(
    *,
    id: UUID,
    appointment: Appointment,
    partner: Partner,
    measured_at: datetime,
    values: dict[str, Any],
    corrects: Observation | None = None,
    device: str = "",
    sequence: int | None = None,
    by: Person,
    at: datetime,
) -> Observation:
    """Append a row; the same `id` again returns the first. Always possible, whatever else is not.

    What asks to be acted on now is said to a prescriber at once.
    Refused when it corrects a row of somebody else, or one that was corrected already.
    """
    if corrects is not None:
        corrects = Observation.objects.select_for_update(of=("self",)).get(id=corrects.id)
        must_be_correctable(corrects, id, partner.pk, appointment.pk, called="observation")
    row, fresh = Observation.objects.get_or_create(
        id=id,
        defaults={
            "appointment": appointment,
            "partner": partner,
            "at": measured_at,
            "corrects": corrects,
            "device": device,
            "sequence": sequence,
            "by": by,
            "recorded_at": at,
            **values,
        },
    )
    if fresh:
        for because in acts_now(row):
            signals.acting_now.send(
                Observation, partner=partner, session=appointment, because=because, by=by, at=at
            )
    return row
