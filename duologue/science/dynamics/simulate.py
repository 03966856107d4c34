"""Made-up couples: days of two people who move each other, under treatment or not."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from duologue.science.dynamics.fast import Array, coupling, stationary_covariance, transition
from duologue.science.dynamics.slow import Rates, drift


@dataclass(frozen=True, slots=True)
class Parameters:
    """θ of one couple, each a pair, partner 1 first: α and β in 1/day, μ in the unit of x.

    `alpha` settling alone, `beta` (β₁₂, β₂₁) being moved by the other, `mu` where they rest.
    """

    alpha: tuple[float, float] = (0.5, 0.5)
    beta: tuple[float, float] = (0.2, 0.2)
    mu: tuple[float, float] = (0.0, 0.0)

    @property
    def row(self) -> Array:
        return np.array([*self.alpha, *self.beta, *self.mu])


@dataclass(frozen=True, slots=True)
class Treatment:
    """Where θ is moved to (θ*), with plasticity and practice at each time, both (T,), 0 to 1."""

    target: Parameters
    plasticity: ArrayLike
    practice: ArrayLike
    rates: Rates = field(default_factory=Rates)


@dataclass(frozen=True, slots=True)
class Simulated:
    """`state` x and `observed` (x with measurement error), (T, 2); θ (T, 6); c (T,)."""

    times: Array
    state: Array
    observed: Array
    theta: Array
    consolidated: Array


def simulate(
    *,
    times: ArrayLike,
    start: Parameters,
    noise: ArrayLike,
    error: float,
    rng: np.random.Generator,
    treatment: Treatment | None = None,
) -> Simulated:
    """One couple at `times` (T,), days, rising and as uneven as you like.

    It begins in the long-run distribution of `start`. `noise` is L (2, 2), unit/√day; `error`
    the standard deviation of measurement, in the unit of x. The same generator state gives the
    same days. Raises Unstable, and ValueError for times that do not rise.
    """
    moments = np.asarray(times, float)
    days = np.diff(moments)
    if moments.ndim != 1 or (days <= 0).any():
        raise ValueError("times are one rising row of days; sort them and drop what is double")
    steps = len(moments)
    theta, consolidated = np.tile(start.row, (steps, 1)), np.zeros(steps)
    if treatment is not None:
        theta, consolidated = drift(
            start.row, treatment.target.row, treatment.plasticity, treatment.practice, days,
            treatment.rates,
        )  # fmt: skip
    a = coupling(theta[:, 0:2], theta[:, 2:4])
    mu = theta[:, 4:6]
    state = np.empty((steps, 2))
    state[0] = mu[0] + _draw(stationary_covariance(a[0], noise), rng)
    if steps > 1:
        moves, spread = transition(a[:-1], noise, days)
        shocks = _draw(spread, rng)
        for step in range(steps - 1):
            state[step + 1] = mu[step] + moves[step] @ (state[step] - mu[step]) + shocks[step]
    observed = state + error * rng.standard_normal(state.shape)
    return Simulated(moments, state, observed, theta, consolidated)


def _draw(covariance: Array, rng: np.random.Generator) -> Array:
    """One draw N(0, covariance) for each in the stack, (…, 2); the 2×2 root is written out."""
    first = np.sqrt(np.clip(covariance[..., 0, 0], 0, None))
    across = np.where(first > 0, covariance[..., 0, 1] / np.where(first > 0, first, 1), 0.0)
    second = np.sqrt(np.clip(covariance[..., 1, 1] - across**2, 0, None))
    z = rng.standard_normal((*covariance.shape[:-2], 2))
    return np.stack([first * z[..., 0], across * z[..., 0] + second * z[..., 1]], axis=-1)
