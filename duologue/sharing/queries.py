from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duologue.people.models import Couple, Partner
from duologue.sharing.models import Release


@dataclass(frozen=True)
class Shared:
    """Words in the shared room. `read`: the other partner has seen them; until then they can go."""

    id: UUID
    kind: str
    title: str
    text: str
    author_id: UUID
    author: str
    side: int
    at: datetime
    read: bool


def shared_for(couple: Couple) -> tuple[Shared, ...]:
    """What stands in this couple's shared room, newest first; one query."""
    found = (
        Release.objects.filter(couple=couple, taken_back__isnull=True)
        .select_related("author", "read")
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
            read=hasattr(one, "read"),
        )
        for one in found
    )


def release_of(author: Partner, release_id: UUID) -> Release | None:
    """One's own release that still stands in the shared room."""
    return Release.objects.filter(pk=release_id, author=author, taken_back__isnull=True).first()
