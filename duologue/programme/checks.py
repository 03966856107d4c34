"""What a programme may not say: circles, steps that cannot be reached, and what would tell secrets."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from duologue.programme.outline import PARTNERS, PHASES, PRIVATE_SCREEN, Programme, Step
from duologue.programme.reading import Reading


def check(course: Programme, top: Reading, rows: Mapping[str, Reading]) -> None:
    """Raise the Mistake of the first step that breaks a rule of this file."""
    steps = {s.key: s for s in course.steps}

    def row(step: Step) -> Reading:
        return rows.get(step.key) or rows[step.key.rpartition(".")[0]]

    for phase in PHASES:
        if not any(s.phase == phase for s in course.steps):
            top.wrong("steps", f"the phase “{phase}” has no step; add one")
    _circle(course, row)
    for step in course.steps:
        for key in step.after:
            _waits_rightly(step, steps[key], row(step))
        if course.format == "individual":
            _keeps_sessions_private(step, row(step))
    _private_screen(course, top, row)


def _circle(course: Programme, row) -> None:  # type: ignore[no-untyped-def]
    try:
        TopologicalSorter({s.key: s.after for s in course.steps}).prepare()
    except CycleError as circle:
        keys = circle.args[1]
        row(course.step(keys[0])).wrong("after", f"a circle: {' → '.join(keys)}; take one away")


def _waits_rightly(step: Step, other: Step, row: Reading) -> None:
    name = f"“{other.key}”"
    if PHASES.index(other.phase) > PHASES.index(step.phase):
        row.wrong("after", f"{name} belongs to a later phase; move one of the two")
    if other.closes is not None:
        row.wrong("after", f"{name} closes by itself, so nothing may wait for it")
    if other.optional and not step.optional:
        row.wrong("after", f"{name} is optional, so only optional steps may wait for it")
    if step.shared and other.about in PARTNERS:
        # Ben must not learn from a shared step that Ana has or has not done her own.
        row.wrong(
            "after",
            f"{name} is one partner's own and both would see this step move; "
            "let a step of the team about the couple wait for it, and this one for that",
        )


def _keeps_sessions_private(step: Step, row: Reading) -> None:
    if step.who in ("each partner", "undosed partner", "couple") and step.anchor != "start":
        row.wrong(
            "anchor",
            "the partner who takes no medicine would learn from this step when the sessions are; "
            "count from start, or give the step to the dosed partner",
        )


def _private_screen(course: Programme, top: Reading, row) -> None:  # type: ignore[no-untyped-def]
    screens = [s for s in course.steps if s.subject == PRIVATE_SCREEN]
    if not any(s.phase == "screening" for s in screens):
        top.wrong("steps", f"there is no {PRIVATE_SCREEN} in screening; add it for each partner")
    for step in screens:
        if step.who != "each partner" or step.optional:
            row(step).wrong(
                "who", "the private screen is the same for each partner, never optional"
            )
    sealed = {step.key for step in screens}
    for step in course.steps:
        if not step.staff and sealed & set(step.after):
            row(step).wrong(
                "after", "a partner would learn from this step that the private screen is done"
            )
