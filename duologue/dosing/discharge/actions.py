"""Let a person go home."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from duologue.calendar.models import Appointment
from duologue.dosing import signals
from duologue.dosing.administration.models import Administration
from duologue.dosing.discharge import rules
from duologue.dosing.discharge.models import Discharge
from duologue.dosing.limits import limits
from duologue.dosing.observations.models import RANGES, Observation
from duologue.dosing.observations.rules import met, signs_standing, standing_in_place
from duologue.dosing.reasons import Closed, Refused
from duologue.people.models import Partner, Person
from duologue.programme.projection import written
from duologue.programme.queries import current_episode

VITALS = ("systolic", "diastolic", "heart_rate", "spo2")


@transaction.atomic
def discharge(
    *,
    id: UUID,
    appointment: Appointment,
    partner: Partner,
    padss: int,
    criteria: dict[str, bool],
    escort: str,
    next_contact_at: datetime,
    left_because: str = "",
    by: Person,
    at: datetime,
) -> Discharge:
    """Sign that one partner goes home now; a second time returns the first.

    Refused with every unmet criterion, unless `left_because` says why they left all the same:
    then a prescriber is told at once.
    """
    Partner.objects.select_for_update(no_key=True, of=("self",)).get(pk=partner.pk)
    already = Discharge.objects.filter(appointment=appointment, partner=partner).first()
    if already:
        return already
    open_still = unmet(
        appointment=appointment, partner=partner, padss=padss, criteria=criteria, escort=escort,
        next_contact_at=next_contact_at, at=at,
    )  # fmt: skip
    if open_still and not left_because.strip():
        raise Refused(*open_still)
    gone = Discharge.objects.create(
        id=id,
        appointment=appointment,
        partner=partner,
        padss=padss,
        criteria=criteria,
        escort=escort,
        next_contact_at=next_contact_at,
        unmet=[closed.reason for closed in open_still],
        left_because=left_because if open_still else "",
        by=by,
        at=at,
    )
    if gone.unmet:
        because = f"{'; '.join(gone.unmet)}. Left because: {gone.left_because.strip()}"
        signals.left_with_something_open.send(
            Discharge, partner=partner, session=appointment, because=because,
            by=by, at=at,
        )  # fmt: skip
    signals.discharged.send(
        Discharge,
        partner=partner,
        session_number=appointment.session_number,
        source=gone.id,
        by=by,
        at=at,
    )
    return gone


def unmet(
    *,
    appointment: Appointment,
    partner: Partner,
    padss: int | None,
    criteria: dict[str, bool],
    escort: str,
    next_contact_at: datetime | None,
    at: datetime,
) -> tuple[Closed, ...]:
    """Every criterion not met as it stands now; nothing is written or locked.

    What a form could not read is None, and is left to the form to say.
    """
    own, episode = limits().discharge, current_episode(partner.couple)
    last = (
        Administration.objects.filter(
            appointment=appointment, partner=partner, correction__isnull=True, dose_mg__gt=0
        )
        .select_related("order")
        .last()
    )
    minutes = own.minutes[last.order.drug if last else "racemic"]
    if episode:
        minutes = max(minutes, int(written(episode).limits.discharge_minutes.value))
    rows = standing_in_place(Observation.objects.filter(appointment=appointment, partner=partner))
    facts = rules.Facts(
        at=at,
        last_dose_at=last.at if last else None,
        minutes=minutes,
        apart_minutes=own.apart_minutes,
        padss_needed=own.padss,
        padss=padss,
        criteria=criteria,
        escort=escort,
        next_contact_at=next_contact_at,
        vitals=[_vitals_of(row) for row in rows],
        signs=signs_standing((row.symptoms, row.over) for row in rows),
    )
    return rules.unmet(facts)


def _vitals_of(row: Observation) -> rules.Vitals:
    values = {name: getattr(row, name) for name in (*RANGES, "symptoms")}
    complete = all(values[name] is not None for name in VITALS)
    return rules.Vitals(row.at, complete, not met(values, limits().observations), row.moaas)
