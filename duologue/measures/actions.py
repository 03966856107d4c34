"""What changes an answer. Each function is one transaction."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from duologue.measures import loader, rules
from duologue.measures.models import (
    AlreadySubmitted,
    Answer,
    AnswerLink,
    HeldResolution,
    HeldSubmission,
    Response,
    Score,
    Submission,
)
from duologue.measures.sealed.actions import hand_in, seal, seal_answer, seal_answers
from duologue.measures.sealed.queries import is_sealed
from duologue.measures.signals import response_completed
from duologue.people.models import Partner, Person

SCORER = "1"
LINK_LIFE = timedelta(days=3)
CODE_LIFE = timedelta(hours=2)


class NeverHeld(ValueError):
    """Sealed answers are kept sealed or not at all."""


@transaction.atomic
def start(
    *,
    partner: Partner,
    instrument: str,
    mode: str = Response.Mode.PORTAL,
    episode: object = None,
    step: str = "",
    by: Person | None,
    at: datetime,
) -> Response:
    """The response for this step, made if it is not there: two tabs share one.

    Of a sealed instrument it is sealed at once: sealed.actions.NobodyReads where nobody could open it.
    """
    found = loader.instrument(instrument)
    version = found.version
    made = {"instrument": instrument, "version": version, "mode": mode, "by": by, "at": at}
    if episode is None:
        response, new = Response.objects.create(partner=partner, step=step, **made), True
    else:
        response, new = Response.objects.get_or_create(
            partner=partner, episode=episode, step=step, defaults=made
        )
    if new and found.room == "sealed":
        seal(response=response, at=at)
    return response


@transaction.atomic
def answer(
    *, response: Response, item: int, value: float | None, by: Person | None, at: datetime
) -> None:
    """Keep (or with None take back) the answer to one item; sealed, it stays as first given.

    Raises rules.AnswerError for a value not on offer, AlreadySubmitted after the end.
    """
    if is_sealed(response):
        seal_answer(response=response, item=item, value=value, at=at)
        return
    response.lock_open()
    if value is None:
        response.answers.filter(item=item).delete()
        return
    rules.check(loader.instrument(response.instrument, response.version), {item: value})
    Answer.objects.update_or_create(
        response=response, item=item, defaults={"value": value, "by": by, "at": at}
    )


@transaction.atomic
def submit(*, response: Response, by: Person | None, at: datetime) -> rules.Scored | None:
    """Finish and score. A second submission of the same response changes nothing.

    None for a sealed one: it is scored before the eyes of who opens it, and nowhere else.
    """
    instrument = loader.instrument(response.instrument, response.version)
    try:
        response.lock_open()
    except AlreadySubmitted:
        return None if is_sealed(response) else rules.score(instrument, answers_of(response))
    if is_sealed(response):
        hand_in(response=response, by=by, at=at)
        return None
    scored = rules.score(instrument, answers_of(response))
    Submission.objects.create(response=response, by=by, at=at)
    values = {Score.TOTAL: scored.score, **scored.subscales}
    Score.objects.bulk_create(
        Score(
            response=response,
            name=name,
            value=value,
            band=(scored.band or "") if name == Score.TOTAL else "",
            reason=(scored.reason or "") if name == Score.TOTAL else "",
            scorer_version=SCORER,
            at=at,
        )
        for name, value in values.items()
    )
    response_completed.send(Response, response=response, scored=scored, by=by, at=at)
    return scored


@transaction.atomic
def enter_on_paper(
    *,
    partner: Partner,
    instrument: str,
    answers: Mapping[int, float],
    episode: object = None,
    step: str = "",
    by: Person,
    at: datetime,
) -> rules.Scored | None:
    """Enter what was answered on paper and submit it; a sealed instrument is sealed (None).

    Raises AnswerError, AlreadySubmitted.
    """
    response = start(
        partner=partner, instrument=instrument, mode=Response.Mode.PAPER,
        episode=episode, step=step, by=by, at=at,
    )  # fmt: skip
    response.lock_open()
    rules.check(loader.instrument(instrument, response.version), answers)
    if is_sealed(response):
        seal_answers(response=response, answers=answers, at=at)
        return submit(response=response, by=by, at=at)
    response.answers.all().delete()
    Answer.objects.bulk_create(
        Answer(response=response, item=item, value=value, by=by, at=at)
        for item, value in answers.items()
    )
    return submit(response=response, by=by, at=at)


@transaction.atomic
def hand_out(*, response: Response, kind: str, by: Person, at: datetime) -> str:
    """Make a code (8 digits, 2 hours) or a link (3 days) that opens this response; returns it."""
    token = (
        f"{secrets.randbelow(10**8):08d}"
        if kind == AnswerLink.Kind.CODE
        else secrets.token_urlsafe(24)
    )
    AnswerLink.objects.create(
        response=response, kind=kind, token_digest=digest(token), by=by, at=at,
        expires_at=at + (CODE_LIFE if kind == AnswerLink.Kind.CODE else LINK_LIFE),
    )  # fmt: skip
    return token


@transaction.atomic
def hold(
    *, partner: Partner, instrument: str, received: Mapping[str, Any], why: str, at: datetime
) -> HeldSubmission:
    """Keep answers that could not be taken, for somebody to resolve. Raises NeverHeld."""
    if loader.instrument(instrument).room == "sealed":
        raise NeverHeld
    return HeldSubmission.objects.create(
        partner=partner, instrument=instrument, received=dict(received), why=why, at=at
    )


@transaction.atomic
def resolve_held(
    *,
    held: HeldSubmission,
    what: str,
    answers: Mapping[int, float] | None = None,
    by: Person,
    at: datetime,
) -> HeldResolution:
    """Enter held answers as a response of their own (`answers`), or set them aside (None)."""
    held = HeldSubmission.objects.select_for_update().get(id=held.id)
    done = HeldResolution.objects.filter(held=held).first()
    if done:
        return done
    response = None
    if answers is not None:
        response = start(
            partner=held.partner, instrument=held.instrument, mode=Response.Mode.PAPER,
            by=by, at=held.at,
        )  # fmt: skip
        for item, value in answers.items():
            answer(response=response, item=item, value=value, by=by, at=at)
        submit(response=response, by=by, at=at)
    return HeldResolution.objects.create(held=held, response=response, what=what, by=by, at=at)


def answers_of(response: Response) -> dict[int, float]:
    """The answers so far, by item."""
    return dict(response.answers.order_by("item").values_list("item", "value"))


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
