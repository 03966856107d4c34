from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count

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


def checkins_in_last_week(partners: Iterable[Partner], on: date) -> dict[UUID, str]:
    """ "6 of 7 days" by partner id, the day itself included. One query for all; for the team."""
    told = {partner.pk: 0 for partner in partners}
    found = (
        CheckIn.objects.filter(partner__in=told, on__gt=on - timedelta(days=7), on__lte=on)
        .order_by()
        .values_list("partner")
        .annotate(days=Count("on", distinct=True))
    )
    return {partner: f"{days} of 7 days" for partner, days in {**told, **dict(found)}.items()}
