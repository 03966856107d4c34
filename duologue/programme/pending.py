"""A step that waits, as pages show it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from duologue.programme.loader import programme


@dataclass(frozen=True, slots=True)
class DueStep:
    """Something pending. `partner` is None for what the couple or the team does about both."""

    episode: uuid.UUID
    couple: uuid.UUID
    couple_name: str
    partner: uuid.UUID | None
    partner_name: str
    side: int | None
    step: str
    title: str
    team_title: str
    who: str
    phase: str
    kind: str
    subject: str
    session: int | None
    optional: bool
    state: str
    opens_at: datetime
    due_at: datetime | None
    late_at: datetime | None


def step_of(
    episode: uuid.UUID,
    name: str,
    version: str,
    couple: uuid.UUID,
    couple_name: str,
    partner: uuid.UUID | None,
    partner_name: str,
    side: int | None,
    key: str,
    who: str,
    phase: str,
    kind: str,
    subject: str,
    optional: bool,
    opens_at: datetime,
    due_at: datetime | None,
    late_at: datetime | None,
    closes_at: datetime | None,
    *,
    at: datetime,
) -> DueStep:
    """A step that waits, from what stands in its row, its episode, couple and partner.

    `name` and `version` are those of the programme.
    """
    step = programme(name, version).step(key)
    return DueStep(
        episode=episode,
        couple=couple,
        couple_name=couple_name,
        partner=partner,
        partner_name=partner_name,
        side=side,
        step=key,
        title=step.title,
        team_title=step.team_title,
        who=who,
        phase=phase,
        kind=kind,
        subject=subject,
        session=step.session,
        optional=optional,
        state=state_at(opens_at, due_at, late_at, closes_at, at),
        opens_at=opens_at,
        due_at=due_at,
        late_at=late_at,
    )


def state_at(
    opens_at: datetime,
    due_at: datetime | None,
    late_at: datetime | None,
    closes_at: datetime | None,
    at: datetime,
) -> str:
    if closes_at and at >= closes_at:
        return "skipped"
    if at < opens_at:
        return "waiting"
    if late_at and at >= late_at:
        return "late"
    return "due" if due_at and at >= due_at else "open"
