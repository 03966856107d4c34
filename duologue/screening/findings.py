"""What is asked, what is known of one person, and what is found: values without a decision in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Condition:
    """Something the history asks. `default`: not_now or decide."""

    id: str
    screen: str
    ask: str
    title: str
    default: str
    source: str
    verified: bool
    who: str = "prescriber"
    remedy: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MedicineClass:
    """Medicines that act alike with ketamine. `default`: not_now, decide or note."""

    id: str
    title: str
    does: str
    default: str
    source: str
    verified: bool
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VitalLimit:
    id: str
    title: str
    unit: str
    plausible: tuple[float, float]
    source: str
    verified: bool
    fine: tuple[float, float] | None = None
    not_now: float | None = None


@dataclass(frozen=True, slots=True)
class Medicine:
    name: str
    dose: str = ""
    how_often: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.dose, self.how_often) if part)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one person has told, and what was measured; None where nothing is known yet."""

    on: date
    conditions: Mapping[str, str] = field(default_factory=dict)
    medicines: Sequence[Medicine] | None = None
    allergies: str = ""
    born: date | None = None
    vitals: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clear:
    finding: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Note:
    """Good to know; nobody has to decide."""

    finding: str
    reason: str
    source: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Decide:
    finding: str
    who: str
    reason: str
    source: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class NotNow:
    finding: str
    reason: str
    source: str
    remedy: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class NotChecked:
    finding: str
    reason: str


Finding = Clear | Note | Decide | NotNow | NotChecked
