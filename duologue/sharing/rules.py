"""When words stand in the shared room, and whether they can still be taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from duologue.people.rules import Closed, Open

# The other sees shared words only after this time. So what is taken back was never read, and no
# mark has to tell one partner that the other opened a page.
SECOND_THOUGHTS = timedelta(hours=1)


class CannotTakeBack(ValueError):
    def __init__(self, closed: Closed) -> None:
        super().__init__(f"{closed.reason} {closed.remedy}")
        self.closed = closed


@dataclass(frozen=True)
class ReleaseFacts:
    by_author: bool
    released_at: datetime
    taken_back: bool
    at: datetime


def stands_from(released_at: datetime) -> datetime:
    """When both see it."""
    return released_at + SECOND_THOUGHTS


def take_back(facts: ReleaseFacts) -> Open | Closed:
    """Only its author, and only before the other can see it."""
    if not facts.by_author:
        return Closed("Only who shared something can take it back.", "Speak about it together.")
    if facts.taken_back:
        return Closed("You have taken this back already.", "It is no longer in our room.")
    if facts.at >= stands_from(facts.released_at):
        return Closed(
            "It has stood in our room since, so it cannot be taken back.",
            "You can speak about it together.",
        )
    return Open()
