"""The engine: what is next, due, late, blocked, for whatever has happened so far."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duologue.programme.loader import load_all, programme
from duologue.programme.rules import (
    Facts,
    course,
    current_phase,
    due,
    late,
    next_for,
    pending,
    places,
)

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY = timedelta(days=1)
COURSES = load_all()


def people(written) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return ("1", "2"), ("2",) if written.format == "individual" else ("2", "1")


def booked(written) -> dict[str, datetime]:
    first = START + 60 * DAY
    return {
        f"session:{n}": first + (n - 1) * written.every_days * DAY
        for n in range(1, written.sessions + 1)
    }


def begun(written, **more) -> Facts:
    sides, dosed = people(written)
    return replace(Facts(START, START, sides, dosed, anchors=booked(written)), **more)


written_courses = st.sampled_from(sorted(COURSES)).map(COURSES.__getitem__)


def walk(written, data, at, stop_after=None):
    """Finish, one by one, any required step that is allowed, drawn at random."""
    facts = begun(written, at=at)
    done = {}
    while stop_after is None or len(done) < stop_after:
        states = course(written, replace(facts, done=done))
        allowed = [s.place for s in states if s.ready]
        if not allowed:
            break
        done = {**done, data.draw(st.sampled_from(allowed)): at}
    return replace(facts, done=done)


@settings(max_examples=40, deadline=None)
@given(written_courses, st.data())
def test_no_step_is_lost_and_none_comes_twice(written, data):
    facts = walk(written, data, START + 70 * DAY, stop_after=8)
    found = [s.place for s in course(written, facts)]
    assert len(found) == len(set(found))
    assert set(found) == {(p.step.key, p.slot) for p in places(written, facts.sides, facts.dosed)}
    assert {key for key, _ in found} == {s.key for s in written.steps}


@settings(max_examples=40, deadline=None)
@given(written_courses, st.data())
def test_nothing_opens_before_what_comes_first_is_done(written, data):
    facts = walk(written, data, START + 70 * DAY, stop_after=12)
    states = {s.place: s for s in course(written, facts)}
    for placed in places(written, facts.sides, facts.dosed):
        state = states[placed.step.key, placed.slot]
        if state.ready:
            assert all(states[p].state in ("done", "skipped") for p in placed.after)
        if state.state == "blocked":
            assert state.blocked_by and set(state.blocked_by) <= set(placed.after)


@settings(max_examples=8, deadline=None)
@given(written_courses, st.data())
def test_any_allowed_order_leads_to_the_same_end_and_the_end_is_reached(written, data):
    at = START + 60 * DAY + timedelta(hours=1)
    one, other = walk(written, data, at), walk(written, data, at)
    at_end = [(s.place, s.state) for s in course(written, one)]
    assert at_end == [(s.place, s.state) for s in course(written, other)]
    far = replace(one, at=START + 900 * DAY)
    open_still = [s.place for s in course(written, far) if s.ready]
    while open_still:
        far = replace(far, done={**far.done, **dict.fromkeys(open_still, far.at)})
        open_still = [s.place for s in course(written, far) if s.ready]
    assert {s.state for s in course(written, far)} <= {"done", "skipped"}
    assert current_phase(course(written, far)) == "followup"


@settings(max_examples=40, deadline=None)
@given(written_courses, st.data(), st.integers(0, 400), st.integers(0, 400))
def test_time_alone_only_moves_a_step_forward(written, data, days, more):
    facts = walk(written, data, START + 70 * DAY, stop_after=6)
    order = ["blocked", "waiting", "open", "due", "late", "done", "skipped"]
    sooner = course(written, replace(facts, at=START + days * DAY))
    later = course(written, replace(facts, at=START + (days + more) * DAY))
    for a, b in zip(sooner, later, strict=True):
        assert order.index(a.state) <= order.index(b.state)


@settings(max_examples=60, deadline=None)
@given(written_courses, st.data(), st.integers(0, 300))
def test_what_one_partner_does_alone_changes_nothing_the_other_can_see(written, data, days):
    facts = walk(written, data, START + 70 * DAY, stop_after=10)
    facts = replace(facts, at=START + days * DAY)
    sides = {"1": "2", "2": "1"}
    for side, other in sides.items():
        secret = [p for p in places(written, *people(written)) if p.slot == other]
        chosen = data.draw(st.lists(st.sampled_from(secret), max_size=6))
        acts = {(p.step.key, p.slot): facts.at for p in chosen}
        changed = replace(facts, done={**facts.done, **acts})

        def seen(these, side=side):
            return [s for s in course(written, these) if s.slot in (side, "couple")]

        assert seen(facts) == seen(changed)


@settings(max_examples=30, deadline=None)
@given(written_courses, st.data(), st.integers(0, 300))
def test_what_is_pending_changes_by_acts_and_not_by_the_clock(written, data, days):
    facts = walk(written, data, START + 70 * DAY, stop_after=10)
    then = replace(facts, at=START + days * DAY)

    def keys(these):
        return [(s.place, s.opens_at, s.due_at) for s in pending(course(written, these))]

    assert keys(facts) == keys(then)
    ready = {s.place for s in course(written, then) if s.ready}
    assert ready <= {place for place, _, _ in keys(then)}


def test_when_partners_take_turns_each_session_doses_one_of_them():
    written = COURSES["taking-turns"]
    dosed = {
        s.of.session: s.slot
        for s in course(written, begun(written))
        if s.of.subject == "administration"
    }
    assert dosed == {1: "2", 2: "1", 3: "2", 4: "1"}


def test_together_doses_both_in_every_session():
    written = COURSES["together-psycholytic"]
    given_to = [
        s.place for s in course(written, begun(written)) if s.of.subject == "administration"
    ]
    assert len(given_to) == 12


def test_an_absent_partner_has_no_steps_and_holds_up_nothing():
    written = COURSES["individual"]
    alone = begun(written, sides=("2",))
    assert "1" not in {s.slot for s in course(written, alone)}


def test_a_step_goes_from_waiting_to_open_to_due_to_late():
    written = COURSES["together-psycholytic"]
    session = booked(written)["session:2"]
    done = {s.place: START for s in course(written, begun(written)) if s.of.session in (None, 1)}
    done[("medicine-session.s2", "couple")] = session

    def at(moment):
        states = course(written, begun(written, done=done, at=moment))
        return {s.place: s.state for s in states}["own-conversation.s2", "1"]

    hours = timedelta(hours=1)
    assert [at(session + h * hours) for h in (11, 12, 24, 48, 144)] == [
        "waiting", "open", "due", "late", "skipped",
    ]  # fmt: skip


def test_without_a_date_a_step_waits_and_says_for_what():
    written = COURSES["together-psycholytic"]
    facts = begun(written, anchors={})
    done = {s.place: START for s in course(written, facts) if s.of.phase < "medicine"}
    done |= {
        s.place: START for s in course(written, facts) if s.of.phase in ("preparation", "screening")
    }
    state = {s.place: s for s in course(written, replace(facts, done=done))}["order.s1", "1"]
    assert (state.state, state.reason) == ("waiting", "session:1 has no date yet")


def test_naming_a_last_session_ends_the_course_there():
    written = COURSES["together-psycholytic"]
    dates = booked(written)
    facts = begun(written, anchors={**dates, "last-session": dates["session:3"]})
    states = course(written, facts)
    assert {s.state for s in states if s.of.session in (4, 5, 6)} == {"skipped"}
    assert "skipped" not in {s.state for s in states if s.of.session == 3}
    end = next(s for s in states if s.step == "csi-16.end")
    assert end.due_at == dates["session:3"] + 14 * DAY


def test_the_next_step_is_the_one_most_needed_and_never_the_teams():
    written = COURSES["together-psycholytic"]
    facts = begun(written, done={("first-conversation", "couple"): START}, at=START + 18 * DAY)
    states = course(written, facts)
    assert next_for(states, "1").step == "consent-confidentiality"
    assert next_for(states, "couple").step == "joint-assessment"
    assert next_for(states, "team") is None
    assert {s.state for s in due(states)} <= {"due", "late"}
    assert {s.state for s in late(states)} == {"late"}


def test_half_a_year_from_the_last_of_august_is_the_last_of_february():
    offset = programme("together-psycholytic").step("csi-16.m6").due
    assert offset.after(datetime(2026, 8, 31, tzinfo=UTC)) == datetime(2027, 2, 28, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2d", "+2", "+2y", "++2d", "+1.5d", "", "+9999d"])
def test_a_time_is_a_sign_a_number_and_a_unit(text):
    from duologue.programme.outline import Offset

    with pytest.raises(ValueError, match="is not a time such as"):
        Offset.parse(text)
