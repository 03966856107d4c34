"""What other rooms tell a course, by the subject of its steps.

A couple without a course under way is told nothing, and a course that does not ask for it ignores it.
Each takes what a signal says as it comes, and uses what it needs of it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction

from duologue.people.models import Couple, Partner, Person
from duologue.programme.actions import (
    NotInCourse,
    finish_first,
    finish_step,
    refresh,
    undo_finish,
)
from duologue.programme.projection import written
from duologue.programme.queries import current_episode, finished_by


def done_by(partner: Partner, subject: str, *, by: Person | None, at: datetime, **_: Any) -> None:
    """A partner did it: their own first step about it is finished."""
    if episode := current_episode(partner.couple):
        finish_first(episode=episode, partner=partner, subject=subject, by=by, at=at)


@transaction.atomic
def done_for_good(
    partner: Partner, subject: str, *, by: Person | None, at: datetime, **_: Any
) -> None:
    """What is signed or sent stays so: it counts for its step even before that step opens."""
    episode = current_episode(partner.couple)
    for step in written(episode).steps if episode else ():
        if episode and step.subject == subject:
            with suppress(NotInCourse):  # the course does not ask this of this partner
                finish_step(episode=episode, partner=partner, step=step.key, by=by, at=at)


def done_together(
    couple: Couple, subject: str, *, by: Person | None, at: datetime, **_: Any
) -> None:
    """The couple's or the team's step; where the course gives it to one partner, theirs."""
    episode = current_episode(couple)
    for partner in (None, *couple.partners.all()) if episode else ():
        if episode:
            finish_first(episode=episode, partner=partner, subject=subject, by=by, at=at)


def done_in_session(
    subject: str,
    *,
    partner: Partner,
    session_number: int,
    by: Person | None,
    at: datetime,
    **_: Any,
) -> None:
    """What was recorded of one partner in one session of the course."""
    if episode := current_episode(partner.couple):
        finish_first(
            episode=episode, partner=partner, kind="record", subject=subject,
            session=session_number, by=by, at=at,
        )  # fmt: skip


@transaction.atomic
def no_longer_done(
    partner: Partner,
    subject: str,
    *,
    because: str,
    until: datetime | None = None,
    by: Person | None,
    at: datetime,
    **_: Any,
) -> None:
    """The step opens again; but not one that the team marked as done after `until`, on paper."""
    episode = current_episode(partner.couple)
    for done in finished_by(episode, partner, subject=subject) if episode else ():
        if until is None or done.at <= until:
            undo_finish(done=done, reason=because, by=by, at=at)


def joined(partner: Partner, *, at: datetime) -> None:
    """Who takes no medicine takes part from the day they join."""
    if episode := current_episode(partner.couple):
        refresh(episode=episode, at=at)
