"""What changes an episode. Each locks its row, writes, and rebuilds what is pending.
A step that should still wait can be finished all the same: what happened is recorded."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from duologue.people.models import Couple, Partner, Person
from duologue.people.parting import must_be_together
from duologue.privacy.principal import as_system
from duologue.programme import rules
from duologue.programme.loader import programme as programme_called
from duologue.programme.models import (
    Anchor,
    Episode,
    EpisodeClosure,
    EpisodeDosed,
    JointStepDone,
    JointStepSkipped,
    JointStepUndone,
    PartnerStepDone,
    PartnerStepSkipped,
    PartnerStepUndone,
)
from duologue.programme.outline import Step
from duologue.programme.projection import (
    Taking,
    facts_of,
    partners_in,
    rebuild,
    written,
)

Finished = PartnerStepDone | JointStepDone


class NotInCourse(LookupError):
    """The programme has no such step for that partner, or no such date."""


class AlreadyUnderWay(ValueError):
    """The couple has an episode that is not closed."""


@transaction.atomic
def start_episode(
    *,
    couple: Couple,
    programme: str,
    dosed: Sequence[Partner],
    by: Person | None,
    at: datetime,
    version: str | None = None,
) -> Episode:
    """Begin a course. `dosed` are the partners who take medicine, first turn first.

    LookupError for an unknown programme; AlreadyUnderWay; ValueError when `dosed` does not fit.
    """
    must_be_together(couple, at)
    Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)
    outline = programme_called(programme, version)
    if Episode.objects.filter(couple=couple, closure__isnull=True).exists():
        raise AlreadyUnderWay("This couple has a course under way; close it first.")
    wanted = {"individual": (1,), "workshop": (1, 2)}.get(outline.format, (2,))
    if len({p.pk for p in dosed}) not in wanted or any(p.couple_id != couple.pk for p in dosed):
        number = " or ".join("one partner" if n == 1 else "both partners" for n in wanted)
        raise ValueError(f"“{outline.title}” is for {number} of the couple; choose who is dosed.")
    episode = Episode.objects.create(
        couple=couple, programme=outline.id, programme_version=outline.version, started_at=at, by=by
    )
    EpisodeDosed.objects.bulk_create(
        EpisodeDosed(episode=episode, partner=partner, turn=turn)
        for turn, partner in enumerate(dosed, start=1)
    )
    rebuild(episode, at=at)
    return episode


def finish_step(
    *,
    episode: Episode,
    partner: Partner | None,
    step: str,
    by: Person | None,
    at: datetime,
    source: uuid.UUID | None = None,
) -> Finished:
    """Say that a step was done; one already done is returned as it is. NotInCourse."""
    with transaction.atomic():
        taking = _lock(episode)
        found = _finish(episode, taking, partner, step, by=by, at=at, source=source)
        rebuild(episode, at=at, taking=taking)
        return found


@transaction.atomic
def finish_steps(
    *,
    episode: Episode,
    steps: Iterable[tuple[Partner | None, str, datetime]],
    by: Person | None,
    at: datetime,
) -> None:
    """Many finished steps at once, each with its time: for imports and the demo clinic."""
    taking = _lock(episode)
    own = PartnerStepDone.objects.filter(episode=episode).values_list("partner_id", "step")
    joint = JointStepDone.objects.filter(episode=episode).values_list("step", flat=True)
    known = {*own, *((None, step) for step in joint)}
    new: dict[object, Finished] = {}
    for whose, step, when in steps:
        if (place := (whose and whose.pk, step)) in known:
            _finish(episode, taking, whose, step, by=by, at=when)
        else:
            new.setdefault(place, _row(episode, taking, whose, step, nth=1, by=by, at=when))
    for model in (PartnerStepDone, JointStepDone):
        model.objects.bulk_create(row for row in new.values() if isinstance(row, model))
    rebuild(episode, at=at, taking=taking)


@transaction.atomic
def finish_first(
    *,
    episode: Episode,
    partner: Partner | None,
    subject: str,
    by: Person | None,
    at: datetime,
    kind: str | None = None,
    session: int | None = None,
    source: uuid.UUID | None = None,
) -> Finished | None:
    """Finish the step this act belongs to; None when the course does not ask for it now.

    Of several, an answer counts for the one that opened last, anything else for the first in the
    course. What was met or recorded counts even for a step that is still blocked. The same
    `source` (the row that made it happen) twice, or nothing left to finish, returns what is done.
    """
    taking = _lock(episode)
    with as_system():
        states = rules.course(written(episode), facts_of(episode, at, taking))
    slots = (taking.side_of.get(partner.pk, ""),) if partner else ("couple", "team")
    fitting = [
        s
        for s in states
        if s.slot in slots
        and s.of.subject == subject
        and kind in (None, s.of.kind)
        and session in (None, s.of.session)
    ]
    rows = _rows(partner).filter(episode=episode, undone__isnull=True)
    if source and (known := rows.filter(source=source).first()):
        return known
    chosen = rules.counts_for(fitting, at)
    if chosen is None:
        finished = [s.step for s in fitting if s.state == "done"]
        return rows.filter(step__in=finished).order_by("-at").first() if finished else None
    found = _finish(episode, taking, partner, chosen.step, by=by, at=at, source=source)
    rebuild(episode, at=at, taking=taking)
    return found


@transaction.atomic
def skip_step(
    *,
    episode: Episode,
    partner: Partner | None,
    step: str,
    reason: str,
    by: Person | None,
    at: datetime,
) -> None:
    """Leave a step out, so that it holds up nothing. Twice is harmless. NotInCourse."""
    taking = _lock(episode)
    who = _place(episode, taking, partner, step).who
    values = {"who": who, "reason": reason, "at": at, "by": by}
    if partner:
        PartnerStepSkipped.objects.get_or_create(
            partner=partner, episode=episode, step=step, defaults=values
        )
    else:
        JointStepSkipped.objects.get_or_create(episode=episode, step=step, defaults=values)
    rebuild(episode, at=at)


@transaction.atomic
def undo_finish(*, done: Finished, reason: str, by: Person | None, at: datetime) -> None:
    """Take back that a step was done. The row stays; twice is harmless."""
    _lock(done.episode)
    undone = PartnerStepUndone if isinstance(done, PartnerStepDone) else JointStepUndone
    undone.objects.get_or_create(done=done, defaults={"reason": reason, "at": at, "by": by})
    rebuild(done.episode, at=at)


@transaction.atomic
def set_anchor(
    *,
    episode: Episode,
    name: str,
    moment: datetime | None,
    by: Person | None,
    at: datetime,
) -> None:
    """Set or move a date the course counts from; None takes it back. NotInCourse.

    Naming a `last-session` ends the course there: later sessions are skipped.
    """
    _lock(episode)
    count = written(episode).sessions
    known = {"last-session", "end-of-treatment", *(f"session:{n}" for n in range(1, count + 1))}
    if name not in known:
        raise NotInCourse(f"This course has no date “{name}”; it has {', '.join(sorted(known))}.")
    rows = Anchor.objects.filter(episode=episode, name=name)
    latest = rows.order_by("nth").last()
    if latest is None or latest.at != moment:
        Anchor.objects.create(
            episode=episode,
            name=name,
            at=moment,
            nth=latest.nth + 1 if latest else 1,
            recorded_at=at,
            by=by,
        )
        rebuild(episode, at=at)


@transaction.atomic
def close_episode(*, episode: Episode, outcome: str, by: Person | None, at: datetime) -> None:
    """End the episode: nothing is due any more. Twice is harmless."""
    _lock(episode)
    EpisodeClosure.objects.get_or_create(
        episode=episode, defaults={"outcome": outcome, "at": at, "by": by}
    )
    rebuild(episode, at=at)


@transaction.atomic
def refresh(*, episode: Episode, at: datetime) -> None:
    """Work out again what is pending, when a partner has joined or rows were imported."""
    _lock(episode)
    rebuild(episode, at=at)


def _lock(episode: Episode) -> Taking:
    Episode.objects.select_for_update(no_key=True).get(pk=episode.pk)
    return partners_in(episode)


def _rows(partner: Partner | None):  # type: ignore[no-untyped-def]
    own = PartnerStepDone.objects.filter(partner=partner)
    return own if partner else JointStepDone.objects.all()


def _place(episode: Episode, taking: Taking, partner: Partner | None, key: str) -> Step:
    """The step, if the programme has it for this partner (None: for the couple or the team)."""
    outline = written(episode)
    try:
        step = outline.step(key)
    except KeyError:
        raise NotInCourse(f"“{outline.title}” has no step “{key}”.") from None
    slots = rules.slots_of(step, outline.format, taking.sides, taking.dosed)
    slot = taking.side_of.get(partner.pk, "") if partner else ("team" if step.staff else "couple")
    if slot not in slots:
        whose = "each partner" if partner is None else "the couple or another partner"
        raise NotInCourse(f"“{key}” is a step of {whose}; say whose it is.")
    return step


def _finish(
    episode: Episode,
    taking: Taking,
    partner: Partner | None,
    key: str,
    *,
    by: Person | None,
    at: datetime,
    source: uuid.UUID | None = None,
) -> Finished:
    rows = _rows(partner).filter(episode=episode, step=key)
    earlier = list(rows.select_related("undone").order_by("nth"))
    for known in earlier:
        if not hasattr(known, "undone"):
            return known
    row = _row(episode, taking, partner, key, nth=len(earlier) + 1, by=by, at=at, source=source)
    row.save(force_insert=True)
    return row


def _row(
    episode: Episode, taking: Taking, partner: Partner | None, key: str, **values: Any
) -> Finished:
    who = _place(episode, taking, partner, key).who
    if partner is None:
        return JointStepDone(episode=episode, step=key, who=who, **values)
    return PartnerStepDone(episode=episode, partner=partner, step=key, who=who, **values)
