"""The gate before a dose is named, for its page and for who decides on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from duologue.calendar.models import Appointment
from duologue.dosing.gate.decision import Reason, reasons, to_who_watches
from duologue.dosing.gate.queries import facts_for, known_of, standing_order
from duologue.dosing.gate.rules import DAY, DOSE, ORDER, ROOM
from duologue.dosing.gate.words import limits
from duologue.people.models import Partner
from duologue.programme.models import Episode


@dataclass(frozen=True)
class Asked:
    """A ruling that waits for a second person."""

    id: UUID
    by: str
    by_id: UUID
    words: str


@dataclass(frozen=True)
class ShutLine:
    """A reason that keeps the gate shut. Two must agree, or one decides, where it may be settled."""

    rule: str
    reason: str
    remedy: str
    source: str
    verified: bool
    may_be_settled: bool
    takes_two: bool
    asked: Asked | None
    once: UUID

    @property
    def tone(self) -> str:
        return "decide" if self.may_be_settled else "closed"

    @property
    def word(self) -> str:
        return "Decide" if self.may_be_settled else "Closed"


@dataclass(frozen=True)
class OpenLine:
    title: str
    settled: str


@dataclass(frozen=True)
class GatePage:
    shut: tuple[ShutLine, ...]
    open: tuple[OpenLine, ...]

    @property
    def rules(self) -> int:
        return len(self.shut) + len(self.open)


def reasons_of(
    partner: Partner, session: Appointment, at: datetime, *, known: Any = None
) -> tuple[Reason, ...]:
    """What every rule says before a dose is named, by the order that stands for this session."""
    order = standing_order(partner, session)
    return reasons(facts_for(partner, session, order, at, known=known), limits())


def gate_of(
    partner: Partner,
    session: Appointment,
    at: datetime,
    *,
    episode: Episode | None = None,
    dosed: int | None = None,
    watches: bool = False,
) -> GatePage:
    """What keeps a dose from this person now. The rules of a dose itself say nothing yet.

    Who only `watches` learns of what came before the day whether it is complete.
    """
    known = known_of(partner, session, at, episode=episode, dosed=dosed)
    asked = {
        one["rule"]: Asked(UUID(one["id"]), one["by"], UUID(one["by_id"]), one["words"])
        for one in known.ruled
        if not one["second"]
    }
    found = reasons_of(partner, session, at, known=known)
    if watches:
        found = to_who_watches(found, limits())
    shown = [
        one for one in found if one.rule not in _nothing_to_say({r.rule for r in found if r.shuts})
    ]
    texts = limits().rules
    return GatePage(
        shut=tuple(
            ShutLine(
                rule=one.rule, reason=one.reason, remedy=one.remedy, source=one.source,
                verified=one.verified, may_be_settled=one.may_be_settled,
                takes_two=one.rule in texts and texts[one.rule].settled_by == "two",
                asked=asked.get(one.rule),
                once=uuid4(),
            )
            for one in shown
            if one.shuts
        ),
        open=tuple(
            OpenLine(texts[one.rule].title if one.rule in texts else one.reason, one.settled)
            for one in shown
            if not one.shuts
        ),
    )  # fmt: skip


def _nothing_to_say(shut: set[str]) -> set[str]:
    """The rules of what is not there: nothing found is not nothing looked at."""
    missing = set(DOSE)
    for first, rules in (("checks", DAY), ("room", ROOM), ("order", ORDER)):
        if first in shut:
            missing |= rules.keys() - {first}
    return missing - shut
