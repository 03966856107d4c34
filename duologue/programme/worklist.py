"""In which order work stands in front of somebody, and what of it fits a page. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

# Late first, then what is due today, then what became due before and may still wait.
LATE, TODAY, BEFORE = range(3)
What = TypeVar("What")


@dataclass(frozen=True, slots=True)
class Pending(Generic[What]):
    """One piece of work; `whose` names the group it stands in."""

    whose: str
    urgency: int
    due_at: datetime
    id: UUID
    of: What


@dataclass(frozen=True, slots=True)
class Part(Generic[What]):
    """What one page shows of a group; `more` says whether another page follows."""

    items: tuple[What, ...]
    more: bool


def laid_out(
    pending: Iterable[Pending[What]], sizes: Mapping[str, int], page: int
) -> dict[str, Part[What]]:
    """Page `page` of each group, so many of it as `sizes` says: what others have to do takes no
    room from what is one's own."""
    groups: dict[str, list[Pending[What]]] = {whose: [] for whose in sizes}
    for one in pending:
        groups[one.whose].append(one)
    parts = {}
    for whose, size in sizes.items():
        mine = sorted(groups[whose], key=lambda one: (one.urgency, one.due_at, one.id))
        start = (page - 1) * size
        shown = tuple(one.of for one in mine[start : start + size])
        parts[whose] = Part(shown, more=len(mine) > start + size)
    return parts
