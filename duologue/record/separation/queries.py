from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duologue.people.models import Couple, Partner, Separation
from duologue.people.rules import Closed, Open
from duologue.record.separation import rules
from duologue.record.separation.models import SpokenWith


@dataclass(frozen=True)
class SeparationPage:
    """For the therapist: who was spoken with, whether it can be recorded, what was recorded."""

    partners: tuple[tuple[Partner, datetime | None], ...]
    may_record: Open | Closed
    separation: Separation | None

    @property
    def open(self) -> bool:
        return isinstance(self.may_record, Open)


def separation_page(couple: Couple, at: datetime) -> SeparationPage:
    partners = tuple(couple.partners.all())
    spoken = spoken_with(partners)
    found = Separation.objects.filter(couple=couple).select_related("by").first()
    return SeparationPage(
        tuple((one, spoken.get(one.pk)) for one in partners),
        rules.may_record(facts_of(partners, spoken, found, at)),
        found,
    )


def spoken_with(partners: tuple[Partner, ...]) -> dict[UUID, datetime]:
    """When each was last spoken with."""
    rows = SpokenWith.objects.filter(partner__in=partners).values_list("partner_id", "at")
    return dict(rows)


def facts_of(
    partners: tuple[Partner, ...],
    spoken: dict[UUID, datetime],
    found: Separation | None,
    at: datetime,
) -> rules.Facts:
    return rules.Facts(frozenset(one.pk for one in partners), spoken, found is not None, at)
