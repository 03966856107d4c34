"""How each made-up couple fared, day by day: `science.dynamics` with the doses and practice of its story."""

from dataclasses import dataclass

import numpy as np

from duologue.demo.story import Story
from duologue.science.dynamics.simulate import Parameters, Simulated, Treatment, simulate
from duologue.science.dynamics.slow import plasticity

NOISE = np.array([[0.30, 0.0], [0.14, 0.27]])
ERROR = 0.25
BEFORE = 10  # days lived before they came


@dataclass(frozen=True)
class Life:
    """The days of one couple; `day` counts from today, negative before it."""

    first: int
    simulated: Simulated

    def on(self, side: int, day: int) -> float:
        """The state of one day as the person would tell it."""
        return float(self.simulated.observed[self._row(day), side - 1])

    def lately(self, side: int, day: int) -> float:
        """The week that ends on `day`, as a questionnaire about the last weeks sees it."""
        row = self._row(day)
        return float(self.simulated.observed[max(0, row - 6) : row + 1, side - 1].mean())

    def _row(self, day: int) -> int:
        return int(np.clip(day - self.first, 0, len(self.simulated.times) - 1))


def life(story: Story, sessions: list[int], rng: np.random.Generator) -> Life:
    """`sessions`: the days of the doses given so far."""
    change = story.change
    first = min(story.began, *sessions, 0) - BEFORE
    days = np.arange(first, 1, dtype=float)
    beta = (0.28, 0.28) if change.pulled else (0.18, 0.18)
    start = Parameters(alpha=(0.55, 0.55), beta=beta, mu=change.start)
    treatment = None
    if change.to and sessions:
        target = Parameters(alpha=(0.55, 0.55), beta=beta, mu=change.to)
        open_days = plasticity(days, sessions)
        practice = np.clip(change.practice + 0.15 * rng.standard_normal(len(days)), 0, 1)
        treatment = Treatment(target, open_days, practice)
    made = simulate(times=days, start=start, noise=NOISE, error=ERROR, rng=rng, treatment=treatment)
    return Life(first, made)
