"""The slow layer: how treatment and practice move a couple's parameters θ = (α, β, μ).

    dθ/dt = κ p(t) s(t) (θ* − θ) − λ (1 − c) (θ − θ₀),    dc/dt = η p(t) s(t) (1 − c)

p: plasticity after a dose, 0 to 1; s: practice actually done, 0 to 1; c: consolidation. Without
practice c stays at 0 and θ falls back at rate λ: insights fade. κ, λ, η in 1/day. A hypothesis
of this project, written down so that it can be found wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from duologue.science.dynamics.fast import Array


@dataclass(frozen=True, slots=True)
class Rates:
    """κ (learning), λ (falling back) and η (consolidating), in 1/day. Assumptions, no study."""

    learning: float = 0.35
    falling_back: float = 0.02
    consolidating: float = 0.12


def drift(
    start: ArrayLike,
    target: ArrayLike,
    plasticity: ArrayLike,
    practice: ArrayLike,
    days: ArrayLike,
    rates: Rates,
) -> tuple[Array, Array]:
    """θ and c over time: θ (T, P), c (T,), beginning at `start` (P,) and 0.

    `plasticity` and `practice` (T,) hold from each time to the next; `days` (T − 1,) are the
    lengths between. Within a step p, s and c are constant and the rest is solved exactly.
    """
    rest, aim = np.asarray(start, float), np.asarray(target, float)
    drive = np.asarray(plasticity, float) * np.asarray(practice, float)
    lengths = np.asarray(days, float)
    theta = np.empty((len(drive), len(rest)))
    consolidated = np.empty(len(drive))
    theta[0], consolidated[0] = rest, 0.0
    for step, length in enumerate(lengths):
        towards = rates.learning * drive[step]
        back = rates.falling_back * (1 - consolidated[step])
        total = towards + back
        settles = (towards * aim + back * rest) / total if total > 0 else theta[step]
        theta[step + 1] = settles + (theta[step] - settles) * np.exp(-total * length)
        left = 1 - consolidated[step]
        kept = np.exp(-rates.consolidating * drive[step] * length)
        consolidated[step + 1] = 1 - left * kept
    return theta, consolidated


def plasticity(
    times: ArrayLike, doses: ArrayLike, *, rise: float = 0.5, half: float = 5.0
) -> Array:
    """p at `times` (T,) after `doses` (D,), all in days; the latest dose's curve counts most.

    Rises within `rise` days and halves every `half` days: measured in rodents, the days are an
    assumption. Highest value 1.
    """
    since = np.asarray(times, float)[:, None] - np.asarray(doses, float)[None, :]
    after = np.clip(since, 0, None)
    curve = np.where(since > 0, (1 - 2 ** (-after / rise)) * 2 ** (-after / half), 0.0)
    grid = np.linspace(0, 4 * half, 400)
    peak = ((1 - 2 ** (-grid / rise)) * 2 ** (-grid / half)).max()
    return np.asarray(curve.max(axis=1, initial=0.0) / peak, float)
