from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from duologue.consent.models import Signature, Withdrawal
from duologue.measures.sealed.queries import standing_of
from duologue.people.models import Couple, Partner
from duologue.people.parting import parted
from duologue.record.bringing import rules
from duologue.record.bringing.models import Brought, Matter
from duologue.safety.models import Alert
from duologue.sharing.rules import SECOND_THOUGHTS, stands_from
from duologue.sharing.secrets.queries import policy_of
from duologue.sharing.secrets.rules import Holds

AGREEMENT = "confidentiality"
NOT_ABOUT_SAFETY = ("consent-withdrawn", "erasure-asked", "other")


@dataclass(frozen=True)
class MatterRead:
    """Words to bring, what was said about them, and whether they may be brought now."""

    row: Matter
    spoken: tuple[Any, ...]
    may_bring: rules.Open | rules.Closed

    @property
    def open(self) -> bool:
        return isinstance(self.may_bring, rules.Open)


@dataclass(frozen=True)
class BroughtRead:
    id: UUID
    text: str
    by: str
    at: datetime
    stands_from: datetime
    settled: bool


def matters_of(partner: Partner, at: datetime) -> tuple[MatterRead, ...]:
    """For the therapist, newest first."""
    rows = Matter.objects.filter(partner=partner).select_related("by", "brought")
    found = list(rows.prefetch_related("spoken__by"))
    stand = _standing(partner, at) if found else {}
    return tuple(
        MatterRead(row, tuple(row.spoken.all()), rules.may_bring(_facts(row, stand, at)))
        for row in found
    )


def facts_of(matter: Matter, at: datetime) -> rules.Facts:
    return _facts(matter, _standing(matter.partner, at), at)


def brought_for(couple: Couple, at: datetime, *, team: bool = False) -> tuple[BroughtRead, ...]:
    """What the therapist brought, newest first; the couple sees it after the hour. One query."""
    rows = Brought.objects.filter(couple=couple, taken_back__isnull=True).select_related("by")
    if not team:
        rows = rows.filter(at__lte=at - SECOND_THOUGHTS)
    return tuple(
        BroughtRead(
            row.pk, row.text, row.by.name, row.at, stands_from(row.at), stands_from(row.at) <= at
        )
        for row in rows
    )


def _facts(matter: Matter, stand: dict[str, Any], at: datetime) -> rules.Facts:
    spoken = list(matter.spoken.all())  # type: ignore[attr-defined]
    said = [one.word for one in spoken if one.word in (rules.YES, rules.NO)]
    told = [one.at for one in spoken if one.word == rules.TOLD]
    return rules.Facts(
        matter=matter.kind,
        told_on=matter.told_on,
        at=at,
        answer=said[-1] if said else "",
        told_first_at=min(told, default=None),
        brought=hasattr(matter, "brought"),
        **stand,
    )


def _standing(partner: Partner, at: datetime) -> dict[str, Any]:
    couple = partner.couple
    holds = policy_of(couple).holds
    alerts = Alert.objects.filter(partner=partner).exclude(kind__in=NOT_ABOUT_SAFETY)
    return {
        "rule": holds.policy if isinstance(holds, Holds) else "",
        "since": holds.since if isinstance(holds, Holds) else None,
        "withdrawn": _withdrawn(couple),
        "safety_open": alerts.still_open().exists() or standing_of(partner).word == "not clear",
        "parted": parted(couple, at),
    }


def _withdrawn(couple: Couple) -> bool:
    """Whether the newest signature of one of them was taken back."""
    rows = (
        Signature.objects.filter(partner__couple=couple, document=AGREEMENT)
        .order_by("partner_id", "-at", "-id")
        .distinct("partner_id")
        .annotate(back=Exists(Withdrawal.objects.filter(signature=OuterRef("pk"))))
    )
    return any(rows.values_list("back", flat=True))
