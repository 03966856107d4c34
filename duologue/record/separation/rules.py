"""When a separation can be recorded, and from when on it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from duologue.people.rules import Closed, Open

NOTICE = timedelta(hours=24)  # at the least, so that no act of the day shows through
NOON = time(12, 0)
SPOKEN_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class Facts:
    """`spoken`: when each partner was last spoken with about it, alone."""

    partners: frozenset[UUID]
    spoken: Mapping[UUID, datetime]
    recorded: bool
    at: datetime


def may_record(facts: Facts) -> Open | Closed:
    """After speaking with each, and once."""
    if facts.recorded:
        return Closed("It is recorded already.", "There is no way back; open a new record instead.")
    if len(facts.partners) < 2:
        return Closed("This record is of one person.", "There is nothing to split.")
    for partner in facts.partners:
        spoken = facts.spoken.get(partner)
        if spoken is None or facts.at - spoken > SPOKEN_WITHIN:
            return Closed(
                "Each of them is spoken with first, alone, within the last 14 days.",
                "Write down both conversations, then record it.",
            )
    return Open()


def takes_effect(local: datetime) -> datetime:
    """The first noon that is at least a day away; `local` is the clinic's own time."""
    earliest = local + NOTICE
    noon = earliest.replace(hour=NOON.hour, minute=0, second=0, microsecond=0)
    return noon if noon >= earliest else noon + timedelta(days=1)
