"""What the team reads of the own room of both partners: how often, never what."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import DateField, DateTimeField, IntegerField, Value
from django.utils import timezone

from duologue.integration.checkin.queries import in_last_week
from duologue.integration.practices.queries import practised_until, standing_on
from duologue.integration.practices.rules import Chosen, Standing, summary
from duologue.people.models import Partner


def own_rooms_of(partners: Iterable[Partner], on: date) -> dict[UUID, tuple[str, str]]:
    """("6 of 7 days", "2 living, 1 fading") by partner id: check-ins, practices. One query."""
    days = {partner.pk: 0 for partner in partners}
    standings: dict[UUID, list[Standing]] = {pk: [] for pk in days}
    no_day: Any = Value(None, output_field=DateField())
    practices = practised_until(on).filter(partner__in=days).order_by()
    found = practices.values_list(
        "partner_id", "per_week", "began_on", "until", "end__at", "done_on"
    ).union(
        in_last_week(days, on)
        .values_list("partner_id")
        .annotate(
            per_week=Value(None, output_field=IntegerField()), began_on=no_day, until=no_day,
            ended=Value(None, output_field=DateTimeField()), days=ArrayAgg("on", distinct=True),
        ),
        all=True,
    )  # fmt: skip
    for partner, per_week, began_on, until, ended, seen in found:
        if per_week is None:
            days[partner] = len(seen)
        else:
            over = timezone.localdate(ended) if ended else None
            chosen = Chosen(per_week, began_on, until, over)
            standings[partner].append(standing_on(on, seen, chosen))
    return {pk: (f"{n} of 7 days", summary(standings[pk])) for pk, n in days.items()}
