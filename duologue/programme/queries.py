"""What other rooms and pages ask of a course; each starts from a person, a couple or an episode."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from duologue.people.models import Partner
from duologue.programme import rules
from duologue.programme.due import (
    Counts,
    DueStep,
    Work,
    coming_for_partner,
    counts_by_couple,
    counts_for_team,
    due_for_partner,
    due_for_team,
)
from duologue.programme.journey import (
    Journey,
    JourneyStep,
    current_episode,
    journey_for,
    latest_episode,
)
from duologue.programme.models import Episode, EpisodePhase
from duologue.programme.projection import facts_of, written

__all__ = [
    "Counts",
    "DueStep",
    "Journey",
    "JourneyStep",
    "Work",
    "coming_for_partner",
    "counts_by_couple",
    "counts_for_team",
    "course_of",
    "current_episode",
    "due_for_partner",
    "due_for_team",
    "journey_for",
    "latest_episode",
    "phases_of",
    "sides_of",
]


def course_of(episode: Episode, at: datetime) -> tuple[rules.StepState, ...]:
    """Where every step of one couple stands: for the team, never for a partner. Three queries."""
    return rules.course(written(episode), facts_of(episode, at))


def sides_of(episode: Episode) -> dict[str, Partner]:
    """The partners by side ('1', '2')."""
    return {str(p.side): p for p in Partner.objects.filter(couple_id=episode.couple_id)}


def phases_of(couples: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[Episode, str]]:
    """The open episode and its phase of each of these couples: for the team. One query."""
    rows = EpisodePhase.objects.filter(
        episode__couple__in=list(couples), episode__closure__isnull=True
    ).select_related("episode")
    return {row.episode.couple_id: (row.episode, row.phase) for row in rows}
