"""How long an alert may wait, and whether it has waited too long."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class AlertKind:
    """What an alert of this kind is called, asks for, and how many hours it may wait.

    With `names_it` its title says what raised it too, so a list tells which.
    """

    id: str
    title: str
    hours: float
    todo: str
    source: str
    verified: bool = False
    names_it: bool = False


@dataclass(frozen=True, slots=True)
class NotYours:
    reason: str
    remedy: str


def closing(*, owns: bool, treats: bool, takes_over: bool) -> NotYours | None:
    """Whether somebody may close an alert: its owner, or who treats the couple and takes it over.

    `treats` is to be a therapist or prescriber of that couple. None when they may.
    """
    if owns or (treats and takes_over):
        return None
    if treats:
        return NotYours("This alert is a colleague's.", "Take it over first, or leave it to them.")
    return NotYours("This alert is not yours.", "Bring what you know to its owner.")


def due_at(kind: AlertKind, raised_at: datetime) -> datetime:
    return raised_at + timedelta(hours=kind.hours)


def word(due: datetime, closed_at: datetime | None, at: datetime) -> str:
    """How an alert stands at `at`: done, late or due."""
    if closed_at is not None:
        return "done"
    return "late" if at > due else "due"
