"""The made-up couples as they are written in `couples/`: one file for each, days counted from today."""

from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
from ruamel.yaml import YAML

HERE = Path(__file__).resolve().parent
Side = Literal[1, 2]


class Told(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a file may say; anything else is refused with its place."""


class Who(Told):
    name: str
    joined: bool = True


class Change(Told, rename={"start": "from"}):
    """Where each rests before and where treatment draws them, in units of state; practice 0 to 1.

    `pulled`: only the dosed partner is treated, the other moves because they are moved.
    """

    start: tuple[float, float]
    to: tuple[float, float] | None = None
    practice: float = 0.6
    pulled: bool = False


class Practice(Told):
    what: str
    per_week: int
    day: int
    kept: float
    fading: bool = False


class Insight(Told):
    says: str
    day: int
    practice: Practice | None = None


class Drawing(Told):
    day: int
    trigger: str
    centre: str
    places: tuple[tuple[Side, str, str], ...]


class After(Told):
    """What a partner said at a moment ("24h", "72h", "1w", "2w") after a session."""

    of: Side
    session: int
    moment: str
    text: str


class Agreed(Told):
    by: Side
    text: str
    day: int
    accepted: bool
    cooling_days: int = 0


class Shared(Told):
    by: Side
    kind: str
    title: str
    text: str
    day: int


class Message(Told):
    """In the thread of one partner; `who` wrote it: a side, or the key of a member of staff."""

    of: Side
    who: Side | str
    day: int
    body: str


class Note(Told):
    template: str
    day: int
    text: dict[str, str]
    of: Side | None = None
    signed: bool = True


class Health(Told):
    """`yes`: ids of conditions in the history; `conditions` in their own words; medicines as
    "name, dose, how often"."""

    conditions: tuple[str, ...]
    medicines: tuple[str, ...]
    allergies: str
    yes: frozenset[str] = frozenset()
    systolic: int = 122
    diastolic: int = 78


class NotNow(Told):
    side: Side
    reason: str


class Ends(Told):
    side: Side
    day: int


class Alarm(Told):
    side: Side
    step: str
    item: int
    value: int


class Event(Told):
    side: Side
    what: str
    day: int
    severity: str
    relatedness: str
    done: str
    outcome: str


class Plan(Told):
    day: int
    early_signs: str
    what_helps: str
    whom_to_call: str
    booster: str


class Closing(Told):
    day: int
    outcome: str
    joint: str
    next: str
    parts: dict[Side, str]


class Story(Told):
    """One couple. `open` and `missing` name what was never done: "2:pcl-5", "team:readiness", "1:m3".

    `sealed`: a private screen that is still "waiting", or the plan of one that is not clear.
    """

    phase: str
    look: str
    partners: tuple[Who, Who]
    programme: str
    began: int
    therapist: str
    change: Change
    key: str = ""
    dosed: tuple[Side, ...] = (1, 2)
    session_1: int | None = None
    hour: str = "10:00"
    workshop: bool = False
    at: dict[str, tuple[int, str]] = {}
    open: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    history: dict[Side, Health] = {}
    not_now: NotNow | None = None
    clearance_ends: Ends | None = None
    pattern: tuple[Drawing, ...] = ()
    intentions: dict[Side, tuple[str, ...]] = {}
    first_notes: dict[Side, dict[int, str]] = {}
    insights: dict[Side, tuple[Insight, ...]] = {}
    after: tuple[After, ...] = ()
    agreements: tuple[Agreed, ...] = ()
    releases: tuple[Shared, ...] = ()
    messages: tuple[Message, ...] = ()
    notes: tuple[Note, ...] = ()
    adverse_event: Event | None = None
    alarm: Alarm | None = None
    sealed: dict[Side, str] = {}
    plan: Plan | None = None
    closing: Closing | None = None

    def leaves_out(self, step: str, slot: str, wave: str | None) -> bool:
        return f"{slot}:{step}" in self.open or f"{slot}:{wave}" in self.missing

    def appointed(self, step: str, slot: str) -> tuple[int, str] | None:
        """Day and hour where the file says exactly when."""
        return self.at.get(f"{slot}:{step}") or self.at.get(step)


class Member(Told):
    key: str
    name: str
    role: str
    look: str


class House(Told):
    """The clinic itself: its names, its rooms, who works there."""

    clinic: dict[str, str]
    rooms: tuple[str, ...]
    staff: tuple[Member, ...]


@cache
def stories() -> tuple[Story, ...]:
    """Every couple, in the order of the file names. Raises ValueError with file, field and mend."""
    return tuple(
        msgspec.structs.replace(_told(path, Story), key=path.stem[3:])
        for path in sorted((HERE / "couples").glob("*.yaml"))
    )


@cache
def house() -> House:
    found: House = _told(HERE / "clinic.yaml", House)
    return found


def _told(path: Path, kind: Any) -> Any:
    try:
        return msgspec.convert(YAML(typ="safe").load(path), kind, strict=False)
    except msgspec.ValidationError as wrong:
        raise ValueError(f"{path.name}: {wrong}") from wrong
