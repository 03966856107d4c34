from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from duologue.integration.checkin.models import CheckIn
from duologue.people.models import Partner


@dataclass(frozen=True)
class OwnCheckIn:
    on: date
    answers: dict[str, int]
    at: datetime


def checkin_of(partner: Partner, on: date) -> OwnCheckIn | None:
    """How this partner said the day was; None when they did not. For the partner alone."""
    newest = partner.checkins.filter(on=on).last()
    return OwnCheckIn(newest.on, newest.answers, newest.at) if newest else None


def days_of(partner: Partner, *, since: date) -> tuple[OwnCheckIn, ...]:
    """The newest check-in of each day since then, oldest first."""
    newest = {row.on: row for row in partner.checkins.filter(on__gte=since)}
    return tuple(OwnCheckIn(row.on, row.answers, row.at) for row in newest.values())


def in_last_week(partners: Iterable[Partner], on: date) -> QuerySet[CheckIn]:
    """Which check-ins count for "6 of 7 days", the day itself included."""
    since = on - timedelta(days=7)
    return CheckIn.objects.filter(partner__in=partners, on__gt=since, on__lte=on).order_by()
