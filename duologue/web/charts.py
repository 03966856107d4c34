"""Charts as SVG text: pure functions, every text escaped, colours from the page's tokens.

A line never runs through what is missing; there is one y-axis; labels stand at the lines themselves.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from html import escape

from duologue.web.plot import Band, Series, Table, Trajectory, number, trajectory_rows

__all__ = ["Band", "Series", "Table", "Trajectory", "trajectory", "trajectory_rows"]

STEPS = (0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)
WEEKS = (1, 2, 4, 8, 13, 26, 52, 104)
LINE_HEIGHT = 17.0  # of a label, in drawing units (14 px text)


def text_width(text: str, size: float = 14.0) -> float:
    """Roughly how wide `text` is in Inter at `size` px (half-bold); generous, so labels never collide."""
    return len(text) * size * 0.6


def unbroken(series: Series, longest_gap: int | None = None) -> list[list[tuple[date, float]]]:
    """The stretches a line may be drawn through: cut at each missing value and at long gaps."""
    stretches: list[list[tuple[date, float]]] = []
    last: date | None = None
    for at, value in sorted(series.points, key=lambda point: point[0]):
        if value is None:
            last = None
            continue
        if last is None or (longest_gap is not None and at - last > timedelta(days=longest_gap)):
            stretches.append([])
        stretches[-1].append((at, value))
        last = at
    return stretches


def nudge(wanted: list[float], low: float, high: float, gap: float = LINE_HEIGHT) -> list[float]:
    """Heights near the `wanted` ones, in the same order, at least `gap` apart, within low..high.

    When they cannot all fit, the order and the gap are kept and the last ones leave the range.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = [0.0] * len(wanted)
    floor = low
    for i in order:
        placed[i] = max(wanted[i], floor)
        floor = placed[i] + gap
    ceiling = max(high, low + gap * (len(wanted) - 1))
    for i in reversed(order):
        placed[i] = min(placed[i], ceiling)
        ceiling = placed[i] - gap
    return placed


@dataclass(frozen=True)
class _Frame:
    plot: Trajectory
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    first: date
    last: date

    def x(self, at: date) -> float:
        days = max((self.last - self.first).days, 1)
        return self.left + (self.right - self.left) * (at - self.first).days / days

    def y(self, value: float) -> float:
        plot = self.plot
        share = (min(max(value, plot.low), plot.high) - plot.low) / ((plot.high - plot.low) or 1)
        return self.bottom - (self.bottom - self.top) * share


def _frame(plot: Trajectory, width: float) -> _Frame:
    dates = [at for one in plot.series for at, _ in one.points]
    first = plot.first or min(dates, default=date(2000, 1, 1))
    last = max([*dates, *plot.sessions, first + timedelta(weeks=2)])
    ends = [
        text_width(f"{one.label} {number(one.known[-1][1])}") for one in plot.series if one.known
    ]
    height = 300.0 if width > 400 else 260.0
    left = 12 + max(text_width(number(value)) for value in (plot.low, plot.high))
    right = width - 14 - max(ends, default=10.0)
    top = 26.0 if plot.sessions else 12.0
    return _Frame(plot, width, height, left, right, top, height - 30, first, last)


def trajectory(plot: Trajectory, width: int = 480) -> str:
    """The chart as an SVG element, `width` drawing units wide (480 for a desk, 320 for a phone)."""
    f = _frame(plot, width)
    key = "c" + sha256(f"{plot.title}{plot.said}{width}".encode()).hexdigest()[:8]
    parts = [
        f'<svg class="drawing" viewBox="0 0 {f.width:g} {f.height:g}" role="img" '
        f'aria-labelledby="{key}t {key}d">'
        f'<title id="{key}t">{escape(plot.title)}</title><desc id="{key}d">{escape(plot.said)}</desc>',
        *_grid(f),
        *_bands(f),
        *_sessions(f),
        *(_series(f, one) for one in plot.series),
        *_ends(f),
        "</svg>",
    ]
    return "".join(parts)


