"""How an agreement stands: both say yes for themselves, and a big decision waits first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal


@dataclass(frozen=True)
class Facts:
    """When it was proposed, how many days it waits, and each side's yes.

    `ended_at`: one of the two ended it; `parted_at`: when a separation takes effect, also ahead.
    """

    proposed_at: datetime
    cooling_days: int
    accepted: dict[int, datetime]
    ended_at: datetime | None = None
    parted_at: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """`since` is when this began; `until` is when the waiting of a big decision ends."""

    word: Literal["cooling off", "waiting", "kept", "ended"]
    reason: str
    since: datetime
    until: datetime | None = None

    @property
    def may_accept(self) -> bool:
        return self.word == "waiting"


def cools_until(facts: Facts) -> datetime:
    return facts.proposed_at + timedelta(days=facts.cooling_days)


def standing(facts: Facts, *, at: datetime) -> Standing:
    """The standing at a time. A yes can only be said once the waiting is over."""
    parted = facts.parted_at
    if parted and parted <= at and not (facts.ended_at and facts.ended_at <= parted):
        return Standing("ended", "It ended when your joint work here ended", parted)
    if facts.ended_at is not None:
        return Standing("ended", "one of you ended it", facts.ended_at)
    if len(facts.accepted) == 2:
        return Standing("kept", "both said yes", max(facts.accepted.values()))
    if at < cools_until(facts):
        return Standing(
            "cooling off",
            f"a big decision waits {facts.cooling_days} days before anybody says yes",
            facts.proposed_at,
            cools_until(facts),
        )
    reason = "one yes so far" if facts.accepted else "no yes so far"
    return Standing("waiting", reason, facts.proposed_at)
