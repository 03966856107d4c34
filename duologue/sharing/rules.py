"""Whether words can still be taken out of the shared room."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Open:
    reason: str = ""


@dataclass(frozen=True)
class Closed:
    reason: str
    remedy: str


class CannotTakeBack(ValueError):
    def __init__(self, closed: Closed) -> None:
        super().__init__(f"{closed.reason} {closed.remedy}")
        self.closed = closed


@dataclass(frozen=True)
class ReleaseFacts:
    by_author: bool
    read: bool
    taken_back: bool


def take_back(facts: ReleaseFacts) -> Open | Closed:
    """Only its author, and only while the other has not read it."""
    if not facts.by_author:
        return Closed("Only who shared something can take it back.", "Speak about it together.")
    if facts.taken_back:
        return Closed("You have taken this back already.", "It is no longer in our room.")
    if facts.read:
        return Closed(
            "It has been read, so it cannot be taken back.", "You can speak about it together."
        )
    return Open()
