from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from duologue.integration import signals
from duologue.integration.practices.models import (
    Practice,
    PracticeDone,
    PracticeEnd,
    PracticeUndone,
)
from duologue.people.models import Partner
from duologue.privacy.once import once, with_words


@transaction.atomic
def choose_practice(
    *,
    token: UUID | None,
    what: str,
    per_week: int,
    until: date | None,
    insight: UUID | None,
    on: date,
    by: Partner,
    at: datetime,
) -> Practice:
    """A practice that begins on `on`, perhaps made from an insight of the partner's own."""
    own = by.insights.filter(pk=insight).first() if insight else None
    practice, new = once(
        by.practices,
        with_words(token, what, per_week, until),
        what=what,
        per_week=per_week,
        until=until,
        insight=own,
        began_on=on,
        at=at,
    )
    if new:
        signals.practice_chosen.send(Practice, partner=by, by=by.person, at=at)
    return practice


@transaction.atomic
def tick(*, practice: Practice, on: date, by: Partner, at: datetime) -> None:
    """Practised on this day; ticking twice is one tick."""
    Practice.objects.select_for_update().get(pk=practice.pk, partner=by)
    if not practice.done.filter(on=on, undone=None).exists():
        PracticeDone.objects.create(practice=practice, on=on, at=at)


@transaction.atomic
def untick(*, practice: Practice, on: date, by: Partner, at: datetime) -> None:
    Practice.objects.select_for_update().get(pk=practice.pk, partner=by)
    for done in practice.done.filter(on=on, undone=None):
        PracticeUndone.objects.create(done=done, at=at)


@transaction.atomic
def end_practice(*, practice: Practice, by: Partner, at: datetime) -> None:
    Practice.objects.select_for_update().get(pk=practice.pk, partner=by)
    PracticeEnd.objects.get_or_create(practice=practice, defaults={"at": at})
