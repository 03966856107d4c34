"""What is next, due, late or blocked in one couple's course: decided from facts alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache

from duologue.programme.outline import PHASES, Offset, Programme, Step

Place = tuple[str, str]
"""A step's key and its slot: '1' or '2' (a partner's side), 'couple', or 'team'."""

SIDES = ("1", "2")
FINISHED = ("done", "skipped")
READY = ("open", "due", "late")
_URGENCY = {"late": 0, "due": 1, "open": 2}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one episode at one moment.

    sides: the partners who take part; dosed: the sides that take medicine, first turn first;
    anchors: "session:2", "last-session", "end-of-treatment"; done and skipped by place.
    """

    started: datetime
    at: datetime
    sides: tuple[str, ...] = SIDES
    dosed: tuple[str, ...] = SIDES
    done: Mapping[Place, datetime] = field(default_factory=dict)
    skipped: Mapping[Place, str] = field(default_factory=dict)
    anchors: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepState:
    """Where one step stands, with its reason. Times are None where nothing sets them."""

    step: str
    slot: str
    state: str
    of: Step
    blocked_by: tuple[Place, ...] = ()
    opens_at: datetime | None = None
    due_at: datetime | None = None
    late_at: datetime | None = None
    closes_at: datetime | None = None
    done_at: datetime | None = None
    reason: str = ""
    passed: bool = False

    @property
    def place(self) -> Place:
        return self.step, self.slot

    @property
    def ready(self) -> bool:
        """Whether it can be done now."""
        return self.state in READY


@dataclass(frozen=True, slots=True)
class Placed:
    """A step in the slot of the one whose step it is, with the places it waits for."""

    step: Step
    slot: str
    after: tuple[Place, ...]


def course(programme: Programme, facts: Facts) -> tuple[StepState, ...]:
    """Every step of everybody who takes part, once, in the programme's order."""
    placed = places(programme, facts.sides, facts.dosed)
    anchors = _anchors(programme, facts)
    settled = {*facts.done, *facts.skipped}
    settled |= {(p.step.key, p.slot) for p in placed if dropped(p.step, facts.anchors)}
    return tuple(_state(one, facts, anchors, settled) for one in placed)


@lru_cache(maxsize=256)
def places(
    programme: Programme, sides: tuple[str, ...], dosed: tuple[str, ...]
) -> tuple[Placed, ...]:
    """Every step written out for the people of one episode."""
    slots = {s.key: slots_of(s, programme.format, sides, dosed) for s in programme.steps}
    return tuple(
        Placed(step, slot, _waits_for(step, slot, slots))
        for step in programme.steps
        for slot in slots[step.key]
    )


def slots_of(
    step: Step, format: str, sides: tuple[str, ...], dosed: tuple[str, ...]
) -> tuple[str, ...]:
    """The slots a step has. When partners take turns, session N doses one of them."""
    if step.about == "couple":
        return ("team",) if step.staff else ("couple",)
    if step.about == "each partner":
        return tuple(sorted(sides))
    taking = dosed
    if format == "taking turns" and step.session is not None and dosed:
        taking = (dosed[(step.session - 1) % len(dosed)],)
    chosen = step.about == "dosed partner"
    return tuple(side for side in sorted(sides) if (side in taking) is chosen)


def _waits_for(step: Step, slot: str, slots: Mapping[str, tuple[str, ...]]) -> tuple[Place, ...]:
    """A partner's step waits for that partner's own steps and for joint ones, never the other's."""
    return tuple(
        (key, other)
        for key in step.after
        for other in slots[key]
        if other not in SIDES or slot not in SIDES or other == slot
    )


def _anchors(programme: Programme, facts: Facts) -> Mapping[str, datetime]:
    anchors = {**facts.anchors, "start": facts.started}
    last = f"session:{programme.sessions}"
    if "last-session" not in anchors and last in anchors:
        anchors["last-session"] = anchors[last]
    if "end-of-treatment" not in anchors and "last-session" in anchors:
        anchors["end-of-treatment"] = programme.ends.after(anchors["last-session"])
    return anchors


def dropped(step: Step, anchors: Mapping[str, datetime]) -> bool:
    """Whether the course was ended (a last session was named) before this step's session."""
    last = anchors.get("last-session")
    if last is None or step.session is None:
        return False
    own = anchors.get(f"session:{step.session}")
    return own is None or own > last


