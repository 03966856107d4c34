"""The plastic window as a curve over time: a guide for when to practise, not a measurement.

p(t) = share · R(t) + (1 − share) · S(t), scaled so that its highest point is 1, with

    R(t) = (1 − 2^(−t/rise)) · 2^(−t/half-life)     readiness, hours
    S(t) = (1 − 2^(−t/rise)) · 2^(−t/half-life)     structure, days

t in hours after the dose. Parameters and their sources stand in `window.yaml`; they come from
rodents, and the sources disagree about the timing.
"""

from dataclasses import dataclass, replace
from itertools import product


@dataclass(frozen=True)
class Part:
    """One part of the curve: half-rise and half-life in hours, each with its plausible range."""

    rise: float
    half_life: float
    rise_range: tuple[float, float]
    half_life_range: tuple[float, float]


@dataclass(frozen=True)
class Parameters:
    """`share` (0 to 1) is how much of the curve is readiness."""

    share: float
    readiness: Part
    structure: Part


@dataclass(frozen=True)
class Point:
    """The curve `hours` after the dose, from 0 to 1, and the band the ranges span."""

    hours: float
    p: float
    low: float
    high: float


def part(t: float, rise: float, half_life: float) -> float:
    """Rise and fall of one part `t` hours after the dose; 0 before it."""
    if t <= 0:
        return 0.0
    return float((1 - 2 ** (-t / rise)) * 2 ** (-t / half_life))


def p(t: float, parameters: Parameters, *, peak: float | None = None) -> float:
    """Plasticity `t` hours after the dose, 0 to 1."""
    return _raw(t, parameters) / (peak or highest(parameters))


def highest(parameters: Parameters) -> float:
    """The highest value of the unscaled curve, found on a grid of quarter hours over four weeks."""
    return max(_raw(quarter / 4, parameters) for quarter in range(1, 4 * 24 * 28))


def band(parameters: Parameters, *, days: int = 14, every_hours: int = 6) -> tuple[Point, ...]:
    """The curve with its band, from the dose to `days` later."""
    corners = [(each, highest(each)) for each in (parameters, *_corners(parameters))]
    points = []
    for t in range(0, days * 24 + 1, every_hours):
        values = [p(t, each, peak=peak) for each, peak in corners]
        points.append(Point(float(t), values[0], min(values), max(values)))
    return tuple(points)


def _raw(t: float, parameters: Parameters) -> float:
    ready, built = parameters.readiness, parameters.structure
    return parameters.share * part(t, ready.rise, ready.half_life) + (1 - parameters.share) * part(
        t, built.rise, built.half_life
    )


def _corners(parameters: Parameters) -> list[Parameters]:
    def ends(of: Part) -> list[Part]:
        pairs = product(of.rise_range, of.half_life_range)
        return [replace(of, rise=rise, half_life=half_life) for rise, half_life in pairs]

    both = product(ends(parameters.readiness), ends(parameters.structure))
    return [replace(parameters, readiness=ready, structure=built) for ready, built in both]
