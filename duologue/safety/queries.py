from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Window
from django.db.models.functions import JSONObject

from duologue.people.models import CareTeamMember, Partner, Person, Role, StaffRole
from duologue.people.queries import of_those_treated, partners_of_caseload, roles_of
from duologue.safety import loader, rules
from duologue.safety.models import AdverseEvent, Alert, AlertClosure

# Who watches a session meets only the alerts given to them by name.
READERS = frozenset({Role.THERAPIST.value, Role.PRESCRIBER.value})
SEALED = "private-screen"  # for its owner and the couple's therapist alone
WAITED = timedelta(hours=1)  # far longer than any request waits for another
_OWNERS = [Role.THERAPIST, Role.PRESCRIBER, Role.MONITOR, Role.COORDINATOR]


@dataclass(frozen=True)
class AlertRead:
    id: UUID
    title: str
    todo: str
    source: str
    because: str
    partner_id: UUID
    first_name: str
    side: int
    couple: str
    owner: str
    owner_id: UUID
    raised_at: datetime
    due_at: datetime
    word: str
    done: str
    closed_by: str
    closed_at: datetime | None


@dataclass(frozen=True)
class Alerts:
    open: tuple[AlertRead, ...]
    closed: tuple[AlertRead, ...]


@dataclass(frozen=True)
class Standing:
    """An open alert as a page about its partner says it; `word` is due or late."""

    id: UUID
    title: str
    due_at: datetime
    word: str


@dataclass(frozen=True)
class FirstAlerts:
    """Open alerts by due time; `more` are not shown here, `more_late` of them past their time."""

    shown: tuple[AlertRead, ...]
    more: int
    more_late: int


def alerts_of(person: Person, roles: frozenset[str]) -> QuerySet[Alert]:
    """The alerts this person may open: given to them, or of couples they treat.

    To treat is to be the couple's therapist or prescriber.
    """
    theirs = Q(owner=person)
    if roles & READERS:
        theirs |= of_those_treated("partner", person, ("therapist",))
        theirs |= of_those_treated("partner", person, ("prescriber",)) & ~Q(kind=SEALED)
    return Alert.objects.filter(theirs).select_related("partner__couple", "owner")


def treats(person: Person, alert: Alert) -> bool:
    """Whether this person could take the alert over from its owner."""
    roles = frozenset(roles_of(person))
    return bool(roles & READERS) and alerts_of(person, roles).filter(id=alert.id).exists()


def alerts_for(person: Person, roles: frozenset[str], at: datetime) -> Alerts:
    """Open alerts by due time, and the fifty closed last."""
    closed = alerts_of(person, roles).filter(closure__isnull=False).order_by("-closure__at")
    return Alerts(
        open=open_alerts_for(person, roles, at),
        closed=tuple(_read(a, at, a.closure) for a in closed.select_related("closure__by")[:50]),
    )


def open_alerts_for(person: Person, roles: frozenset[str], at: datetime) -> tuple[AlertRead, ...]:
    """Every open alert by due time: none may be left out for there being many."""
    found = alerts_of(person, roles).filter(closure__isnull=True)
    return tuple(_read(alert, at) for alert in found)


def first_alerts_for(
    person: Person, roles: frozenset[str], at: datetime, *, limit: int
) -> FirstAlerts:
    """The open alerts that are due first, and how many there are in all. One query."""
    found = alerts_of(person, roles).filter(closure__isnull=True)
    late = Count("id", filter=Q(due_at__lt=at))
    counted = found.annotate(of=Window(Count("id")), late=Window(late))[:limit]
    rows = list(counted)
    return FirstAlerts(
        shown=tuple(_read(alert, at) for alert in rows),
        more=rows[0].of - len(rows) if rows else 0,
        more_late=max(0, rows[0].late - len(rows)) if rows else 0,
    )


def with_open_alerts(
    partners: QuerySet[Partner], person: Person, roles: frozenset[str]
) -> QuerySet[Partner]:
    """The same partners, in the same query, with `open_alerts` for `standing`."""
    found = alerts_of(person, roles).filter(partner=OuterRef("pk"), closure__isnull=True)
    told = JSONObject(id="id", kind="kind", due_at="due_at")  # its words lie under a key
    return partners.annotate(open_alerts=ArraySubquery(found.values(told=told)))


def standing(partner: Partner, at: datetime) -> tuple[Standing, ...]:
    """The open alerts about a partner from `with_open_alerts`, by due time."""
    found = []
    for told in partner.open_alerts:  # type: ignore[attr-defined]
        due_at = datetime.fromisoformat(told["due_at"])
        title = loader.kind(told["kind"]).title
        found.append(Standing(UUID(told["id"]), title, due_at, rules.word(due_at, None, at)))
    return tuple(found)


