"""Every reaction in one place: this happened -> those functions.

A room says that something happened by sending its signal (`<room>/signals.py`) inside the
transaction that wrote it. What must be true together runs here in that same transaction;
what may wait (mail, jobs) is queued with `transaction.on_commit`.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.dispatch import Signal

from duologue.privacy.principal import at_work
from duologue.programme import told

ALERT_KINDS = {
    "phq-9": "suicide-risk",
    "c-ssrs": "suicide-risk",
    "asrm": "mania",
}
# A step may go by another name than the questionnaire behind it.
ASKED_AS = {"hark": "private-screen"}
SEALED = {"hark", "private-screen"}  # its step stands in no portal


def _on(signal: Signal, reaction: Callable[..., Any]) -> None:
    """Reactions run with the rights of the clinic's own rules, whoever set them off."""
    signal.connect(at_work(reaction), weak=False, dispatch_uid=reaction.__name__)


def connect() -> None:
    """Connect every signal to its reactions; called once when Django starts."""
    from duologue.contact.signals import asking_who_is_in_treatment
    from duologue.measures.signals import response_completed
    from duologue.people import signals as people

    invited, joined = people.invited, people.joined
    second_factor_was_reset = people.second_factor_was_reset
    _on(people.password_shown, a_shown_password_keeps_a_key)
    _on(people.password_changed, a_changed_password_wraps_the_key_anew)
    _on(people.password_forgotten, a_forgotten_password_loses_the_key)
    _on(invited, an_invitation_is_mailed)
    _on(joined, who_joins_finds_their_steps)
    _on(second_factor_was_reset, a_reset_second_factor_is_told)
    _on(asking_who_is_in_treatment, partners_with_an_open_episode)
    _on(response_completed, answers_finish_their_step)
    _on(response_completed, an_alarming_answer_reaches_a_clinician)
    _connect_the_way_in()
    _connect_the_own_work_of_the_couple()
    _connect_the_clinic_day()


def _connect_the_way_in() -> None:
    from duologue.consent import signals as consent
    from duologue.record import signals as record
    from duologue.screening import signals as screening
    from duologue.sharing import signals as sharing

    _on(record.erasure_asked, a_request_for_erasure_reaches_a_clinician)
    _on(sharing.secrets_policy_changed, a_changed_rule_on_secrets_is_signed_again)
    _on(sharing.asking_who_takes_medicine, partners_who_take_medicine)

    _on(screening.history_submitted, a_sent_history_finishes_its_step)
    _on(screening.clearance_signed, a_signed_clearance_finishes_its_step)
    _on(screening.suitability_signed, a_signed_suitability_finishes_its_step)
    _on(consent.consent_signed, a_signed_consent_finishes_its_step)
    _on(consent.consent_withdrawn, a_withdrawn_consent_reaches_a_clinician)
    _on(consent.consent_withdrawn, a_withdrawn_consent_is_asked_again)
    _on(consent.consent_outdated, an_outdated_consent_is_asked_again)


def _connect_the_own_work_of_the_couple() -> None:
    from duologue.followup.signals import closing_signed, course_closed
    from duologue.integration import signals as integration
    from duologue.preparation import signals as preparation

    _on(preparation.lesson_read, a_lesson_read_finishes_its_step)
    _on(preparation.intention_recorded, an_intention_finishes_its_step)
    _on(preparation.pattern_drawn, a_drawn_pattern_finishes_its_step)
    _on(preparation.found_ready, readiness_found_finishes_its_step)
    _on(integration.first_note_kept, a_first_note_finishes_its_step)
    _on(integration.insight_kept, an_insight_finishes_the_own_conversation)
    _on(integration.practice_chosen, a_chosen_practice_finishes_its_step)
    _on(integration.checked_in, a_check_in_finishes_its_step)
    _on(integration.dialogue_held, a_dialogue_finishes_its_step)
    _on(closing_signed, a_signed_closing_finishes_its_step)
    _on(course_closed, a_closed_course_closes_the_episode)


