"""Whose key is in use, and who keeps the escrow."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from duologue.people.models import Person
from duologue.privacy.keys.models import Escrow, EscrowShare, SealingKey


@dataclass(frozen=True)
class ReadyEscrow:
    """An escrow of which both shares were shown: the public halves, in their order."""

    id: UUID
    first: bytes
    second: bytes


@dataclass(frozen=True)
class Holder:
    person: Person
    shown: bool


@dataclass(frozen=True)
class EscrowPage:
    """The newest escrow; `holders` is empty before the first. `mine`: whose share is still to show."""

    escrow: Escrow | None
    holders: tuple[Holder, ...]
    mine: bool

    @property
    def ready(self) -> bool:
        return bool(self.holders) and all(holder.shown for holder in self.holders)


def keys_in_use(people: Iterable[UUID]) -> dict[UUID, SealingKey]:
    """The key of each of these people that has one, by person. One query."""
    rows = SealingKey.objects.filter(person__in=list(people), loss=None).order_by("at", "id")
    return {row.person_id: row for row in rows}


def ready_escrow() -> ReadyEscrow | None:
    """The newest escrow that can be sealed to. Two queries."""
    escrows = list(Escrow.objects.order_by("-at", "-id")[:5])
    shares: dict[UUID, dict[UUID, bytes]] = {}
    for share in EscrowShare.objects.filter(escrow__in=escrows):
        shares.setdefault(share.escrow_id, {})[share.holder_id] = bytes(share.public)
    for escrow in escrows:
        shown = shares.get(escrow.id, {})
        if escrow.first_id in shown and escrow.second_id in shown:
            return ReadyEscrow(escrow.id, shown[escrow.first_id], shown[escrow.second_id])
    return None


def escrow_page(person: Person) -> EscrowPage:
    newest = Escrow.objects.select_related("first", "second").order_by("-at", "-id").first()
    if newest is None:
        return EscrowPage(None, (), False)
    shown = set(newest.shares.values_list("holder", flat=True))
    holders = tuple(Holder(one, one.pk in shown) for one in (newest.first, newest.second))
    mine = any(h.person.pk == person.pk and not h.shown for h in holders)
    return EscrowPage(newest, holders, mine)
