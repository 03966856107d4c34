"""When each step of a couple's course was, or will be, done: from the programme's own times."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from duologue.demo.clock import Clock
from duologue.demo.story import Story
from duologue.programme import rules
from duologue.programme.outline import Programme, Step
from duologue.programme.rules import Place, Placed

Meet = Callable[[Step, str, datetime, bool], tuple[datetime, datetime] | None]
"""Books the meeting of a step in a slot near a time; answers with its start and end."""

ON_THE_DAY = {"day-checks": -35, "administration": 0, "observations": 150, "discharge": 190}
OFTEN_DONE = {
    "asked-24h": 0.9,
    "asked-72h": 0.85,
    "own-conversation": 0.8,
    "joint-conversation": 0.75,
}
BY_STORY = ("first-note", "checkin", "practices", "intentions", "pattern-map")


@dataclass
class Course:
    """`done` has what was finished by now; a step that is in neither was left out."""

    done: dict[Place, datetime] = field(default_factory=dict)
    ahead: dict[Place, datetime] = field(default_factory=dict)


def live(
    outline: Programme,
    story: Story,
    clock: Clock,
    *,
    anchors: dict[str, datetime],
    sides: tuple[str, ...],
    dosed: tuple[str, ...],
    meet: Meet,
    rng: np.random.Generator,
) -> Course:
    """Walk the course in order of what waits for what."""
    course = Course()
    waves: dict[tuple[str, str], datetime] = {}
    for one in _in_order(rules.places(outline, sides, dosed)):
        step, slot = one.step, one.slot
        if rules.dropped(step, anchors) or _left_out(step, slot, story, rng):
            continue
        if not all(place in course.done or place in course.ahead for place in one.after):
            continue
        moment = _moment(step, slot, story, clock, anchors, rng)
        if moment is None:
            continue
        if step.wave:
            sitting = waves.setdefault((slot, step.wave), moment)
            moment = sitting if story.appointed(step.key, slot) is None else moment
            waves[slot, step.wave] = sitting + timedelta(minutes=int(rng.integers(3, 8)))
        exactly = story.appointed(step.key, slot) is not None
        before = [course.done.get(p) or course.ahead[p] for p in one.after]
        if before and not exactly and step.session is None:
            moment = max(moment, max(before) + timedelta(minutes=20))
        if step.kind == "meet":
            met = meet(step, slot, moment, exactly)
            if met is None and moment > clock.now:
                continue
            moment = met[1] if met else moment
        closes = step.closes.after(anchors[step.anchor]) if step.closes else None
        if closes and moment >= closes:
            continue
        (course.done if moment <= clock.now else course.ahead)[step.key, slot] = moment
    return course


def _in_order(placed: tuple[Placed, ...]) -> list[Placed]:
    by_place = {(p.step.key, p.slot): p for p in placed}
    found: dict[Place, Placed] = {}

    def visit(place: Place) -> None:
        if place not in found and place in by_place:
            for earlier in by_place[place].after:
                visit(earlier)
            found[place] = by_place[place]

    for place in by_place:
        visit(place)
    return list(found.values())


def _left_out(step: Step, slot: str, story: Story, rng: np.random.Generator) -> bool:
    luck = float(rng.random())
    name = step.key.split(".")[0]
    if story.leaves_out(step.key, slot, step.wave):
        return True
    if name in BY_STORY:
        return not _told(step, slot, story)
    if name == "consent-research":
        return luck > 0.6
    return luck > OFTEN_DONE.get(name, 1.0)


def _told(step: Step, slot: str, story: Story) -> bool:
    side = int(slot) if slot in rules.SIDES else 0
    match step.subject:
        case "first-note":
            return step.session in story.first_notes.get(side, {})  # type: ignore[call-overload]
        case "intentions":
            # Older stories keep theirs to themselves; a course does not go on without.
            return bool(story.intentions.get(side)) or isinstance(story.session_1, int)  # type: ignore[call-overload]
        case "pattern-map":
            return bool(story.pattern)
        case "checkin" | "practices":
            return any(i.practice for i in story.insights.get(side, ()))  # type: ignore[call-overload]
    return True


def _moment(
    step: Step,
    slot: str,
    story: Story,
    clock: Clock,
    anchors: dict[str, datetime],
    rng: np.random.Generator,
) -> datetime | None:
    told, anchor = story.appointed(step.key, slot), anchors.get(step.anchor)
    stray, hour = float(rng.random()), int(rng.integers(7, 22))
    if told:
        return clock.at(*told)
    if anchor is None:
        return None
    if step.subject in ON_THE_DAY:
        return anchor + timedelta(minutes=ON_THE_DAY[step.subject])
    if step.subject == "medicine":
        return anchor
    opens = step.opens.after(anchor) if step.opens else None
    if step.due:
        due = step.due.after(anchor)
        slack = min(timedelta(days=3), due - opens) if opens else timedelta(days=3)
        wanted = due - slack * stray * 0.8
    elif opens:
        wanted = opens + timedelta(hours=2 + 20 * stray)
    else:
        wanted = anchor + timedelta(days=1 + 2 * stray)
    if step.session is None:
        hour = 9 + hour % 8 if step.staff or step.kind == "meet" else hour
        wanted = clock.at(clock.day_of(wanted), f"{hour:02}:{int(60 * stray):02}")
    return max(wanted, opens + timedelta(minutes=5)) if opens else wanted