def _connect_the_clinic_day() -> None:
    from duologue.calendar import signals as calendar
    from duologue.dosing import signals as dosing

    _on(calendar.appointment_booked, a_medicine_session_dates_the_course)
    _on(calendar.appointment_moved, a_medicine_session_dates_the_course)
    _on(calendar.appointment_cancelled, a_medicine_session_dates_the_course)
    _on(calendar.appointment_held, a_meeting_held_finishes_its_step)
    _on(dosing.order_signed, an_order_finishes_its_step)
    _on(dosing.day_checked, checks_of_the_day_finish_their_step)
    _on(dosing.administered, a_dose_finishes_its_step)
    _on(dosing.discharged, going_home_finishes_observations_and_discharge)


def an_invitation_is_mailed(sender: Any, *, invitation: Any, **_: Any) -> None:
    from duologue.contact.actions import send_invitation

    send_invitation(invitation=invitation, token=invitation.token)


def who_joins_finds_their_steps(sender: Any, *, partner: Any, at: Any, **_: Any) -> None:
    if partner:
        told.joined(partner, at=at)


def a_reset_second_factor_is_told(sender: Any, *, reset: Any, **_: Any) -> None:
    from duologue.contact.actions import tell_of_second_factor_reset

    tell_of_second_factor_reset(person=reset.person)


def a_shown_password_keeps_a_key(
    sender: Any, *, person: Any, password: str, at: Any, **_: Any
) -> None:
    from duologue.privacy.keys.actions import keep_key

    keep_key(person=person, password=password, at=at)


def a_changed_password_wraps_the_key_anew(
    sender: Any, *, person: Any, old: str, new: str, at: Any, **_: Any
) -> None:
    from duologue.privacy.keys.actions import change_password, keep_key

    change_password(person=person, old=old, new=new, at=at)
    keep_key(person=person, password=new, at=at)


def a_forgotten_password_loses_the_key(
    sender: Any, *, person: Any, new: str, at: Any, **_: Any
) -> None:
    from duologue.privacy.keys.actions import keep_key, lose_key

    lose_key(person=person, at=at)
    keep_key(person=person, password=new, at=at)


def partners_with_an_open_episode(sender: Any, **_: Any) -> list[Any]:
    from duologue.people.models import Partner
    from duologue.programme.models import Episode

    treated = Episode.objects.filter(closure__isnull=True).values("couple_id")
    return list(Partner.objects.filter(couple_id__in=treated).values_list("id", flat=True))


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


def a_sent_history_finishes_its_step(sender: Any, *, version: Any, **who: Any) -> None:
    told.done_for_good(version.partner, "medical-history", **who)


def a_signed_clearance_finishes_its_step(sender: Any, *, clearance: Any, **who: Any) -> None:
    told.done_by(clearance.partner, "clearance", **who)


def a_signed_suitability_finishes_its_step(sender: Any, *, suitability: Any, **who: Any) -> None:
    told.done_together(suitability.couple, "suitability", **who)


def a_signed_consent_finishes_its_step(sender: Any, *, signature: Any, **who: Any) -> None:
    told.done_for_good(signature.partner, signature.document, **who)


def a_withdrawn_consent_reaches_a_clinician(
    sender: Any, *, signature: Any, by: Any, at: Any, **_: Any
) -> None:
    from duologue.safety.actions import raise_alert

    because = f"Withdrawn: {signature.document}, version {signature.version}"
    raise_alert(partner=signature.partner, kind="consent-withdrawn", because=because, by=by, at=at)


def a_withdrawn_consent_is_asked_again(sender: Any, *, signature: Any, **who: Any) -> None:
    told.no_longer_done(signature.partner, signature.document, because="taken back", **who)


def an_outdated_consent_is_asked_again(sender: Any, *, signature: Any, **who: Any) -> None:
    told.no_longer_done(
        signature.partner, signature.document,
        because="a new version", until=signature.at, **who,
    )  # fmt: skip


def a_lesson_read_finishes_its_step(sender: Any, *, partner: Any, lesson: str, **who: Any) -> None:
    told.done_by(partner, lesson, **who)


def an_intention_finishes_its_step(sender: Any, *, partner: Any, **who: Any) -> None:
    told.done_by(partner, "intentions", **who)


