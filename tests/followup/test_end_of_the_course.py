from datetime import timedelta
from uuid import uuid4

from duologue.followup import actions, queries
from duologue.programme.actions import start_episode
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
