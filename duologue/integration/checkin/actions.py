from datetime import date, datetime

from django.db import transaction

from duologue.integration import signals
from duologue.integration.checkin.models import CheckIn
from duologue.people.models import Partner


@transaction.atomic
def check_in(*, on: date, answers: dict[str, int], by: Partner, at: datetime) -> CheckIn:
    """Keep how the day was; the same answers again are the same check-in."""
    Partner.objects.select_for_update(no_key=True).get(pk=by.pk)
    newest = by.checkins.filter(on=on).last()
    if newest is not None and newest.answers == answers:
        return newest
    kept = CheckIn.objects.create(partner=by, on=on, answers=answers, at=at)
    if newest is None:
        signals.checked_in.send(CheckIn, partner=by, by=by.person, at=at)
    return kept
