"""Every reaction in one place: this happened -> those functions.

A room says that something happened by sending its signal (`<room>/signals.py`) inside the
transaction that wrote it. What must be true together runs here in that same transaction;
what may wait (mail, jobs) is queued with `transaction.on_commit`.
"""

from typing import Any

ALERT_KINDS = {
    "phq-9": "suicide-risk",
    "c-ssrs": "suicide-risk",
    "hark": "private-screen",
    "private-screen": "private-screen",
    "asrm": "mania",
}


def connect() -> None:
    """Connect every signal to its reactions; called once when Django starts."""
    from duologue.contact.signals import asking_who_is_in_treatment
    from duologue.measures.signals import response_completed
    from duologue.people.signals import invited, second_factor_was_reset

    invited.connect(an_invitation_is_mailed)
    second_factor_was_reset.connect(a_reset_second_factor_is_told)
    asking_who_is_in_treatment.connect(partners_with_an_open_episode)
    response_completed.connect(answers_finish_their_step)
    response_completed.connect(an_alarming_answer_reaches_a_clinician)


def an_invitation_is_mailed(sender: Any, *, invitation: Any, **_: Any) -> None:
    from duologue.contact.actions import send_invitation

    send_invitation(invitation=invitation, token=invitation.token)


def a_reset_second_factor_is_told(sender: Any, *, reset: Any, **_: Any) -> None:
    from duologue.contact.actions import tell_of_second_factor_reset

    tell_of_second_factor_reset(person=reset.person)


def partners_with_an_open_episode(sender: Any, **_: Any) -> list[Any]:
    from duologue.people.models import Partner
    from duologue.programme.models import Episode

    treated = Episode.objects.filter(closure__isnull=True).values("couple_id")
    return list(Partner.objects.filter(couple_id__in=treated).values_list("id", flat=True))


def answers_finish_their_step(sender: Any, *, response: Any, by: Any, at: Any, **_: Any) -> None:
    from duologue.programme.actions import finish_first, finish_step
    from duologue.programme.models import Episode

    asked_by = Episode.objects.filter(id=response.episode).first() if response.episode else None
    if asked_by:
        finish_step(
            episode=asked_by, partner=response.partner, step=response.step,
            by=by, at=at, source=response.id,
        )  # fmt: skip
        return
    episode = _episode_of(response.partner)
    if episode:
        finish_first(
            episode=episode, partner=response.partner, kind="answer",
            subject=response.instrument, by=by, at=at, source=response.id,
        )  # fmt: skip


def an_alarming_answer_reaches_a_clinician(
    sender: Any, *, response: Any, scored: Any, by: Any, at: Any, **_: Any
) -> None:
    from duologue.safety.actions import raise_alert

    for alert in scored.alerts:
        kind = ALERT_KINDS.get(response.instrument, "other")
        raise_alert(partner=response.partner, kind=kind, because=alert.text, by=by, at=at)


def _episode_of(partner: Any) -> Any:
    from duologue.programme.queries import current_episode

    return current_episode(partner.couple)
