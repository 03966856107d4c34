"""Closing a course: drafts, signature, copies; and the couple's plan."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from duologue.followup import signals
from duologue.followup.models import Closing, ClosingCopy, ClosingDraft, ClosingPart, Plan
from duologue.followup.queries import letter_of
from duologue.followup.rules import copy_for
from duologue.people.models import Couple, Partner, Person
from duologue.people.parting import must_be_together
from duologue.privacy.once import once, with_words
from duologue.programme.models import Episode
from duologue.web import pdf

TEMPLATE = "followup/closing.typ"


@transaction.atomic
def write_closing(
    *,
    token: UUID | None,
    couple: Couple,
    episode: Episode | None,
    joint: str,
    next: str,
    parts: dict[Partner, str],
    by: Person,
    at: datetime,
) -> ClosingDraft:
    """Keep the draft as a new version."""
    draft, new = once(
        couple.closing_drafts,
        with_words(token, joint, next, *parts.values()),
        episode=episode,
        joint=joint,
        next=next,
        by=by,
        at=at,
    )
    if new:
        ClosingPart.objects.bulk_create(
            ClosingPart(draft=draft, partner=partner, text=text) for partner, text in parts.items()
        )
    return draft


@transaction.atomic
def sign_closing(*, draft: ClosingDraft, by: Person, at: datetime) -> Closing:
    """Sign a draft: the PDFs are made once and kept. A course signed before is returned as it is."""
    couple = Couple.objects.select_for_update(no_key=True).get(pk=draft.couple_id)
    signed = couple.closings.filter(episode=draft.episode).first()
    if signed:
        return signed
    closing = Closing.objects.create(
        draft=draft, couple=couple, episode=draft.episode, by=by, at=at
    )
    letter = letter_of(draft, signed_by=by.name, at=at)
    for partner in [*couple.partners.all(), None]:
        kept = pdf.render(TEMPLATE, copy_for(letter, partner.side if partner else None))
        ClosingCopy.objects.create(
            closing=closing, partner=partner, pdf=kept, sha256=sha256(kept).hexdigest(), at=at
        )
    signals.closing_signed.send(Closing, couple=couple, episode=draft.episode, by=by, at=at)
    return closing


@transaction.atomic
def close_course(*, couple: Couple, episode: Episode | None, by: Person, at: datetime) -> None:
    """End the course; no questionnaire is asked any more."""
    signals.course_closed.send(Closing, couple=couple, episode=episode, by=by, at=at)


@transaction.atomic
def write_plan(
    *,
    token: UUID | None,
    couple: Couple,
    early_signs: str,
    what_helps: str,
    whom_to_call: str,
    booster: str,
    by: Person,
    at: datetime,
) -> Plan:
    """Keep the plan as a new version; both partners see it."""
    must_be_together(couple, at)
    plan, _ = once(
        couple.plans,
        with_words(token, early_signs, what_helps, whom_to_call, booster),
        early_signs=early_signs,
        what_helps=what_helps,
        whom_to_call=whom_to_call,
        booster=booster,
        by=by,
        at=at,
    )
    return plan
