"""Whether a couple has parted. What is joint asks here before it takes anything new."""

from datetime import datetime

from duologue.people.models import Couple, Separation
from duologue.people.rules import Closed, NotAllowed


class Parted(NotAllowed):
    """Something joint was wanted for a couple that has parted."""

    def __init__(self) -> None:
        super().__init__(
            Closed("These two have parted, so their joint part is closed.", "Nothing was changed.")
        )


def parted(couple: Couple, at: datetime) -> bool:
    """Whether a separation has taken effect. No query where it came with the couple."""
    try:
        return couple.separation.effective_at <= at  # type: ignore[no-any-return]
    except Separation.DoesNotExist:
        return False


def must_be_together(couple: Couple, at: datetime) -> None:
    """Go on, or raise Parted."""
    if parted(couple, at):
        raise Parted