def _grid(f: _Frame) -> list[str]:
    plot = f.plot
    step = next((s for s in STEPS if (plot.high - plot.low) / s <= 5), STEPS[-1])
    parts = []
    value = -(-plot.low // step) * step
    while value <= plot.high + 1e-9:
        y = f.y(value)
        parts.append(
            f'<line class="grid-line" x1="{f.left:.1f}" x2="{f.right:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text x="{f.left - 8:.1f}" y="{y + 5:.1f}" text-anchor="end">{number(value)}</text>'
        )
        value += step
    weeks = (f.last - f.first).days / 7
    room = max(int((f.right - f.left) // 58), 2)
    every = next((w for w in WEEKS if weeks / w <= room), WEEKS[-1])
    for week in range(0, int(weeks) + 1, every):
        x = f.x(f.first + timedelta(weeks=week))
        parts.append(
            f'<text x="{x:.1f}" y="{f.bottom + 22:.1f}" text-anchor="middle">wk {week}</text>'
        )
    return parts


def _bands(f: _Frame) -> list[str]:
    plot = f.plot
    parts: list[str] = []
    for band in plot.bands:
        top, bottom = f.y(band.high), f.y(band.low)
        y = bottom - 8 if band.low <= plot.low else top + 16
        parts.append(
            f'<rect class="band" x="{f.left:.1f}" y="{top:.1f}" width="{f.right - f.left:.1f}" '
            f'height="{bottom - top:.1f}"/>'
            f'<text class="band-label" x="{f.left + 8:.1f}" y="{y:.1f}">'
            f"{escape(band.label)}</text>"
        )
    if plot.cutoff is not None:
        y = f.y(plot.cutoff)
        parts.append(
            f'<line class="band-edge" x1="{f.left:.1f}" x2="{f.right:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        )
    for one in plot.series:
        if plot.reliable_change is None or not one.known:
            continue
        start = one.known[0][1]
        top, bottom = f.y(start + plot.reliable_change), f.y(start - plot.reliable_change)
        parts.append(
            f'<g class="s{one.side}"><rect class="chance" x="{f.left:.1f}" y="{top:.1f}" '
            f'width="{f.right - f.left:.1f}" height="{bottom - top:.1f}"/>'
            f'<path class="chance-edge" d="M{f.left:.1f} {top:.1f}H{f.right:.1f}M{f.left:.1f} {bottom:.1f}'
            f'H{f.right:.1f}"/></g>'
        )
    return parts


def _sessions(f: _Frame) -> list[str]:
    parts: list[str] = []
    free = 0.0
    for index, at in enumerate(sorted(f.plot.sessions), 1):
        if not f.first <= at <= f.last:
            continue
        x = f.x(at)
        label = str(index) if parts else f"session {index}"
        half = text_width(label) / 2
        parts.append(
            f'<line class="session-mark" x1="{x:.1f}" x2="{x:.1f}" y1="{f.top - 4:.1f}" '
            f'y2="{f.bottom:.1f}"/>'
        )
        if x - half >= free:
            parts.append(
                f'<text class="session-label" x="{x:.1f}" y="{f.top - 9:.1f}" '
                f'text-anchor="middle">{label}</text>'
            )
            free = x + half + 2
    return parts


def _point(x: float, y: float, side: int | str) -> str:
    if side == 2:
        return f'<path class="point" d="M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7-7z"/>'
    return f'<circle class="point" cx="{x:.1f}" cy="{y:.1f}" r="5.5"/>'


def _series(f: _Frame, one: Series) -> str:
    drawn = []
    for stretch in unbroken(one, f.plot.longest_gap):
        places = [(f.x(at), f.y(value)) for at, value in stretch]
        if len(places) > 1:
            drawn.append(
                '<path class="line" d="M' + "L".join(f"{x:.1f} {y:.1f}" for x, y in places) + '"/>'
            )
        drawn += [_point(x, y, one.side) for x, y in places]
    return f'<g class="s{escape(str(one.side))}">{"".join(drawn)}</g>'


def _ends(f: _Frame) -> list[str]:
    shown = [one for one in f.plot.series if one.known]
    wanted = [f.y(one.known[-1][1]) for one in shown]
    heights = nudge(wanted, f.top + 8, f.bottom - 4)
    parts: list[str] = []
    for one, from_y, to_y in zip(shown, wanted, heights, strict=True):
        at, value = one.known[-1]
        x = f.x(at)
        far = f.right - x > 14 or abs(to_y - from_y) > 6
        leader = (
            f'<path class="leader" d="M{x + 8:.1f} {from_y:.1f}L{f.right + 3:.1f} {to_y:.1f}"/>'
            if far
            else ""
        )
        parts.append(
            f'<g class="s{escape(str(one.side))}">{leader}<text class="direct" x="{f.right + 10:.1f}" '
            f'y="{to_y + 5:.1f}">{escape(one.label)} {number(value)}</text></g>'
        )
    return parts
