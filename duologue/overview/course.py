"""The whole course of a couple for their team, phase by phase."""

from collections.abc import Sequence
from dataclasses import dataclass

from duologue.overview.portal import PHASE_NAMES
from duologue.programme.outline import PHASES
from duologue.programme.rules import StepState

SETTLED = ("done", "skipped")


@dataclass(frozen=True)
class Line:
    """One step, and the titles of those it waits for."""

    state: StepState
    waits: tuple[str, ...]


@dataclass(frozen=True)
class Phase:
    """The steps of one phase. `unfolded`: the phase the couple is in, or with something due."""

    name: str
    now: bool
    unfolded: bool
    settled: int
    late: int
    lines: tuple[Line, ...]


def by_phase(states: Sequence[StepState], current: str, *, closed: bool) -> tuple[Phase, ...]:
    """Every step in the order of the course, under its phase; of one that is closed, what was
    done or left out. `current` is empty where it is over."""
    titles = {each.step: each.of.team_title for each in states}
    states = [each for each in states if not closed or each.state in SETTLED]
    return tuple(
        _phase(phase, [each for each in states if each.of.phase == phase], titles, current)
        for phase in PHASES
        if any(each.of.phase == phase for each in states)
    )


def _phase(phase: str, states: Sequence[StepState], titles: dict[str, str], current: str) -> Phase:
    waiting = [each.state for each in states if each.state in ("due", "late")]
    return Phase(
        name=PHASE_NAMES[phase],
        now=phase == current,
        unfolded=phase == current or bool(waiting),
        settled=sum(each.state in SETTLED for each in states),
        late=waiting.count("late"),
        lines=tuple(
            Line(each, tuple(dict.fromkeys(titles[key] for key, _ in each.blocked_by)))
            for each in states
        ),
    )
