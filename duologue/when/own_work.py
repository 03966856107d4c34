"""What partners do themselves before and after the medicine, until the course is closed."""

from typing import Any

from duologue.followup.signals import closing_signed, course_closed
from duologue.integration import signals as integration
from duologue.preparation import signals as preparation
from duologue.programme import told
from duologue.when.on import on


def connect() -> None:
    on(preparation.lesson_read, a_lesson_read_finishes_its_step)
    on(preparation.intention_recorded, an_intention_finishes_its_step)
    on(preparation.pattern_drawn, a_drawn_pattern_finishes_its_step)
    on(preparation.found_ready, readiness_found_finishes_its_step)
    on(integration.first_note_kept, a_first_note_finishes_its_step)
    on(integration.insight_kept, an_insight_finishes_the_own_conversation)
    on(integration.practice_chosen, a_chosen_practice_finishes_its_step)
    on(integration.checked_in, a_check_in_finishes_its_step)
    on(integration.dialogue_held, a_dialogue_finishes_its_step)
    on(closing_signed, a_signed_closing_finishes_its_step)
    on(course_closed, a_closed_course_closes_the_episode)


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
