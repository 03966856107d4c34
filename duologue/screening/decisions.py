"""What the prescriber decided about a person, and the therapist about a couple."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, DateTimeField, OuterRef, QuerySet, Value
from django.db.models.functions import JSONObject
from django.utils.timezone import localdate

from duologue.people.models import Couple, Partner, Separation
from duologue.screening import rules
from duologue.screening.models import Clearance, NotNow, Suitability, SuitabilityDecision


@dataclass(frozen=True)
class DecisionRead:
    """A decision about clearance or suitability, as the team reads it."""

    id: UUID
    word: str
    title: str
    text: str
    plan: str
    until: date | None
    release_at: datetime
    by: str
    at: datetime
    revoked: str = ""


def decisions_of(
    partner: Partner, on: date
) -> tuple[rules.Open | rules.Closed, tuple[DecisionRead, ...]]:
    """How clearance stands on that day, and every decision, the newest first. Two queries."""
    clearances, not_nows = _decisions(partner)
    read = [*map(_cleared, clearances), *map(_not_now, not_nows)]
    newest_first = tuple(sorted(read, key=lambda decision: decision.at, reverse=True))
    return _standing(clearances, not_nows, on), newest_first


def clearance_standing(partner: Partner, on: date) -> rules.Open | rules.Closed:
    """Whether this person is cleared on that day, with the reason: for the gate and the team."""
    return _standing(*_decisions(partner), on)


def current_clearance(partner: Partner, on: date) -> Clearance | None:
    """The clearance that holds on that day, if one does."""
    clearances, not_nows = _decisions(partner)
    holds = isinstance(_standing(clearances, not_nows, on), rules.Open)
    return clearances[0] if holds else None


def decided_beside(partners: QuerySet[Any]) -> QuerySet[Any]:
    """These partners with what `clearance_in` and `suitability_in` read. No words of a decision."""
    cleared = Clearance.objects.filter(partner=OuterRef("pk")).order_by()
    not_now = NotNow.objects.filter(partner=OuterRef("pk")).order_by()
    decided = Suitability.objects.filter(couple=OuterRef("couple")).order_by()
    parting = Separation.objects.filter(couple=OuterRef("couple")).order_by()
    return partners.annotate(
        cleared=ArraySubquery(
            cleared.values(one=JSONObject(at="at", until="expires_on", revoked="revocation__at"))
        ),
        not_nows=ArraySubquery(not_now.values("at")),
        decided=ArraySubquery(decided.values(one=JSONObject(at="at", decision="decision"))),
        partings=ArraySubquery(parting.values("effective_at")),
    )


def clearance_in(partner: Any, on: date) -> rules.Open | rules.Closed:
    """As `clearance_standing`, of a partner of `decided_beside`. No query."""
    cleared = [
        (
            datetime.fromisoformat(row["at"]),
            date.fromisoformat(row["until"]),
            datetime.fromisoformat(row["revoked"]) if row["revoked"] else None,
        )
        for row in partner.cleared
    ]
    return _cleared_on(on, cleared, partner.not_nows)


def suitability_in(partner: Any, on: date) -> rules.Open | rules.Closed:
    """As `suitability_standing`, of the couple of such a partner. No query."""
    decided = [(row["decision"], datetime.fromisoformat(row["at"])) for row in partner.decided]
    return _suitable_on(on, decided, partner.partings)


def suitability_decisions(couple: Couple) -> tuple[DecisionRead, ...]:
    return tuple(_suitability(row) for row in _suitabilities(couple))


def suitability_standing(couple: Couple, on: date) -> rules.Open | rules.Closed:
    decided = [(row.decision, row.at) for row in _suitabilities(couple)]
    partings = Separation.objects.filter(couple=couple).values_list("effective_at", flat=True)
    return _suitable_on(on, decided, partings)


def _suitable_on(
    on: date, decided: Iterable[tuple[str, datetime]], partings: Iterable[datetime]
) -> rules.Open | rules.Closed:
    found = [
        rules.Decided(decision == SuitabilityDecision.SUITABLE, at) for decision, at in decided
    ]
    # What was decided about the two says nothing about one of them.
    found += [rules.Decided(False, at) for at in partings if localdate(at) <= on]
    return rules.standing(found, on)


def _suitabilities(couple: Couple) -> list[Suitability]:
    return list(Suitability.objects.filter(couple=couple).select_related("by"))


def _decisions(partner: Partner) -> tuple[list[Clearance], list[NotNow]]:
    clearances = Clearance.objects.filter(partner=partner).select_related("by", "revocation")
    return list(clearances), list(NotNow.objects.filter(partner=partner).select_related("by"))


def _standing(
    clearances: Sequence[Clearance], not_nows: Sequence[NotNow], on: date
) -> rules.Open | rules.Closed:
    cleared = []
    for row in clearances:
        revocation = getattr(row, "revocation", None)
        cleared.append((row.at, row.expires_on, revocation.at if revocation else None))
    return _cleared_on(on, cleared, [row.at for row in not_nows])


def _cleared_on(
    on: date,
    cleared: Iterable[tuple[datetime, date, datetime | None]],
    not_nows: Iterable[datetime],
) -> rules.Open | rules.Closed:
    """`cleared`: when each was signed, until when it holds, and when it was revoked."""
    decided = [rules.Decided(False, at) for at in not_nows]
    decided += [rules.Decided(True, *one) for one in cleared]
    return rules.standing(decided, on)


def _cleared(row: Clearance) -> DecisionRead:
    revocation = getattr(row, "revocation", None)
    return DecisionRead(
        id=row.id,
        word="withdrawn" if revocation else "clear",
        title="Cleared",
        text=row.conditions or "no conditions",
        plan="",
        until=row.expires_on,
        release_at=row.release_at,
        by=row.by.name,
        at=row.at,
        revoked=revocation.reason if revocation else "",
    )


def _not_now(row: NotNow) -> DecisionRead:
    return DecisionRead(
        row.id, "not now", "Not now", row.reason, row.plan, row.review_on, row.release_at,
        row.by.name, row.at,
    )  # fmt: skip


def _suitability(row: Suitability) -> DecisionRead:
    suitable = row.decision == SuitabilityDecision.SUITABLE
    return DecisionRead(
        row.id, "clear" if suitable else "not now", row.get_decision_display(), row.reason,
        row.plan, row.review_on, row.release_at, row.by.name, row.at,
    )  # fmt: skip


ENDING_SOON = timedelta(days=14)


def clearances_of(partners: Sequence[Partner], on: date) -> dict[UUID, tuple[str, str]]:
    """How each partner's clearance stands, for the team: ("until 3 Mar", "open"). One query."""
    nothing: dict[str, Any] = {
        "until": Value(None, output_field=DateField()),
        "ended": Value(None, output_field=DateTimeField()),
    }
    no, yes = Value(False), Value(True)
    rows = (
        Clearance.objects.filter(partner__in=partners)
        .order_by()
        .values_list("partner_id", yes, "at", "expires_on", "revocation__at")
        .union(
            NotNow.objects.filter(partner__in=partners)
            .order_by()
            .values_list("partner_id", no, "at", nothing["until"], nothing["ended"]),
            all=True,
        )
    )
    decided: dict[UUID, list[rules.Decided]] = {partner.pk: [] for partner in partners}
    for partner_id, *decision in rows:
        decided[partner_id].append(rules.Decided(*decision))
    told = {}
    for partner in partners:
        standing = rules.standing(decided[partner.pk], on)
        if isinstance(standing, rules.Closed):
            told[partner.pk] = (standing.reason, standing.word)
        elif standing.until and standing.until - on <= ENDING_SOON:
            days = (standing.until - on).days
            told[partner.pk] = (f"ends in {days} day{'' if days == 1 else 's'}", "soon")
        else:
            until = standing.until
            told[partner.pk] = (f"until {until.day} {until:%b %Y}" if until else "clear", "open")
    return told