def _state(
    one: Placed, facts: Facts, anchors: Mapping[str, datetime], settled: set[Place]
) -> StepState:
    step, place = one.step, (one.step.key, one.slot)
    anchor = anchors.get(step.anchor)

    def moment(offset: Offset | None) -> datetime | None:
        return None if offset is None or anchor is None else offset.after(anchor)

    opens, due_, late_, closes = map(moment, (step.opens, step.due, step.late, step.closes))

    def stands(state: str, reason: str, waiting_for: tuple[Place, ...] = ()) -> StepState:
        done_at = facts.done.get(place)
        return StepState(
            place[0],
            one.slot,
            state,
            step,
            waiting_for,
            opens,
            due_,
            late_,
            closes,
            done_at,
            reason,
        )

    if place in facts.done:
        return stands("done", "")
    if place in facts.skipped:
        return stands("skipped", facts.skipped[place])
    if dropped(step, facts.anchors):
        return stands("skipped", "the course ended before this session")
    missing = tuple(p for p in one.after if p not in settled)
    if closes is not None and facts.at >= closes:
        return replace(stands("skipped", "its time has passed", missing), passed=True)
    if missing:
        return stands("blocked", "something else comes first", missing)
    if step.opens is not None and opens is None:
        return stands("waiting", f"{step.anchor} has no date yet")
    if opens is not None and facts.at < opens:
        return stands("waiting", "not yet time")
    if late_ is not None and facts.at >= late_:
        return stands("late", "later than planned")
    if due_ is not None and facts.at >= due_:
        return stands("due", "it is time")
    return stands("open", "")


def pending(states: Iterable[StepState]) -> tuple[StepState, ...]:
    """Unfinished steps that nothing blocks and whose opening is known, whatever the hour.

    Steps whose time has passed are among them, so that this changes by acts and not by the clock.
    """
    return tuple(
        s
        for s in states
        if (s.state in (*READY, "waiting") or s.passed)
        and not s.blocked_by
        and (s.of.opens is None or s.opens_at is not None)
    )


def _by_need(state: StepState) -> tuple[object, ...]:
    when = state.late_at if state.state == "late" else state.due_at
    return (
        state.of.optional,
        _URGENCY[state.state],
        when is None,
        when.timestamp() if when else 0.0,
    )


def next_for(states: Iterable[StepState], slot: str) -> StepState | None:
    """The one thing to do next in a slot (a partner's own steps, not the team's about them)."""
    own = [s for s in states if s.slot == slot and s.ready and (slot == "team" or not s.of.staff)]
    return min(own, key=_by_need, default=None)


def counts_for(fitting: Sequence[StepState], at: datetime) -> StepState | None:
    """The step that an act counts for, of those it fits.

    An answer is a measurement of now, so it counts for the one that opened last; anything else
    for the first. What was met or recorded has happened, so it counts even where it had to wait,
    but, where several sessions fit, not for one that is still to come.
    """
    ready = [s for s in fitting if s.ready]
    answers = [s for s in ready if s.of.kind == "answer"]
    if answers:
        return max(answers, key=lambda s: s.opens_at.timestamp() if s.opens_at else 0.0)
    if ready:
        return ready[0]
    several = len({s.of.session for s in fitting}) > 1
    for s in fitting:
        day = s.opens_at or s.due_at
        to_come = several and (day > at if day else s.of.kind == "meet")
        if s.state not in FINISHED and s.of.kind in ("meet", "record") and not to_come:
            return s
    return None


def due(states: Iterable[StepState]) -> tuple[StepState, ...]:
    """What should be done now, late ones included."""
    return tuple(s for s in states if s.state in ("due", "late"))


def late(states: Iterable[StepState]) -> tuple[StepState, ...]:
    """What should have been done."""
    return tuple(s for s in states if s.state == "late")


def current_phase(states: Iterable[StepState]) -> str:
    """The first phase with something required still to do; follow-up when there is none."""
    open_phases = {s.of.phase for s in states if s.state not in FINISHED and not s.of.optional}
    return next((phase for phase in PHASES if phase in open_phases), PHASES[-1])
