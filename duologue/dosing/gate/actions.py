"""Write that the room is ready, decide a rule, set one aside with a second person."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from duologue.calendar.models import Appointment
from duologue.dosing.gate.decision import Reason
from duologue.dosing.gate.models import GateRuling, GateSecond, RoomReady
from duologue.dosing.gate.queries import hold
from duologue.dosing.gate.reading import reasons_of
from duologue.dosing.reasons import Closed, Refused
from duologue.people.models import Partner, Person
from duologue.people.queries import roles_of
from duologue.people.rules import CLINICAL_ROLES


@transaction.atomic
def make_ready(
    *,
    id: UUID,
    appointment: Appointment,
    prescriber: str,
    oximeter: bool,
    kit_checked: bool,
    observers: int,
    by: Person,
    at: datetime,
) -> RoomReady:
    """What the room was found to hold; the same `id` again returns the first."""
    kept, _ = RoomReady.objects.get_or_create(
        id=id,
        defaults={
            "appointment": appointment, "prescriber": prescriber, "oximeter": oximeter,
            "kit_checked": kit_checked, "observers": observers, "by": by, "at": at,
        },
    )  # fmt: skip
    return kept


@transaction.atomic
def rule_on(
    *,
    id: UUID,
    appointment: Appointment,
    partner: Partner,
    rule: str,
    words: str,
    by: Person,
    at: datetime,
) -> GateRuling:
    """A prescriber's decision on a rule as it stands now. The same `id` again returns the first.

    Refused when the rule is open, or nobody may settle it, or it is not for them to decide.
    """
    hold(partner.couple)
    already = GateRuling.objects.filter(id=id).first()
    if already:
        return already
    reason = _standing_reason(appointment, partner, rule, at)
    if reason.who not in roles_of(by):
        raise Refused(Closed(f"a {reason.who} decides this", f"Ask a {reason.who}"))
    return GateRuling.objects.create(
        id=id, appointment=appointment, partner=partner, rule=rule, words=words, by=by, at=at
    )


@transaction.atomic
def second(*, ruling: GateRuling, by: Person, at: datetime) -> GateSecond:
    """Another clinician agrees; a second time changes nothing. Refused for who ruled themself."""
    hold(ruling.partner.couple)
    already = GateSecond.objects.filter(ruling=ruling).first()
    if already:
        return already
    if ruling.by_id == by.pk:
        raise Refused(Closed("you wrote it yourself", "Ask a colleague to read it and agree"))
    if not CLINICAL_ROLES & roles_of(by):
        raise Refused(Closed("a clinician agrees", "Ask a colleague of the care team"))
    return GateSecond.objects.create(ruling=ruling, by=by, at=at)


def _standing_reason(appointment: Appointment, partner: Partner, rule: str, at: datetime) -> Reason:
    found = next((one for one in reasons_of(partner, appointment, at) if one.rule == rule), None)
    if found is None or not found.shuts:
        raise Refused(Closed("nothing is left to decide there", "Look at the gate again"))
    if not found.may_be_settled:
        raise Refused(Closed(f"{found.reason}: nobody may go past that", found.remedy))
    return found
