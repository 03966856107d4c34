"""Appointments and medicine sessions."""

from contextlib import suppress
from typing import Any

from duologue.calendar import signals as calendar
from duologue.dosing import signals as dosing
from duologue.programme import told
from duologue.when.on import on


def connect() -> None:
    on(calendar.appointment_booked, a_medicine_session_dates_the_course)
    on(calendar.appointment_moved, a_medicine_session_dates_the_course)
    on(calendar.appointment_cancelled, a_medicine_session_dates_the_course)
    on(calendar.appointment_held, a_meeting_held_finishes_its_step)
    on(dosing.order_signed, an_order_finishes_its_step)
    on(dosing.day_checked, checks_of_the_day_finish_their_step)
    on(dosing.administered, a_dose_finishes_its_step)
    on(dosing.discharged, going_home_finishes_observations_and_discharge)


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
