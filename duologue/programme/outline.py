"""What a programme says, as frozen values. Standard library only."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

PHASES = (
    "enquiry",
    "screening",
    "consent",
    "preparation",
    "medicine",
    "integration",
    "followup",
)
FORMATS = ("together", "taking turns", "individual", "workshop")
DOSE_LEVELS = ("psycholytic", "psychedelic")
ROUTES = ("lozenge", "oral", "intramuscular", "subcutaneous", "intravenous", "intranasal")
KINDS = ("answer", "read", "sign", "meet", "practise", "record")
PARTNERS = ("each partner", "dosed partner", "undosed partner")
STAFF = ("therapist", "prescriber", "monitor", "coordinator")
WHO = (*PARTNERS, "couple", *STAFF)
ABOUT = (*PARTNERS, "couple")
PRIVATE_SCREEN = "private-screen"

_OFFSET = re.compile(r"([+-])(\d{1,3})([hdwm])")


@dataclass(frozen=True, slots=True)
class Offset:
    """A stretch of time before (-) or after (+) an anchor; months are calendar months."""

    months: int = 0
    delta: timedelta = timedelta(0)

    @classmethod
    def parse(cls, text: str) -> Offset:
        """Read "-2d", "+72h", "+4w" or "+6m"; ValueError for anything else."""
        found = _OFFSET.fullmatch(text)
        if found is None:
            raise ValueError(f"“{text}” is not a time such as -2d, +72h, +4w or +6m")
        number = int(found[1] + found[2])
        match found[3]:
            case "h":
                return cls(delta=timedelta(hours=number))
            case "d":
                return cls(delta=timedelta(days=number))
            case "w":
                return cls(delta=timedelta(weeks=number))
            case _:
                return cls(months=number)

    def after(self, moment: datetime) -> datetime:
        """The moment this far from `moment`; the 31st becomes the last day of a shorter month."""
        if self.months:
            ahead = moment.year * 12 + moment.month - 1 + self.months
            year, month = divmod(ahead, 12)
            day = min(moment.day, calendar.monthrange(year, month + 1)[1])
            moment = moment.replace(year=year, month=month + 1, day=day)
        return moment + self.delta

    @property
    def days(self) -> float:
        """Length in days, a month counted as 30.4: only to compare two offsets."""
        return self.months * 30.4 + self.delta / timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """A number the clinic stands by, where it comes from, and whether a clinician checked it."""

    value: float
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class RouteLimit:
    """The most one person may be ordered by one route in one session."""

    route: str
    mg_per_kg: Limit
    cap_mg: Limit


@dataclass(frozen=True, slots=True)
class DoseLimits:
    """Limits of a programme; an order may be narrower, never wider. Sessions are per person."""

    interval_days: Limit
    max_sessions: Limit
    food_hours: Limit
    drink_hours: Limit
    discharge_minutes: Limit
    routes: tuple[RouteLimit, ...]

    def route(self, name: str) -> RouteLimit:
        """The limit of a route; KeyError when the programme does not use it."""
        for limit in self.routes:
            if limit.route == name:
                return limit
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody does. Repeats are already written out: `csi-4.s2`, `csi-16.m3`.

    `who` does it; `about` says whose step it is ("couple" or partners). `anchor` is one of
    start, session:N, last-session, end-of-treatment. `session` is the N of a repeated step.
    """

    key: str
    phase: str
    kind: str
    subject: str
    who: str
    about: str
    title: str
    team_title: str
    after: tuple[str, ...] = ()
    optional: bool = False
    session: int | None = None
    wave: str | None = None
    anchor: str = "start"
    opens: Offset | None = None
    due: Offset | None = None
    late: Offset | None = None
    closes: Offset | None = None

    @property
    def sealed(self) -> bool:
        """Whether no portal shows it: handed over by the team, due, late and done to them alone."""
        return self.subject == PRIVATE_SCREEN

    @property
    def shared(self) -> bool:
        """Whether both partners see it: what the couple does together."""
        return self.who == "couple"

    @property
    def staff(self) -> bool:
        """Whether somebody of the team does it."""
        return self.who in STAFF


@dataclass(frozen=True, slots=True)
class Programme:
    """A written course. `ends` runs from the last session to the end of treatment."""

    id: str
    version: str
    title: str
    summary: str
    format: str
    dose_level: str
    routes: tuple[str, ...]
    sessions: int
    every_days: int
    ends: Offset
    limits: DoseLimits
    steps: tuple[Step, ...]

    def step(self, key: str) -> Step:
        """The step of that key; KeyError when the programme has none."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)
