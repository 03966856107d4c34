"""What is kept in these rooms finishes the step of the course that asked for it."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from duologue.followup import actions as followup
from duologue.integration import queries
from duologue.integration.checkin.actions import check_in
from duologue.integration.dialogue.actions import hold_dialogue
from duologue.integration.insights.actions import keep_first_note, keep_insight
from duologue.integration.practices.actions import choose_practice
from duologue.preparation import actions as preparation
from duologue.preparation.loader import lessons
from duologue.programme.actions import finish_steps, set_anchor, start_episode
from duologue.programme.models import JointStepDone, PartnerStepDone
from tests.cast import NOW

SESSION = NOW - timedelta(hours=22)
LATER = NOW + timedelta(hours=4)


@pytest.fixture
def episode(cast):
    """A course begun a month ago whose first session was yesterday."""
    made = start_episode(
        couple=cast.couple, programme="together-psycholytic", dosed=[cast.ana, cast.ben],
        by=cast.okafor, at=NOW - timedelta(days=35),
    )  # fmt: skip
    done = [(None, "suitability"), (None, "medicine-session.s1")]
    finish_steps(
        episode=made, steps=[(whose, step, SESSION) for whose, step in done], by=None, at=NOW
    )
    set_anchor(episode=made, name="session:1", moment=SESSION, by=cast.okafor, at=NOW)
    return made


def own(partner) -> set[str]:
    rows = PartnerStepDone.objects.filter(partner=partner)
    return set(rows.values_list("step", flat=True))


def joint() -> set[str]:
    return set(JointStepDone.objects.values_list("step", flat=True))


def test_each_lesson_read_and_the_intention(cast, episode) -> None:
    for lesson in lessons():
        preparation.read_lesson(lesson=lesson.id, by=cast.ana, at=NOW)
    preparation.record_intention(token=uuid4(), text="To listen.", by=cast.ana, at=NOW)
    assert own(cast.ana) == {*(lesson.id for lesson in lessons()), "intentions"}
    assert own(cast.ben) == set()


def test_the_drawn_pattern_the_dialogue_and_the_closing(cast, episode) -> None:
    preparation.draw_pattern(
        token=uuid4(), couple=cast.couple, after=None, trigger="", centre="",
        places=[preparation.Place(1, "a"), preparation.Place(2, "b")], by=cast.okafor, at=NOW,
    )  # fmt: skip
    preparation.find_ready(token=uuid4(), couple=cast.couple, words="", by=cast.okafor, at=NOW)
    hold_dialogue(token=uuid4(), by=cast.ana, at=NOW + timedelta(days=2))
    draft = followup.write_closing(
        token=uuid4(), couple=cast.couple, episode=episode, joint="Thank you.", next="", parts={},
        by=cast.okafor, at=NOW,
    )  # fmt: skip
    followup.sign_closing(draft=draft, by=cast.okafor, at=NOW)
    assert joint() >= {"pattern-map", "readiness", "joint-conversation.s1", "closing-summary"}


def test_the_days_after_a_session(cast, episode) -> None:
    keep_first_note(token=uuid4(), text="Light.", by=cast.ana, at=LATER)
    keep_insight(token=uuid4(), text="I hide.", by=cast.ana, at=LATER)
    check_in(on=NOW.date(), answers={"close": 5}, by=cast.ana, at=LATER)
    choose_practice(
        token=uuid4(), what="Say so.", per_week=7, until=None, insight=None, on=NOW.date(),
        by=cast.ana, at=LATER,
    )  # fmt: skip
    assert own(cast.ana) == {
        "first-note.s1",
        "own-conversation.s1",
        "checkin.s1",
        "practices.s1",
    }
    assert own(cast.ben) == set()


def test_the_last_session_is_the_one_that_was(cast, episode) -> None:
    assert queries.last_session(cast.ana, NOW) == SESSION
    assert queries.last_session(cast.ana, SESSION - timedelta(hours=1)) is None
    assert queries.last_session(cast.chloe, NOW) is None


def test_after_a_session_a_partner_is_asked_and_their_words_are_kept(cast, episode, client) -> None:
    client.force_login(cast.ana.person)
    with time_machine.travel(NOW):
        page = client.get("/my-room/days/").content.decode()
        assert "What is still clear today?" in page
        told = {"moment": "24h", "text": "That he waits for me."}
        for _ in range(2):
            client.post("/my-room/days/", told)
        assert "That he waits for me." in client.get("/my-room/days/").content.decode()
        assert cast.ana.after_sessions.count() == 1
        client.force_login(cast.ben.person)
        assert "waits for me" not in client.get("/my-room/days/").content.decode()


def test_without_a_course_everything_is_kept_all_the_same(cast) -> None:
    keep_first_note(token=uuid4(), text="Light.", by=cast.chloe, at=NOW)
    hold_dialogue(token=uuid4(), by=cast.chloe, at=NOW)
    assert cast.chloe.first_notes.count() == 1
