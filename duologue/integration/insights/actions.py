from datetime import datetime
from uuid import UUID

from django.db import transaction

from duologue.integration import signals
from duologue.integration.insights.models import (
    FirstNote,
    Insight,
    InsightBroughtBack,
    InsightPutAway,
    InsightVersion,
)
from duologue.people.models import Partner
from duologue.privacy.once import once, with_words


@transaction.atomic
def keep_first_note(*, token: UUID | None, text: str, by: Partner, at: datetime) -> FirstNote:
    note, new = once(by.first_notes, with_words(token, text), text=text, at=at)
    if new:
        signals.first_note_kept.send(FirstNote, partner=by, by=by.person, at=at)
    return note


@transaction.atomic
def keep_insight(*, token: UUID | None, text: str, by: Partner, at: datetime) -> Insight:
    insight, new = once(by.insights, with_words(token, text), at=at)
    if new:
        InsightVersion.objects.create(insight=insight, text=text, at=at)
        signals.insight_kept.send(Insight, partner=by, by=by.person, at=at)
    return insight


@transaction.atomic
def reword_insight(*, insight: Insight, text: str, by: Partner, at: datetime) -> None:
    """A new version; the same words again are not one."""
    Insight.objects.select_for_update().get(pk=insight.pk, partner=by)
    if insight.versions.last().text != text:
        InsightVersion.objects.create(insight=insight, text=text, at=at)


@transaction.atomic
def put_insight_away(*, insight: Insight, by: Partner, at: datetime) -> None:
    Insight.objects.select_for_update().get(pk=insight.pk, partner=by)
    if not insight.put_aways.filter(brought_back=None).exists():
        InsightPutAway.objects.create(insight=insight, at=at)


@transaction.atomic
def bring_insight_back(*, insight: Insight, by: Partner, at: datetime) -> None:
    Insight.objects.select_for_update().get(pk=insight.pk, partner=by)
    for put_away in insight.put_aways.filter(brought_back=None):
        InsightBroughtBack.objects.create(put_away=put_away, at=at)
