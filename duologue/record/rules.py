"""A rule of the record says no: one shape for its three closets."""

from duologue.people.rules import Closed, Open


class NotPossible(ValueError):
    """The text says why, and what to do instead."""

    def __init__(self, closed: Closed) -> None:
        super().__init__(f"{closed.reason} {closed.remedy}")
        self.closed = closed


def must(decision: Open | Closed) -> None:
    """Go on, or raise `NotPossible`."""
    if isinstance(decision, Closed):
        raise NotPossible(decision)
