from datetime import datetime

from django.db import transaction
from django.utils import timezone

from duologue.calendar.actions import cancel
from duologue.calendar.models import Appointment
from duologue.people.models import Couple, Partner, Person, Separation
from duologue.programme.actions import close_episode
from duologue.programme.queries import current_episode
from duologue.record.rules import must
from duologue.record.separation import rules
from duologue.record.separation.models import SeparationCarriedOut, SpokenWith
from duologue.record.separation.queries import facts_of, spoken_with

BECAUSE = "The couple has separated"


@transaction.atomic
def speak_with(*, partner: Partner, by: Person, at: datetime) -> SpokenWith:
    """Write down that this partner was spoken with, alone."""
    return SpokenWith.objects.create(partner=partner, by=by, at=at)


@transaction.atomic
def record_separation(*, couple: Couple, by: Person, at: datetime) -> Separation:
    """Record it, for a noon to come. Raises `NotPossible`; there is no undoing."""
    Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)
    partners = tuple(couple.partners.all())
    found = Separation.objects.filter(couple=couple).first()
    decision = rules.may_record(facts_of(partners, spoken_with(partners), found, at))
    must(decision)
    effective = rules.takes_effect(timezone.localtime(at))
    return Separation.objects.create(couple=couple, effective_at=effective, by=by, at=at)


@transaction.atomic
def carry_out(*, separation: Separation, by: Person | None, at: datetime) -> bool:
    """End what is joint, once its time has come; False before, and when it is done already.

    The course closes, so nothing joint is due; meetings of the two are cancelled. Agreements end
    and suitability falls by the separation itself, wherever they are read.
    """
    if at < separation.effective_at:
        return False
    _, first = SeparationCarriedOut.objects.get_or_create(
        separation=separation, defaults={"at": at}
    )
    if not first:
        return False
    recorder = by or separation.by
    if episode := current_episode(separation.couple):
        close_episode(episode=episode, outcome=BECAUSE, by=recorder, at=at)
    coming = Appointment.objects.filter(
        couple=separation.couple, starts_at__gt=at, cancellation__isnull=True
    )
    for appointment in coming:
        if appointment.invited.count() > 1:
            cancel(appointment=appointment, reason=BECAUSE, by=recorder, at=at)
    return True


@transaction.atomic
def carry_out_all(*, at: datetime) -> int:
    """Every separation whose time has come; how many."""
    waiting = Separation.objects.filter(effective_at__lte=at, carried_out__isnull=True)
    return sum(
        carry_out(separation=one, by=None, at=at) for one in waiting.select_related("couple", "by")
    )
