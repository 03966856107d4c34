"""The written courses that ship."""

import pytest

from duologue.programme.loader import load_all, programme, versions
from duologue.programme.outline import PHASES

IDS = ("individual", "taking-turns", "together-psycholytic", "weekend-workshop")


def test_four_courses_ship_one_for_each_format():
    assert tuple(load_all()) == IDS
    assert {p.format for p in load_all().values()} == {
        "individual",
        "taking turns",
        "together",
        "workshop",
    }


@pytest.mark.parametrize("id", IDS)
def test_a_course_keeps_its_id_and_version_in_its_address(id):
    (only,) = versions(id)
    assert (programme(id).id, programme(id).version) == (id, only)
    assert programme(id) is programme(id)


def test_a_course_that_is_not_written_is_said_so():
    with pytest.raises(LookupError, match="no programme “moon”"):
        programme("moon")
    with pytest.raises(LookupError, match="in version 9"):
        programme("individual", "9")


@pytest.mark.parametrize("course", load_all().values(), ids=IDS)
def test_the_private_screen_is_the_same_for_each_partner(course):
    (screen,) = [s for s in course.steps if s.subject == "private-screen"]
    assert (screen.who, screen.optional, screen.phase) == ("each partner", False, "screening")


@pytest.mark.parametrize("course", load_all().values(), ids=IDS)
def test_confidentiality_is_agreed_before_the_first_private_question(course):
    screen = course.step("private-screen")
    assert screen.after == ("consent-confidentiality",)
    assert course.step("consent-confidentiality").who == "each partner"


@pytest.mark.parametrize("course", load_all().values(), ids=IDS)
def test_satisfaction_is_asked_before_at_the_end_and_for_a_year(course):
    assert {s.wave for s in course.steps if s.key.startswith("csi-16.")} == {
        "before", "end", "m1", "m3", "m6", "m12",
    }  # fmt: skip
    pulses = [s for s in course.steps if s.key.startswith("csi-4.s")]
    assert len(pulses) == course.sessions


@pytest.mark.parametrize("course", load_all().values(), ids=IDS)
def test_every_dose_has_a_limit_per_weight_and_an_absolute_one(course):
    assert {r.route for r in course.limits.routes} == set(course.routes)
    for route in course.limits.routes:
        assert 0 < route.mg_per_kg.value <= 5 and 0 < route.cap_mg.value <= 400
        assert route.mg_per_kg.source and route.cap_mg.source


@pytest.mark.parametrize("course", load_all().values(), ids=IDS)
def test_steps_come_in_the_order_of_the_phases(course):
    order = [PHASES.index(s.phase) for s in course.steps]
    assert order == sorted(order)


@pytest.mark.parametrize("course", load_all().values(), ids=IDS)
def test_a_dose_waits_for_clearance_consent_and_a_signed_readiness(course):
    before = set()
    todo = ["administration.s1"]
    while todo:
        for key in course.step(todo.pop()).after:
            if key not in before:
                before.add(key)
                todo.append(key)
    assert {
        "order.s1", "day-checks.s1", "readiness", "clearance", "suitability", "private-screen",
        "consent-treatment", "consent-off-label", "consent-touch", "consent-confidentiality",
    } <= before  # fmt: skip
