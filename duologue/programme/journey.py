"""A partner's way through the course, read from their own rows and the shared ones."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery

from duologue.people.models import Couple, Partner
from duologue.programme import rules
from duologue.programme.models import (
    Anchor,
    Episode,
    EpisodeDosed,
    JointDue,
    PartnerDue,
)
from duologue.programme.outline import PARTNERS, PHASES, Step
from duologue.programme.pending import state_at
from duologue.programme.projection import anchors_in, anchors_of, finished, partners_in, written


@dataclass(frozen=True, slots=True)
class JourneyStep:
    """A step as its partner sees it; state: done, skipped, late, due, open, waiting or later."""

    step: str
    shared: bool
    phase: str
    kind: str
    subject: str
    title: str
    state: str
    optional: bool
    session: int | None
    opens_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Journey:
    """A partner's own steps and the shared ones; `phase` is computed from these alone.

    Once the couple's course is closed only what was done or left out is there, and no phase is now.
    """

    episode: uuid.UUID
    title: str
    summary: str
    phase: str
    steps: tuple[JourneyStep, ...]
    closed_at: datetime | None = None

    def of_phase(self, phase: str) -> tuple[JourneyStep, ...]:
        return tuple(s for s in self.steps if s.phase == phase)


def current_episode(couple: Couple) -> Episode | None:
    """The episode under way; None before the first and after the last."""
    turns = EpisodeDosed.objects.filter(episode=OuterRef("pk")).order_by("turn")
    rows = Episode.objects.filter(couple=couple, closure__isnull=True)
    return rows.annotate(in_turn=ArraySubquery(turns.values("partner"))).first()


def latest_episode(couple: Couple) -> Episode | None:
    """The episode under way, else the last one, with its closure."""
    rows = Episode.objects.filter(couple=couple).select_related("closure")
    return rows.order_by("-started_at", "-id").first()


def closed_at(episode: Episode | None) -> datetime | None:
    """When this course was closed; None while it goes on."""
    closure = getattr(episode, "closure", None)
    return closure.at if closure else None


def latest_anchors(couple: Couple) -> dict[str, datetime]:
    """The dates the couple's latest course counts from, empty without one. One query."""
    latest = Episode.objects.filter(couple=couple).order_by("-started_at", "-id").values("pk")[:1]
    return anchors_in(Anchor.objects.filter(episode=Subquery(latest)))


def journey_for(
    partner: Partner, at: datetime, *, hidden: Collection[tuple[uuid.UUID, str]] = ()
) -> Journey | None:
    """The partner's own and the shared steps of the latest episode; None when there is none.

    Read only from this partner's rows and the couple's: what is neither pending nor done is
    later, whatever it waits for. Sealed steps, and those `hidden` (episode, step), are not there.
    """
    episode = latest_episode(partner.couple)
    if episode is None:
        return None
    outline, anchors, over = written(episode), anchors_of(episode), closed_at(episode)
    taking = partners_in(episode)
    slot = taking.side_of.get(partner.pk, "")
    own, joint = Q(partner=partner, who__in=PARTNERS), Q(who="couple")
    pending: dict[str, Any] = {
        row.step: row
        for rows in (
            PartnerDue.objects.filter(own, episode=episode),
            JointDue.objects.filter(joint, episode=episode),
        )
        for row in rows
    }
    ended: dict[str, str] = {}
    for _, _, key, _, reason in finished(episode, own, joint):
        if reason is None:
            ended[key] = "done"
        else:
            ended.setdefault(key, "skipped")
    steps = []
    for placed in rules.places(outline, taking.sides, taking.dosed):
        step, row = placed.step, pending.get(placed.step.key)
        if step.staff or placed.slot not in (slot, "couple"):
            continue
        if step.sealed or (episode.pk, step.key) in hidden:
            continue
        if step.key in ended:
            state = ended[step.key]
        elif over or rules.dropped(step, anchors):
            continue
        else:
            state = (
                state_at(row.opens_at, row.due_at, row.late_at, row.closes_at, at)
                if row
                else "later"
            )
        steps.append(_journey_step(step, state, row))
    unfinished = {s.phase for s in steps if s.state not in rules.FINISHED and not s.optional}
    phase = "" if over else next((p for p in PHASES if p in unfinished), PHASES[-1])
    return Journey(episode.pk, outline.title, outline.summary, phase, tuple(steps), over)


def _journey_step(step: Step, state: str, row: PartnerDue | JointDue | None) -> JourneyStep:
    return JourneyStep(
        step=step.key,
        shared=step.shared,
        phase=step.phase,
        kind=step.kind,
        subject=step.subject,
        title=step.title,
        state=state,
        optional=step.optional,
        session=step.session,
        opens_at=row.opens_at if row else None,
        due_at=row.due_at if row else None,
    )
