"""What other rooms and pages ask of a course; each starts from a person, a couple or an episode."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from duologue.people.models import Partner
from duologue.programme import rules
from duologue.programme.due import (
    Counts,
    Work,
    coming_for_partner,
    counts_by_couple,
    counts_for_team,
    due_for_partner,
    due_for_team,
    due_of_couple,
    next_answers_due,
    next_asked,
    now_and_next_for_partner,
)
from duologue.programme.journey import (
    Journey,
    JourneyStep,
    closed_at,
    current_episode,
    journey_for,
    latest_anchors,
    latest_episode,
)
from duologue.programme.models import Episode, EpisodeDosed, EpisodePhase, PartnerStepDone
from duologue.programme.outline import Step
from duologue.programme.pending import DueStep
from duologue.programme.projection import facts_of, partners_in, written
from duologue.programme.work import work_of

__all__ = [
    "Counts",
    "DueStep",
    "Journey",
    "JourneyStep",
    "Work",
    "asked_of",
    "closed_at",
    "coming_for_partner",
    "counts_by_couple",
    "counts_for_team",
    "course_of",
    "current_episode",
    "due_for_partner",
    "due_for_team",
    "due_of_couple",
    "finished_by",
    "journey_for",
    "latest_anchors",
    "latest_episode",
    "next_answers_due",
    "next_asked",
    "now_and_next_for_partner",
    "phases_of",
    "sides_of",
    "work_of",
]


def course_of(episode: Episode, at: datetime) -> tuple[rules.StepState, ...]:
    """Where every step of one couple stands: for the team, never for a partner. Three queries."""
    return rules.course(written(episode), facts_of(episode, at))


def asked_of(
    episode: Episode, partners: Iterable[Partner], *, kind: str
) -> dict[uuid.UUID, tuple[Step, ...]]:
    """The steps of one kind that the course has for each of these partners. One query at most.

    None for a partner who takes no part, or not yet.
    """
    partners = tuple(partners)
    taking = partners_in(episode, partners)
    placed = rules.places(written(episode), taking.sides, taking.dosed)
    return {
        partner.pk: tuple(
            one.step
            for one in placed
            if one.step.kind == kind
            and not one.step.staff
            and one.slot == taking.side_of.get(partner.pk)
        )
        for partner in partners
    }


def finished_by(episode: Episode, partner: Partner, *, subject: str) -> tuple[PartnerStepDone, ...]:
    """What this partner has done of the steps about `subject`, not undone. One query."""
    keys = [step.key for step in written(episode).steps if step.subject == subject]
    rows = PartnerStepDone.objects.filter(episode=episode, partner=partner, undone=None)
    return tuple(rows.filter(step__in=keys).select_related("episode"))


def sides_of(episode: Episode) -> dict[str, Partner]:
    """The partners by side ('1', '2')."""
    return {str(p.side): p for p in Partner.objects.filter(couple_id=episode.couple_id)}


def phases_of(couples: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[Episode, str]]:
    """The open episode and its phase of each of these couples: for the team. One query."""
    rows = EpisodePhase.objects.filter(
        episode__couple__in=list(couples), episode__closure__isnull=True
    ).select_related("episode")
    turns = EpisodeDosed.objects.filter(episode=OuterRef("episode")).order_by("turn")
    rows = rows.annotate(in_turn=ArraySubquery(turns.values("partner")))
    for row in rows:
        row.episode.in_turn = row.in_turn  # spares `partners_in` its query
    return {row.episode.couple_id: (row.episode, row.phase) for row in rows}
