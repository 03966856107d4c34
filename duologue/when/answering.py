"""A questionnaire is handed in."""

from typing import Any

from duologue.measures.signals import response_completed
from duologue.when.on import on

ALERT_KINDS = {
    "phq-9": "suicide-risk",
    "c-ssrs": "suicide-risk",
    "asrm": "mania",
}
# A step may go by another name than the questionnaire behind it.
ASKED_AS = {"hark": "private-screen"}
SEALED = {"hark", "private-screen"}  # its step stands in no portal


def connect() -> None:
    on(response_completed, answers_finish_their_step)
    on(response_completed, an_alarming_answer_reaches_a_clinician)


def answers_finish_their_step(
    sender: Any, *, response: Any, scored: Any, by: Any, at: Any, **_: Any
) -> None:
    from duologue.programme.actions import finish_first, finish_step
    from duologue.programme.models import Episode
    from duologue.programme.queries import current_episode

    asked_by = Episode.objects.filter(id=response.episode).first() if response.episode else None
    if asked_by:
        finish_step(
            episode=asked_by, partner=response.partner, step=response.step,
            by=by, at=at, source=response.id,
        )  # fmt: skip
        return
    if scored is None and response.instrument not in SEALED:
        return  # sealed at the partner's wish: a step done by it would tell that it was
    if episode := current_episode(response.partner.couple):
        finish_first(
            episode=episode, partner=response.partner, kind="answer",
            subject=ASKED_AS.get(response.instrument, response.instrument),
            by=by, at=at, source=response.id,
        )  # fmt: skip


def an_alarming_answer_reaches_a_clinician(
    sender: Any, *, response: Any, scored: Any, by: Any, at: Any, **_: Any
) -> None:
    from duologue.safety.actions import raise_alert

    # A sealed questionnaire makes the same item for its clinicians, whatever was answered.
    for alert in scored.alerts if scored else ():
        kind = ALERT_KINDS.get(response.instrument, "other")
        raise_alert(partner=response.partner, kind=kind, because=alert.text, by=by, at=at)
