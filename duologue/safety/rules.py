"""How long an alert may wait, and whether it has waited too long."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class AlertKind:
    """What an alert of this kind is called, asks for, and how many hours it may wait."""

    id: str
    title: str
    hours: int
    todo: str
    source: str
    verified: bool = False


def due_at(kind: AlertKind, raised_at: datetime) -> datetime:
    return raised_at + timedelta(hours=kind.hours)


def word(due: datetime, closed_at: datetime | None, at: datetime) -> str:
    """How an alert stands at `at`: done, late or due."""
    if closed_at is not None:
        return "done"
    return "late" if at > due else "due"
