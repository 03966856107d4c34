"""What partners and therapists keep while preparing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from duologue.people.models import Couple, Partner, Person
from duologue.people.parting import must_be_together
from duologue.preparation import loader, queries, signals
from duologue.preparation.models import (
    DayTick,
    DayUntick,
    Intention,
    IntentionBroughtBack,
    IntentionPutAway,
    IntentionVersion,
    LessonRead,
    PatternNode,
    PatternVersion,
    Readiness,
)
from duologue.privacy.once import key_for, once, with_words


@dataclass(frozen=True)
class Place:
    """One place of a loop to be kept: side 1 or 2, in the couple's words."""

    side: int
    happens: str
    beneath: str = ""


@transaction.atomic
def read_lesson(*, lesson: str, by: Partner, at: datetime) -> LessonRead:
    read, new = LessonRead.objects.get_or_create(partner=by, lesson=lesson, defaults={"at": at})
    if new:
        signals.lesson_read.send(LessonRead, partner=by, lesson=lesson, by=by.person, at=at)
    return read


@transaction.atomic
def record_intention(*, token: UUID | None, text: str, by: Partner, at: datetime) -> Intention:
    intention, new = once(by.intentions, with_words(token, text), at=at)
    if new:
        IntentionVersion.objects.create(intention=intention, text=text, at=at)
        signals.intention_recorded.send(Intention, partner=by, by=by.person, at=at)
    return intention


@transaction.atomic
def reword_intention(*, intention: Intention, text: str, by: Partner, at: datetime) -> None:
    """A new version; the same words again are not one."""
    Intention.objects.select_for_update().get(pk=intention.pk, partner=by)
    if intention.versions.last().text != text:
        IntentionVersion.objects.create(intention=intention, text=text, at=at)


@transaction.atomic
def put_intention_away(*, intention: Intention, by: Partner, at: datetime) -> None:
    Intention.objects.select_for_update().get(pk=intention.pk, partner=by)
    if not intention.put_aways.filter(brought_back=None).exists():
        IntentionPutAway.objects.create(intention=intention, at=at)


@transaction.atomic
def bring_intention_back(*, intention: Intention, by: Partner, at: datetime) -> None:
    Intention.objects.select_for_update().get(pk=intention.pk, partner=by)
    for put_away in intention.put_aways.filter(brought_back=None):
        IntentionBroughtBack.objects.create(put_away=put_away, at=at)


@transaction.atomic
def tick_day(*, ticked: set[str], by: Partner, at: datetime) -> None:
    """Make the list for the day stand as `ticked` (ids of `day.yaml`)."""
    Partner.objects.select_for_update(no_key=True).get(pk=by.pk)
    now = {tick.item: tick for tick in by.day_ticks.filter(untick=None)}
    known = {item.id for item in loader.day_items()}
    DayTick.objects.bulk_create(
        DayTick(partner=by, item=item, at=at) for item in (ticked & known) - now.keys()
    )
    DayUntick.objects.bulk_create(DayUntick(tick=now[item], at=at) for item in now.keys() - ticked)


class DrawnMeanwhile(ValueError):
    """Somebody kept a newer version since this one was opened."""


@transaction.atomic
def draw_pattern(
    *,
    token: UUID | None,
    couple: Couple,
    after: UUID | None,
    trigger: str,
    centre: str,
    places: Sequence[Place],
    by: Person,
    at: datetime,
) -> PatternVersion:
    """Keep the loop as a new version. `after` is the version it was drawn from.

    DrawnMeanwhile when that is no longer the newest: nobody's drawing is overwritten unseen.
    """
    must_be_together(couple, at)
    Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)
    newest = queries.newest_pattern(couple)
    token = with_words(token, trigger, centre, *places)
    known = couple.pattern_versions.filter(pk=key_for(couple.pk, token)).first()
    if known:
        return known
    if (newest.pk if newest else None) != after:
        raise DrawnMeanwhile("A newer version was kept since you opened this one.")
    version, _ = once(couple.pattern_versions, token, trigger=trigger, centre=centre, by=by, at=at)
    PatternNode.objects.bulk_create(
        PatternNode(
            version=version, place=n, side=one.side, happens=one.happens, beneath=one.beneath
        )
        for n, one in enumerate(places, start=1)
    )
    signals.pattern_drawn.send(PatternVersion, couple=couple, by=by, at=at)
    return version


@transaction.atomic
def find_ready(
    *, token: UUID | None, couple: Couple, words: str, by: Person, at: datetime
) -> Readiness:
    """Say that the couple is ready to begin."""
    ready, new = once(couple.readiness, with_words(token, words), words=words, by=by, at=at)
    if new:
        signals.found_ready.send(Readiness, couple=couple, by=by, at=at)
    return ready
