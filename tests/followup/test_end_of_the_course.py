from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from duologue.calendar.actions import book
from duologue.followup import actions, queries
from duologue.programme.actions import finish_step, start_episode
from duologue.programme.queries import current_episode
from tests.cast import NOW


def plan(cast, token, **words):
    lines = {"early_signs": "", "what_helps": "", "whom_to_call": "", "booster": ""} | words
    return actions.write_plan(token=token, couple=cast.couple, by=cast.okafor, at=NOW, **lines)


def test_a_course_that_is_closed_asks_nobody_any_more(cast) -> None:
    start_episode(
        couple=cast.couple, programme="together-psycholytic", dosed=[cast.ana, cast.ben],
        by=cast.okafor, at=NOW - timedelta(days=120),
    )  # fmt: skip
    course = current_episode(cast.couple)
    for _ in range(2):
        actions.close_course(couple=cast.couple, episode=course, by=cast.okafor, at=NOW)
    assert current_episode(cast.couple) is None


def test_a_couple_without_a_course_can_be_closed_all_the_same(cast) -> None:
    actions.close_course(couple=cast.couple, episode=None, by=cast.okafor, at=NOW)
    assert current_episode(cast.couple) is None


def test_a_plan_sent_twice_is_one_and_new_words_are_a_version(cast) -> None:
    token = uuid4()
    first = plan(cast, token, early_signs="We eat apart.")
    assert plan(cast, token, early_signs="We eat apart.") == first
    plan(cast, token, early_signs="We stop asking.")
    assert cast.couple.plans.count() == 2
    assert queries.plan_of(cast.others) is None


@pytest.fixture
def closed(cast):
    """A course begun in earnest and signed off early; one meeting is still booked."""
    with time_machine.travel(NOW, tick=False):
        course = start_episode(
            couple=cast.couple, programme="together-psycholytic", dosed=[cast.ana, cast.ben],
            by=cast.okafor, at=NOW - timedelta(days=120),
        )  # fmt: skip
        finish_step(
            episode=course, partner=cast.ana, step="consent-confidentiality", by=cast.okafor, at=NOW
        )
        draft = actions.write_closing(
            token=uuid4(), couple=cast.couple, episode=course, joint="Enough.", next="Rest.",
            parts={cast.ana: "a", cast.ben: "b"}, by=cast.okafor, at=NOW,
        )  # fmt: skip
        actions.sign_closing(draft=draft, by=cast.okafor, at=NOW)
        start = NOW + timedelta(days=3)
        meeting = book(
            id=uuid4(), couple=cast.couple, kind="followup", partners=[cast.ana, cast.ben],
            staff=[cast.okafor], room=None, starts_at=start,
            ends_at=start + timedelta(minutes=50), by=cast.cora, at=NOW,
        )  # fmt: skip
        actions.close_course(couple=cast.couple, episode=course, by=cast.okafor, at=NOW)
        yield meeting


def page(person, name, *ids) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse(name, args=ids)).content.decode()


def test_a_closed_course_says_on_the_couple_s_page_since_when(cast, closed) -> None:
    text = page(cast.okafor, "couple", cast.couple.id)
    assert "The course is closed" in text and f"{NOW:%-d %B %Y}" in text
    assert "No course yet" not in text and "no course under way" not in text


def test_the_page_of_a_closed_course_waits_for_nothing(cast, closed) -> None:
    text = page(cast.okafor, "couple-course", cast.couple.id)
    assert "1 done or left out" in text
    assert "Waiting" not in text and "Late" not in text and ">Change<" not in text


def test_the_journey_keeps_what_was_done_once_the_course_is_closed(cast, closed) -> None:
    ana, ben = (page(one.person, "journey") for one in (cast.ana, cast.ben))
    assert "behind you" in ana and "still to come" not in ana + ben
    assert ana.count('</span><span class="hidden-text">, done</span>') == 1
    assert "The course is closed" in ana and 'aria-current="step"' not in ana


def test_the_closing_page_names_what_is_still_booked_and_cancels_nothing(cast, closed) -> None:
    text = page(cast.okafor, "followup-closing", cast.couple.id)
    assert "Still booked." in text and reverse("calendar-appointment", args=[closed.id]) in text
