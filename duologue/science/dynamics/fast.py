"""The fast layer: how a couple moves from day to day around where it rests.

    dx = A (x − μ) dt + L dW,   A = [[−α₁, β₁₂], [β₂₁, −α₂]]

x(t) ∈ R², one coordinate for each partner (closeness, say), in its own unit; t in days. α: how
fast each settles alone (1/day), β: how much the other moves them (1/day), μ: the point both are
drawn to, L: the size of what life does to them (unit/√day). The discretisation is exact, so
uneven days are no problem. All functions take a stack of couples in the leading axes.

Source: Ornstein and Uhlenbeck 1930 for the process; Oravecz, Tuerlinckx and Vandekerckhove 2011
for people's affect; coupled to two partners here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


class Unstable(ValueError):
    """The two would move each other without end: an eigenvalue of A is not negative."""


def coupling(alpha: ArrayLike, beta: ArrayLike) -> Array:
    """A of shape (…, 2, 2) from α and β, each (…, 2) in 1/day; β is (β₁₂, β₂₁)."""
    alpha, beta = np.broadcast_arrays(np.asarray(alpha, float), np.asarray(beta, float))
    rows = [-alpha[..., 0], beta[..., 0], beta[..., 1], -alpha[..., 1]]
    return np.stack(rows, axis=-1).reshape(*alpha.shape[:-1], 2, 2)


def exponential(a: ArrayLike, days: ArrayLike) -> Array:
    """exp(A · days), (…, 2, 2), in closed form.

    With A = m I + B and tr B = 0, B² = d I, so exp(A t) = e^{mt} (cosh(√d t) I + sinh(√d t)/√d B).
    """
    a, t = np.asarray(a, float), np.asarray(days, float)
    m = (a[..., 0, 0] + a[..., 1, 1]) / 2
    b = a - m[..., None, None] * np.eye(2)
    d = -(b[..., 0, 0] * b[..., 1, 1] - b[..., 0, 1] * b[..., 1, 0])
    root = np.sqrt(d.astype(complex))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(np.abs(root * t) < 1e-9, t, np.sinh(root * t) / root).real
    level = np.cosh(root * t).real
    decay = np.exp(m * t)
    inner = level[..., None, None] * np.eye(2) + ratio[..., None, None] * b
    return np.asarray(decay[..., None, None] * inner, float)


def eigen_times(a: ArrayLike) -> Array:
    """The couple's two times in days, (…, 2), slowest first; the first is its rigidity."""
    rates = -np.linalg.eigvals(np.asarray(a, float)).real
    if (rates <= 0).any():
        raise Unstable("a couple is unstable: choose larger alpha or smaller beta")
    return np.sort(1 / rates, axis=-1)[..., ::-1]


def stationary_covariance(a: ArrayLike, noise: ArrayLike) -> Array:
    """S with A S + S Aᵀ + L Lᵀ = 0 (Lyapunov): how far the couple strays in the long run.

    `noise` is L, (…, 2, 2). Raises Unstable.
    """
    a, noise = np.asarray(a, float), np.asarray(noise, float)
    eigen_times(a)
    q = noise @ np.swapaxes(noise, -1, -2)
    # Three unknowns, s11, s12 and s22, and three equations.
    (p, r), (u, w) = (a[..., 0, 0], a[..., 0, 1]), (a[..., 1, 0], a[..., 1, 1])
    zero = np.zeros_like(p)
    rows = [2 * p, 2 * r, zero, u, p + w, r, zero, 2 * u, 2 * w]
    system = np.stack(rows, axis=-1).reshape(*p.shape, 3, 3)
    wanted = -np.stack([q[..., 0, 0], q[..., 0, 1], q[..., 1, 1]], axis=-1)
    shape = np.broadcast_shapes(system.shape[:-1], wanted.shape)
    s = np.linalg.solve(system, np.broadcast_to(wanted, shape)[..., None])[..., 0]
    return s[..., [0, 1, 1, 2]].reshape(*s.shape[:-1], 2, 2)


def transition(a: ArrayLike, noise: ArrayLike, days: ArrayLike) -> tuple[Array, Array]:
    """(F, Q) of one step: x(t + days) − μ = F (x(t) − μ) + ε, ε ~ N(0, Q). Exact for any length.

    Q = S − F S Fᵀ with S the stationary covariance. Raises Unstable.
    """
    f = exponential(a, days)
    s = stationary_covariance(a, noise)
    return f, s - f @ s @ np.swapaxes(f, -1, -2)
