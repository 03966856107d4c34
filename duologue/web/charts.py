"""Charts as SVG text: pure functions, every text escaped, colours from the page's tokens.

A line never runs through what is missing; there is one y-axis; labels stand at the lines themselves.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from html import escape

from duologue.web.labels import Box, along, beside, nudge, shortened, text_box, text_width
from duologue.web.plot import Band, Series, Table, Trajectory, number, trajectory_rows

__all__ = ["Band", "Series", "Table", "Trajectory", "trajectory", "trajectory_rows"]

STEPS = (0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)
WEEKS = (1, 2, 4, 8, 13, 26, 52, 104)


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
    ends = [text_width(_end(one, width)) for one in plot.series if len(one.dates) > 1]
    height = 300.0 if width > 400 else 260.0
    left = 12 + max(text_width(number(value)) for value in (plot.low, plot.high))
    right = width - 14 - max(ends, default=10.0)
    top = 26.0 if plot.sessions else 12.0
    return _Frame(plot, width, height, left, right, top, height - 30, first, last)


def _end(one: Series, width: float) -> str:
    """What stands at the end of a line: whose it is, never more than a third of the drawing, and where."""
    value = number(one.known[-1][1])
    return f"{shortened(one.label, width / 3 - text_width(value))} {value}"


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
        *_names_of_bands(f),
        *(_series(f, one) for one in plot.series),
        *_ends(f),
        *_alone(f),
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


def _name_of_band(f: _Frame, band: Band) -> tuple[float, float]:
    """Where a band's name begins: at the left, or at the right as long as there are only points."""
    y = f.y(band.low) - 8 if band.low <= f.plot.low else f.y(band.high) + 16
    if any(len(one.dates) > 1 for one in f.plot.series):
        return f.left + 8, y
    return f.right - 4 - text_width(band.label), y


def _bands(f: _Frame) -> list[str]:
    plot = f.plot
    parts: list[str] = []
    for band in plot.bands:
        top, bottom = f.y(band.high), f.y(band.low)
        parts.append(
            f'<rect class="band" x="{f.left:.1f}" y="{top:.1f}" width="{f.right - f.left:.1f}" '
            f'height="{bottom - top:.1f}"/>'
        )
    if plot.cutoff is not None:
        y = f.y(plot.cutoff)
        parts.append(
            f'<line class="band-edge" x1="{f.left:.1f}" x2="{f.right:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        )
    for one in plot.series:
        if plot.reliable_change is None or len(one.dates) < 2:
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


def _names_of_bands(f: _Frame) -> list[str]:
    placed = [(band.label, *_name_of_band(f, band)) for band in f.plot.bands]
    return [
        f'<text class="band-label" x="{x:.1f}" y="{y:.1f}">{escape(label)}</text>'
        for label, x, y in placed
    ]


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
        if len(places) > 1 and len(one.dates) > 1:
            drawn.append(
                '<path class="line" d="M' + "L".join(f"{x:.1f} {y:.1f}" for x, y in places) + '"/>'
            )
        drawn += [_point(x, y, one.side) for x, y in places]
    return f'<g class="s{escape(str(one.side))}">{"".join(drawn)}</g>'


def _ends(f: _Frame) -> list[str]:
    return [
        f'<g class="s{escape(str(one.side))}">{_leader(f, one, y)}'
        f'<text class="direct" x="{f.right + 10:.1f}" y="{y + 5:.1f}">'
        f"{escape(_end(one, f.width))}</text></g>"
        for one, y in _heights(f)
    ]


def _heights(f: _Frame) -> list[tuple[Series, float]]:
    """The lines that end at the right, each with the height of its label."""
    shown = [one for one in f.plot.series if len(one.dates) > 1]
    wanted = [f.y(one.known[-1][1]) for one in shown]
    return list(zip(shown, nudge(wanted, f.top + 8, f.bottom - 4), strict=True))


def _leader(f: _Frame, one: Series, to_y: float) -> str:
    at, value = one.known[-1]
    x, y = f.x(at), f.y(value)
    if f.right - x <= 14 and abs(to_y - y) <= 6:
        return ""
    return f'<path class="leader" d="M{x + 8:.1f} {y:.1f}L{f.right + 3:.1f} {to_y:.1f}"/>'


def _alone(f: _Frame) -> list[str]:
    """The labels of who has answered on one date: beside the point, because there is no line to end."""
    shown = [one for one in f.plot.series if len(one.dates) == 1]
    taken = _taken(f) if shown else []
    within = (2.0, f.top - 4, f.width - 2, f.bottom)
    parts: list[str] = []
    for one in shown:
        text = _end(one, f.width)
        at, value = one.known[-1]
        x, y = beside(text, (f.x(at), f.y(value)), within, taken)
        taken.append(text_box(text, x, y))
        parts.append(
            f'<g class="s{escape(str(one.side))}">'
            f'<text class="direct" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text></g>'
        )
    return parts


def _taken(f: _Frame) -> list[Box]:
    """What a label must not cover: numbers of the scale, names, marks, points, lines and their labels."""
    taken: list[Box] = [(0.0, f.top, f.left - 2, f.bottom)]
    taken += [text_box(band.label, *_name_of_band(f, band)) for band in f.plot.bands]
    if f.plot.cutoff is not None:
        edge = f.y(f.plot.cutoff)
        taken.append((f.left, edge - 1, f.right, edge + 1))
    taken += [(f.x(at) - 1, f.top, f.x(at) + 1, f.bottom) for at in f.plot.sessions]
    for one in f.plot.series:
        for stretch in unbroken(one, f.plot.longest_gap):
            places = [(f.x(at), f.y(value)) for at, value in stretch]
            taken += [(x - 7, y - 7, x + 7, y + 7) for x, y in places]
            taken += along(places)
    for one, y in _heights(f):
        taken.append(text_box(_end(one, f.width), f.right + 10, y + 5))
        at, value = one.known[-1]
        taken += along([(f.x(at) + 8, f.y(value)), (f.right + 3, y)])
    return taken
