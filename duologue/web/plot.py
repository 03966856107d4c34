"""What a chart over time says, apart from how it is drawn; and the same as a table."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Series:
    """One person's values over time. A value of None is a question that was due and has no answer."""

    side: int | str
    label: str
    points: tuple[tuple[date, float | None], ...]

    @property
    def known(self) -> list[tuple[date, float]]:
        return [(at, value) for at, value in self.points if value is not None]

    @property
    def dates(self) -> set[date]:
        """The days with a value. Fewer than two: nothing has moved yet, and no line is drawn."""
        return {at for at, _ in self.known}


@dataclass(frozen=True)
class Band:
    """A range of the scale with its published name ("distress", 0 to 51.5)."""

    low: float
    high: float
    label: str


@dataclass(frozen=True)
class Trajectory:
    """What a chart over time says. `reliable_change` is the least change beyond chance, in `unit`.

    `longest_gap`: days after which a line is not drawn on, even where nothing was due.
    """

    title: str
    low: float
    high: float
    series: tuple[Series, ...]
    unit: str = ""
    direction: str = ""
    bands: tuple[Band, ...] = ()
    cutoff: float | None = None
    cutoff_label: str = ""
    reliable_change: float | None = None
    sessions: tuple[date, ...] = ()
    source: str = ""
    desc: str = ""
    longest_gap: int | None = None

    @property
    def first(self) -> date | None:
        """The first day with a value; week 0 of the axis. None: nobody has answered yet."""
        return min((at for one in self.series for at, _ in one.known), default=None)

    @property
    def compares(self) -> bool:
        """Whether the range of chance is drawn: somebody has a second date to compare with it."""
        return self.reliable_change is not None and any(len(one.dates) > 1 for one in self.series)

    @property
    def about(self) -> str:
        """Range, unit, direction and cut-off in one line."""
        span = f"{number(self.low)}–{number(self.high)} {self.unit}".strip()
        return " · ".join(part for part in (span, self.direction, self.cutoff_label) if part)

    @property
    def said(self) -> str:
        """The description for those who do not see the drawing."""
        if self.desc:
            return self.desc
        parts = [
            f"{one.label}: {', '.join(dict.fromkeys(_told(*known[i]) for i in (0, -1)))}."
            for one in self.series
            if (known := one.known)
        ]
        if self.sessions:
            parts.append(f"Medicine sessions: {', '.join(day(at) for at in self.sessions)}.")
        return " ".join(parts) or "No values yet."


@dataclass(frozen=True)
class Table:
    """The same values as rows: `head` names the columns, the first cell of a line is its date."""

    head: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def number(value: float) -> str:
    """A value without needless zeros: 7, 51.5."""
    return f"{round(value, 2):g}"


def _told(at: date, value: float) -> str:
    return f"{number(value)} on {day(at)}"


def day(at: date) -> str:
    return f"{at.day} {at:%b %Y}"


def trajectory_rows(plot: Trajectory) -> Table:
    """The chart as a table: one line per date, "no answer" where one was due, "–" where none was."""
    dates = sorted({at for one in plot.series for at, _ in one.points})
    cells = [dict(one.points) for one in plot.series]

    def cell(values: dict[date, float | None], at: date) -> str:
        if at not in values:
            return "–"
        value = values[at]
        return "no answer" if value is None else number(value)

    lines = tuple((day(at), *(cell(values, at) for values in cells)) for at in dates)
    return Table(("Date", *(one.label for one in plot.series)), lines)
