from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from duologue.people.models import Partner
from duologue.sharing.models import Release
from duologue.sharing.rules import SECOND_THOUGHTS, stands_from


@dataclass(frozen=True)
class Shared:
    """Words in the shared room. `settled`: both see them, and they can no longer be taken back."""

    id: UUID
    kind: str
    title: str
    text: str
    author_id: UUID
    author: str
    side: int
    at: datetime
    stands_from: datetime
    settled: bool


def shared_for(partner: Partner, at: datetime) -> tuple[Shared, ...]:
    """What this partner sees in the shared room, newest first; one query.

    Their own words at once, the other's when the time for second thoughts is over.
    """
    seen = Q(author=partner) | Q(at__lte=at - SECOND_THOUGHTS)
    found = (
        Release.objects.filter(seen, couple_id=partner.couple_id, taken_back__isnull=True)
        .select_related("author")
        .order_by("-at", "-id")
    )
    return tuple(
        Shared(
            id=one.pk,
            kind=one.kind,
            title=one.title,
            text=one.text,
            author_id=one.author_id,
            author=one.author.first_name,
            side=one.author.side,
            at=one.at,
            stands_from=stands_from(one.at),
            settled=stands_from(one.at) <= at,
        )
        for one in found
    )


def release_of(author: Partner, release_id: UUID) -> Release | None:
    """One's own release that still stands in the shared room."""
    return Release.objects.filter(pk=release_id, author=author, taken_back__isnull=True).first()
