from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from duologue.contact.models import Message, MessageRead, SafeContact
from duologue.contact.rules import Wish
from duologue.people.models import Partner, Person
from duologue.people.queries import partner_of, partners_of_caseload


@dataclass(frozen=True)
class Line:
    """One message as it stands in a thread; `mine` when the reader wrote it."""

    author: str
    from_partner: bool
    mine: bool
    body: str
    at: datetime


@dataclass(frozen=True)
class Unread:
    """A message its reader has not opened, and whose thread it is in."""

    message_id: UUID
    partner_id: UUID
    partner: str
    side: int
    couple: str
    at: datetime


@dataclass(frozen=True)
class Thread:
    """One partner's thread on the team's page of messages."""

    partner: Partner
    unread: int
    last_at: datetime


def safe_contact(partner: Partner) -> SafeContact | None:
    """What a partner last said about how to reach them."""
    return SafeContact.objects.filter(partner=partner).order_by("-at", "-id").first()


def wish_of(partner: Partner) -> Wish | None:
    return wishes_of([partner]).get(partner.pk)


def wishes_of(partners: Iterable[Partner]) -> dict[object, Wish]:
    """The latest safe contact of each partner who gave one; one query."""
    latest = (
        SafeContact.objects.filter(partner__in=[one.pk for one in partners])
        .order_by("partner_id", "-at", "-id")
        .distinct("partner_id")
    )
    return {one.partner_id: Wish(one.channel, one.address, one.hours, one.alias) for one in latest}


def thread_for(person: Person, partner: Partner) -> tuple[Line, ...]:
    """Everything said between this partner and the team, oldest first."""
    return tuple(
        Line(
            author=message.author.name,
            from_partner=message.author_id == partner.person_id,
            mine=message.author_id == person.pk,
            body=message.body,
            at=message.at,
        )
        for message in Message.objects.filter(partner=partner).select_related("author")
    )


def unread_for(person: Person, roles: frozenset[str] | None = None) -> tuple[Unread, ...]:
    """What `person` has not opened yet: a partner in their own thread, staff across their caseload.

    For staff only what partners wrote counts.
    """
    partner = partner_of(person) if roles is None else None
    if partner is not None:
        found = _unread_by(person).filter(partner=partner)
    else:
        found = _unread_by(person).filter(
            partner__in=partners_of_caseload(person, roles),
            author__partner_in__isnull=False,
        )
    return tuple(
        Unread(
            message_id=message.pk,
            partner_id=message.partner_id,
            partner=message.partner.first_name,
            side=message.partner.side,
            couple=message.partner.couple.name,
            at=message.at,
        )
        for message in found.select_related("partner__couple").distinct()
    )


def threads_for(person: Person, roles: frozenset[str]) -> tuple[Thread, ...]:
    """The threads of one's caseload: unread first, then the latest."""
    unread: dict[object, int] = {}
    for one in unread_for(person, roles):
        unread[one.partner_id] = unread.get(one.partner_id, 0) + 1
    caseload = partners_of_caseload(person, roles)
    latest = dict(
        Message.objects.filter(partner__in=caseload.values("pk"))
        .order_by("partner_id", "-at")
        .distinct("partner_id")
        .values_list("partner_id", "at")
    )
    threads = [
        Thread(partner, unread.get(partner.pk, 0), latest[partner.pk])
        for partner in caseload.filter(pk__in=list(latest))
    ]
    return tuple(sorted(threads, key=lambda one: (one.unread == 0, -one.last_at.timestamp())))


def _unread_by(person: Person) -> QuerySet[Message]:
    read = MessageRead.objects.filter(message=OuterRef("pk"), by=person)
    return Message.objects.exclude(author=person).filter(~Exists(read))
