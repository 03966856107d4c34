"""Which of the work due stands in which card of My day, and on which page."""

from datetime import timedelta
from uuid import uuid4

import pytest

from duologue.overview.caseload import WORK, day_of
from duologue.programme import actions
from duologue.programme.models import JointDue, PartnerDue
from duologue.programme.projection import written
from tests.cast import NOW

DAY = timedelta(days=1)


@pytest.fixture
def episode(cast):
    return actions.start_episode(
        couple=cast.couple, programme="together-psycholytic", dosed=[cast.ana, cast.ben],
        by=cast.okafor, at=NOW,
    )  # fmt: skip


def due(partner, episode, step, who, days_ago, late_since=None, **more):
    made = {"kind": "answer", "subject": "phq-9", "phase": "screening", "optional": False} | more
    return PartnerDue(
        id=uuid4(), partner=partner, episode=episode, step=step, who=who, opens_at=NOW - 90 * DAY,
        due_at=NOW - days_ago * DAY, late_at=late_since and NOW - late_since * DAY, **made,
    )  # fmt: skip


def steps(lines) -> list[str]:
    return [line.step.step for line in lines]


def test_ones_own_late_work_is_on_the_first_page_before_a_hundred_older_answers(
    cast, episode
) -> None:
    PartnerDue.objects.all().delete()
    JointDue.objects.all().delete()
    keys = [s.key for s in written(episode).steps]
    answers = [
        due(partner, episode, key, "each partner", 60, 50)
        for partner in (cast.ana, cast.ben)
        for key in keys[5:]
    ]
    own = [
        due(cast.ana, episode, keys[0], "therapist", 9, kind="do", subject="suitability"),
        due(cast.ana, episode, keys[1], "therapist", 3, 1, kind="do", subject="suitability"),
        due(cast.ana, episode, keys[2], "therapist", 0, kind="do", subject="suitability"),
        due(cast.ana, episode, keys[3], "prescriber", 30, 20, kind="do", subject="order"),
        due(cast.ben, episode, keys[4], "couple", 2, kind="meet", subject="preparation"),
    ]
    PartnerDue.objects.bulk_create([*answers, *own])
    assert len(answers) > 40
    page = day_of(cast.okafor, frozenset({"therapist"}), NOW)
    assert steps(page.mine) == [keys[1], keys[2], keys[0], keys[4]], "late, today, the rest"
    assert steps(page.team) == [keys[3]]
    assert len(page.waiting) == WORK["waiting"] and page.more
    assert {line.step.who for line in page.waiting} == {"each partner"}
    second = day_of(cast.okafor, frozenset({"therapist"}), NOW, page=2)
    assert not second.mine and len(second.waiting) == WORK["waiting"]
    assert not {line.step for line in page.waiting} & {line.step for line in second.waiting}


def test_who_only_watches_is_not_told_which_questions_a_partner_has_not_answered(
    cast, episode
) -> None:
    PartnerDue.objects.all().delete()
    JointDue.objects.all().delete()
    keys = [s.key for s in written(episode).steps]
    PartnerDue.objects.bulk_create([
        due(cast.ana, episode, keys[0], "each partner", 3),
        due(cast.ana, episode, keys[1], "each partner", 3, kind="sign", subject="treatment"),
    ])  # fmt: skip
    waiting = {
        role: sorted(steps(day_of(person, frozenset({role}), NOW).waiting))
        for person, role in ((cast.mona, "monitor"), (cast.okafor, "therapist"))
    }
    assert waiting == {"monitor": [keys[1]], "therapist": sorted([keys[0], keys[1]])}


def test_a_meeting_with_medicine_is_the_monitors_too(cast, episode) -> None:
    PartnerDue.objects.all().delete()
    JointDue.objects.all().delete()
    medicine, other = "medicine", "preparation"
    PartnerDue.objects.bulk_create(
        due(partner, episode, step, "couple", 1, kind="meet", subject=subject)
        for partner, step, subject in (
            (cast.ana, "first-conversation", medicine),
            (cast.ben, "first-conversation", other),
        )
    )
    for person, role, own in ((cast.mona, "monitor", 1), (cast.okafor, "therapist", 2)):
        page = day_of(person, frozenset({role}), NOW)
        assert (len(page.mine), len(page.team), page.waiting) == (own, 2 - own, ())
