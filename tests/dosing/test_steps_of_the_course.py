import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from duologue.calendar import actions as calendar
from duologue.dosing.discharge.actions import discharge
from duologue.dosing.discharge.rules import CRITERIA
from duologue.dosing.places import dosed_at, partners_at
from duologue.programme.actions import start_episode
from duologue.programme.models import Anchor, JointStepDone, PartnerStepDone
from duologue.programme.queries import current_episode
from tests.dosing.conftest import Day


@pytest.fixture
def episode(cast):
    return start_episode(
        couple=cast.couple, programme="together-psycholytic", dosed=[cast.ana, cast.ben],
        by=cast.okafor, at=timezone.now() - timedelta(days=40),
    )  # fmt: skip


def done_of(partner) -> set[str]:
    return set(PartnerStepDone.objects.filter(partner=partner).values_list("step", flat=True))


def date_of_session(episode):
    return Anchor.objects.filter(episode=episode, name="session:1").order_by("nth").last().at


def test_a_booked_session_dates_the_course_and_a_cancelled_one_takes_it_back(cast, episode) -> None:
    now = timezone.now()

    def book(days):
        return calendar.book(
            id=uuid.uuid4(), couple=cast.couple, kind="medicine", session_number=1,
            partners=[cast.ana, cast.ben], staff=[], room=None, by=cast.cora, at=now,
            starts_at=now + timedelta(days=days), ends_at=now + timedelta(days=days, hours=3),
        )  # fmt: skip

    first = book(7)
    assert date_of_session(episode) == first.starts_at
    calendar.move(
        appointment=first, starts_at=now + timedelta(days=8), ends_at=now + timedelta(days=8, hours=3),
        room=None, reason="", by=cast.cora, at=now,
    )  # fmt: skip
    assert date_of_session(episode) == now + timedelta(days=8)
    calendar.cancel(appointment=first, reason="flu", by=cast.cora, at=now)
    assert date_of_session(episode) is None


def test_what_is_recorded_of_one_partner_finishes_that_partners_steps_only(cast, episode) -> None:
    day = Day(cast)
    assert {"order.s1", "day-checks.s1"} <= done_of(cast.ana) & done_of(cast.ben)
    day.give(cast.ana)
    assert "administration.s1" in done_of(cast.ana)
    assert "administration.s1" not in done_of(cast.ben)
    discharge(
        id=uuid.uuid4(), appointment=day.session, partner=cast.ana, padss=9,
        criteria=dict.fromkeys(CRITERIA, True), escort="Sister", left_because="test",
        next_contact_at=day.now + timedelta(hours=20), by=cast.mona, at=day.now,
    )  # fmt: skip
    assert {"observations.s1", "discharge.s1"} <= done_of(cast.ana) - done_of(cast.ben)


def test_a_meeting_that_was_held_finishes_its_step(cast, episode) -> None:
    day = Day(cast)
    both = {cast.ana.pk: "arrived", cast.ben.pk: "arrived"}
    calendar.attend(appointment=day.session, outcomes=both, by=cast.mona, at=day.now)
    met = set(JointStepDone.objects.values_list("step", flat=True))
    assert any("s1" in step for step in met), met


def test_an_individual_meeting_finishes_the_step_of_one_partner(cast, episode) -> None:
    now = timezone.now()
    own = calendar.book(
        id=uuid.uuid4(), couple=cast.couple, kind="assessment-individual", partners=[cast.ana],
        staff=[], room=None, by=cast.cora, at=now,
        starts_at=now - timedelta(hours=1), ends_at=now,
    )  # fmt: skip
    calendar.attend(appointment=own, outcomes={cast.ana.pk: "arrived"}, by=cast.okafor, at=now)
    assert done_of(cast.ana) and not done_of(cast.ben)


@pytest.mark.parametrize(
    ("programme", "both", "number", "expected"),
    [
        ("together-psycholytic", True, 1, {"Ana", "Ben"}),
        ("individual", False, 1, {"Ana"}),
        ("taking-turns", True, 1, {"Ana"}),
        ("taking-turns", True, 2, {"Ben"}),
    ],
)
def test_the_programme_says_who_is_dosed_in_a_session(
    cast, programme, both, number, expected
) -> None:
    now = timezone.now()
    dosed = [cast.ana, cast.ben] if both else [cast.ana]
    start_episode(couple=cast.couple, programme=programme, dosed=dosed, by=cast.okafor, at=now)
    session = calendar.book(
        id=uuid.uuid4(), couple=cast.couple, kind="medicine", session_number=number,
        partners=[cast.ana, cast.ben], staff=[], room=None, by=cast.cora, at=now,
        starts_at=now, ends_at=now + timedelta(hours=3),
    )  # fmt: skip
    present = partners_at(session)
    taking = dosed_at(session, present, current_episode(cast.couple))
    assert {p.first_name for p in present if p.pk in taking} == expected