def a_drawn_pattern_finishes_its_step(sender: Any, *, couple: Any, **who: Any) -> None:
    told.done_together(couple, "pattern-map", **who)


def readiness_found_finishes_its_step(sender: Any, *, couple: Any, **who: Any) -> None:
    told.done_together(couple, "readiness", **who)


def a_first_note_finishes_its_step(sender: Any, *, partner: Any, **who: Any) -> None:
    told.done_by(partner, "first-note", **who)


def an_insight_finishes_the_own_conversation(sender: Any, *, partner: Any, **who: Any) -> None:
    told.done_by(partner, "own-conversation", **who)


def a_chosen_practice_finishes_its_step(sender: Any, *, partner: Any, **who: Any) -> None:
    told.done_by(partner, "practices", **who)


def a_check_in_finishes_its_step(sender: Any, *, partner: Any, **who: Any) -> None:
    told.done_by(partner, "checkin", **who)


def a_dialogue_finishes_its_step(sender: Any, *, couple: Any, **who: Any) -> None:
    for subject in ("dialogue", "joint-conversation"):
        told.done_together(couple, subject, **who)


def a_signed_closing_finishes_its_step(sender: Any, *, couple: Any, **who: Any) -> None:
    told.done_together(couple, "closing-summary", **who)


def a_closed_course_closes_the_episode(
    sender: Any, *, episode: Any, by: Any, at: Any, **_: Any
) -> None:
    from duologue.programme.actions import close_episode

    if episode:
        close_episode(episode=episode, outcome="closing summary signed", by=by, at=at)


def a_medicine_session_dates_the_course(
    sender: Any, *, appointment: Any, by: Any, at: Any, **_: Any
) -> None:
    from duologue.calendar.queries import session_starts
    from duologue.programme.actions import NotInCourse, set_anchor
    from duologue.programme.queries import current_episode

    number, episode = appointment.session_number, current_episode(appointment.couple)
    if number and episode:
        moment = session_starts(appointment.couple, number)
        with suppress(NotInCourse):
            set_anchor(episode=episode, name=f"session:{number}", moment=moment, by=by, at=at)


def a_meeting_held_finishes_its_step(
    sender: Any, *, appointment: Any, by: Any, at: Any, **_: Any
) -> None:
    from duologue.programme.actions import finish_first
    from duologue.programme.queries import current_episode

    episode = current_episode(appointment.couple)
    who = [invited.partner for invited in appointment.invited.select_related("partner")]
    for partner in ([*who, None] if len(who) == 1 else [None, *who]) if episode else ():
        if finish_first(
            episode=episode, partner=partner, kind="meet", subject=appointment.kind,
            session=appointment.session_number, source=appointment.id, by=by, at=at,
        ):  # fmt: skip
            return


def an_order_finishes_its_step(sender: Any, **what: Any) -> None:
    told.done_in_session("order", **what)


def checks_of_the_day_finish_their_step(sender: Any, **what: Any) -> None:
    told.done_in_session("day-checks", **what)


def a_dose_finishes_its_step(sender: Any, **what: Any) -> None:
    told.done_in_session("administration", **what)


def going_home_finishes_observations_and_discharge(sender: Any, **what: Any) -> None:
    for subject in ("observations", "discharge"):
        told.done_in_session(subject, **what)


def a_changed_rule_on_secrets_is_signed_again(sender: Any, *, couple: Any, **who: Any) -> None:
    for partner in couple.partners.all():
        told.no_longer_done(partner, "confidentiality", because="its rule has changed", **who)


def partners_who_take_medicine(sender: Any, *, couple: Any, **_: Any) -> list[Any]:
    from duologue.programme.models import EpisodeDosed

    dosed = EpisodeDosed.objects.filter(episode__couple=couple, episode__closure__isnull=True)
    return list(dosed.values_list("partner_id", flat=True))


def a_request_for_erasure_reaches_a_clinician(
    sender: Any, *, partner: Any, by: Any, at: Any, **_: Any
) -> None:
    from duologue.safety.actions import raise_alert

    raise_alert(
        partner=partner, kind="erasure-asked", because="They asked for erasure.", by=by, at=at
    )
