from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from duologue.people.models import Couple, Partner, Person
from duologue.screening import history, rules
from duologue.screening.models import (
    Clearance,
    ClearanceRevocation,
    HistorySubmission,
    HistoryVersion,
    NotNow,
    Suitability,
    SuitabilityDecision,
    Vitals,
)
from duologue.screening.signals import clearance_signed, history_submitted, suitability_signed


class NotComplete(Exception):
    """The history still lacks a screen; the message names it."""


@transaction.atomic
def save_history(
    *, partner: Partner, screen: Mapping[str, Any], by: Person, at: datetime
) -> HistoryVersion:
    """Follow the last version with one that has this screen's answers in it.

    An unchanged screen, sent again, makes no new version. The lock is on the partner's own row, so
    two tabs lose nothing of each other.
    """
    Partner.objects.select_for_update(no_key=True, of=("self",)).get(id=partner.id)
    last = history.latest(partner)
    answers = history.merged(last.answers if last else {}, screen)
    if last and last.answers == answers:
        return last
    after = max(at, last.at + timedelta(microseconds=1)) if last else at
    return HistoryVersion.objects.create(partner=partner, answers=answers, at=after)


@transaction.atomic
def submit_history(*, partner: Partner, by: Person, at: datetime) -> HistorySubmission:
    """Send the last version to the team; twice is once. Raises NotComplete."""
    version = history.latest(partner)
    lacking = history.lacking(version.answers if version else {})
    if version is None or lacking:
        raise NotComplete(f"Not answered yet: {', '.join(screen.title for screen in lacking)}.")
    submission, new = HistorySubmission.objects.get_or_create(version=version, defaults={"at": at})
    if new:
        history_submitted.send(HistoryVersion, version=version, by=by, at=at)
    return submission


@transaction.atomic
def record_vitals(
    *, id: UUID, partner: Partner, by: Person, at: datetime, **reading: Any
) -> Vitals:
    vitals, _ = Vitals.objects.get_or_create(
        id=id, defaults={"partner": partner, **reading, "by": by, "at": at}
    )
    return vitals


@transaction.atomic
def sign_clearance(
    *,
    id: UUID,
    partner: Partner,
    expires_on: date,
    conditions: str,
    by: Person,
    at: datetime,
) -> Clearance:
    """Clear one person until a date; sent twice it is signed once."""
    clearance, new = Clearance.objects.get_or_create(
        id=id,
        defaults={
            "partner": partner,
            "expires_on": expires_on,
            "conditions": conditions,
            "release_at": rules.release_at(localtime(at)),
            "by": by,
            "at": at,
        },
    )
    if new:
        clearance_signed.send(Clearance, clearance=clearance, by=by, at=at)
    return clearance


@transaction.atomic
def revoke_clearance(
    *, clearance: Clearance, reason: str, by: Person, at: datetime
) -> ClearanceRevocation:
    Clearance.objects.select_for_update(of=("self",)).get(id=clearance.id)
    revocation, _ = ClearanceRevocation.objects.get_or_create(
        clearance=clearance, defaults={"reason": reason, "by": by, "at": at}
    )
    return revocation


@transaction.atomic
def decide_not_now(
    *,
    id: UUID,
    partner: Partner,
    reason: str,
    plan: str,
    review_on: date | None,
    by: Person,
    at: datetime,
) -> NotNow:
    decided, _ = NotNow.objects.get_or_create(
        id=id,
        defaults={
            "partner": partner,
            "reason": reason,
            "plan": plan,
            "review_on": review_on,
            "release_at": rules.release_at(localtime(at)),
            "by": by,
            "at": at,
        },
    )
    return decided


@transaction.atomic
def decide_suitability(
    *,
    id: UUID,
    couple: Couple,
    decision: str,
    reason: str,
    plan: str,
    review_on: date | None,
    by: Person,
    at: datetime,
) -> Suitability:
    suitability, new = Suitability.objects.get_or_create(
        id=id,
        defaults={
            "couple": couple,
            "decision": decision,
            "reason": reason,
            "plan": plan,
            "review_on": review_on,
            "release_at": rules.release_at(localtime(at)),
            "by": by,
            "at": at,
        },
    )
    if new and decision == SuitabilityDecision.SUITABLE.value:
        suitability_signed.send(Suitability, suitability=suitability, by=by, at=at)
    return suitability