def alert_for(person: Person, roles: frozenset[str], id: UUID, at: datetime) -> AlertRead:
    """Raises Alert.DoesNotExist for what this person may not open."""
    alert = alerts_of(person, roles).select_related("closure__by").get(id=id)
    return _read(alert, at, getattr(alert, "closure", None))


def open_alerts_read(partner: Partner, at: datetime) -> tuple[AlertRead, ...]:
    """The open alerts about one partner, for who helps in an emergency; none of a sealed answer."""
    found = open_alerts(partner).exclude(kind=SEALED)
    found = found.select_related("partner__couple", "owner")
    return tuple(_read(alert, at) for alert in found)


def open_alerts(partner: Partner) -> QuerySet[Alert]:
    """What must be looked at before anything goes on for this partner."""
    return Alert.objects.filter(partner=partner, closure__isnull=True)


def adverse_events(person: Person, roles: frozenset[str], partner_id: UUID) -> list[AdverseEvent]:
    partners = partners_of_caseload(person, roles).filter(id=partner_id)
    events = AdverseEvent.objects.filter(partner__in=partners)
    return list(events.select_related("by", "outcome__by"))


def open_adverse_events(partner: Partner) -> QuerySet[AdverseEvent]:
    """Events that have not ended, as far as anybody wrote down."""
    return AdverseEvent.objects.filter(partner=partner, outcome__isnull=True)


def open_beside(partners: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """These partners with the ids of `events` not ended and `alerts` not closed at `at`: for the gate.

    Also what has a later time by less than `WAITED`: who gives a dose may have waited for it. One of
    a sealed answer is none of them: of that the gate learns by its own word alone.
    """
    begun = AdverseEvent.objects.filter(
        Q(outcome=None) | Q(outcome__at__gt=at), partner=OuterRef("pk"), at__lte=at + WAITED
    )
    raised = Alert.objects.filter(
        Q(closure=None) | Q(closure__at__gt=at), partner=OuterRef("pk"), raised_at__lte=at + WAITED
    ).exclude(kind=SEALED)
    return partners.annotate(
        events=ArraySubquery(begun.order_by().values("pk")),
        alerts=ArraySubquery(raised.order_by().values("pk")),
    )


def clinician_of(partner: Partner) -> Person:
    """Who an alert about this partner goes to: their therapist, else the next of the team.

    Of a couple that nobody treats: to a clinician of the clinic before the office.

    Raises LookupError in a clinic without any staff.
    """
    team = {
        member.role: member.person
        for member in CareTeamMember.objects.filter(
            couple_id=partner.couple_id, end__isnull=True, person__closed_at=None
        )
        .select_related("person")
        .order_by("-at", "-id")
    }
    for role in _OWNERS:
        if role in team:
            return team[role]
    anyone = (
        StaffRole.objects.filter(end__isnull=True, person__closed_at=None)
        .exclude(role=Role.RESEARCHER)
        .select_related("person")
        .order_by("at", "id")
    )
    held = {role.role: role.person for role in reversed(anyone)}
    for role in [*_OWNERS, Role.OPERATOR]:
        if role in held:
            return held[role]
    raise LookupError("nobody works here who could take an alert")


def _title(name: str, because: str) -> str:
    kind = loader.kind(name)
    return f"{kind.title}: {because}" if kind.names_it else kind.title


def _read(alert: Alert, at: datetime, closure: AlertClosure | None = None) -> AlertRead:
    kind = loader.kind(alert.kind)
    return AlertRead(
        id=alert.id,
        title=_title(alert.kind, alert.because),
        todo=kind.todo,
        source=kind.source,
        because=alert.because,
        partner_id=alert.partner_id,
        first_name=alert.partner.first_name,
        side=alert.partner.side,
        couple=alert.partner.couple.name,
        owner=alert.owner.name,
        owner_id=alert.owner_id,
        raised_at=alert.raised_at,
        due_at=alert.due_at,
        word=rules.word(alert.due_at, closure.at if closure else None, at),
        done=closure.done if closure else "",
        closed_by=closure.by.name if closure else "",
        closed_at=closure.at if closure else None,
    )


def couples_with_alerts(person: Person, roles: frozenset[str]) -> frozenset[UUID]:
    """The couples about whose partners an alert is open, as far as this clinician may know."""
    still_open = alerts_of(person, roles).filter(closure__isnull=True)
    return frozenset(still_open.order_by().values_list("partner__couple_id", flat=True))
