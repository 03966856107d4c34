from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    Max,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.utils import timezone

from duologue.contact.models import Message, MessageRead, SafeContact
from duologue.contact.rules import Wish
from duologue.people.models import Partner, Person
from duologue.people.queries import (
    by_those_treated,
    of_caseload,
    of_those_treated,
    partner_of,
    sees_everybody,
)
from duologue.people.rules import CLINICAL_ROLES

A_PAGE = 30


@dataclass(frozen=True)
class Line:
    """One message as it stands in a thread; `mine` when the reader wrote it."""

    id: UUID
    author: str
    from_partner: bool
    mine: bool
    body: str
    at: datetime


@dataclass(frozen=True)
class Said:
    """One page of a thread, oldest first; page 1 has the latest. `earlier`: page + 1 has some."""

    lines: tuple[Line, ...]
    page: int
    earlier: bool


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


@dataclass(frozen=True)
class Threads:
    """One page of threads; `more` says whether another page follows."""

    lines: tuple[Thread, ...]
    page: int
    more: bool


def asks_again(partner: Partner, on: date) -> bool:
    """Whether how to reach this partner was last said, or said to be right, before that day."""
    last = SafeContact.objects.filter(partner=partner).aggregate(at=Max("at"))["at"]
    return last is None or timezone.localdate(last) < on


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


def thread_for(person: Person, partner: Partner, *, page: int = 1) -> Said:
    """What was said between this partner and the team, thirty messages a page. One query."""
    start = (page - 1) * A_PAGE
    found = Message.objects.filter(partner=partner).select_related("author").order_by("-at", "-id")
    rows = list(found[start : start + A_PAGE + 1])
    lines = tuple(
        Line(
            id=message.pk,
            author=message.author.name,
            from_partner=message.author_id == partner.person_id,
            mine=message.author_id == person.pk,
            body=message.body,
            at=message.at,
        )
        for message in reversed(rows[:A_PAGE])
    )
    return Said(lines, page, earlier=len(rows) > A_PAGE)


def unread_for(person: Person, roles: frozenset[str] | None = None) -> tuple[Unread, ...]:
    """What `person` has not opened yet: a partner in their own thread, staff across their caseload.

    For staff only what partners wrote counts.
    """
    partner = partner_of(person) if roles is None else None
    if partner is not None:
        found = _unread_by(person).filter(partner=partner)
    else:
        found = unread_of_caseload(person, roles)
    return tuple(
        Unread(
            message_id=message.pk,
            partner_id=message.partner_id,
            partner=message.partner.first_name,
            side=message.partner.side,
            couple=message.partner.couple.name,
            at=message.at,
        )
        for message in found.select_related("partner__couple")
    )


def threads_for(person: Person, roles: frozenset[str], *, page: int = 1) -> Threads:
    """The threads of one's caseload: unread first, then the latest. Two queries."""
    unread = Q(author=F("partner__person"), read_by_me__id=None)
    found = (
        Message.objects.filter(of_caseload("partner__couple", person, roles))
        .alias(read_by_me=FilteredRelation("reads", condition=Q(reads__by=person)))
        .order_by()
        .values_list("partner_id")
        .annotate(unread=Count("id", filter=unread), last_at=Max("at"))
        .order_by(Case(When(unread=0, then=1), default=0), "-last_at", "partner_id")
    )
    start = (page - 1) * A_PAGE
    rows = list(found[start : start + A_PAGE + 1])
    of = Partner.objects.select_related("couple").in_bulk([id for id, _, _ in rows[:A_PAGE]])
    lines = tuple(Thread(of[id], n, last_at) for id, n, last_at in rows[:A_PAGE])
    return Threads(lines, page, more=len(rows) > A_PAGE)


def _unread_by(person: Person) -> QuerySet[Message]:
    read = MessageRead.objects.filter(message=OuterRef("pk"), by=person)
    return Message.objects.exclude(author=person).filter(~Exists(read))


def unread_of_caseload(person: Person, roles: frozenset[str] | None) -> QuerySet[Message]:
    """Only what partners wrote: what a colleague answered is nobody's to open."""
    unread = _unread_by(person)
    if sees_everybody(person, roles):
        return unread.filter(author=F("partner__person"))
    return unread.filter(
        of_those_treated("partner", person, CLINICAL_ROLES),
        by_those_treated("author", person, CLINICAL_ROLES),
    )
