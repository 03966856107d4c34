from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from ruamel.yaml import YAML

from duologue.integration.agreements.models import Agreement
from duologue.integration.agreements.rules import Facts, Standing, standing
from duologue.people.models import Couple


@dataclass(frozen=True)
class SharedAgreement:
    """An agreement of the couple; `sides` are those who have said yes."""

    id: UUID
    text: str
    big: bool
    proposed_by: str
    side: int
    at: datetime
    sides: frozenset[int]
    standing: Standing


@cache
def waits() -> tuple[int, ...]:
    """The waiting times to choose from, in days."""
    told = YAML(typ="safe").load(Path(__file__).with_name("agreements.yaml"))
    return tuple(told["waits_days"])


def agreements_of(couple: Couple, at: datetime) -> tuple[SharedAgreement, ...]:
    """Everything proposed and agreed, newest first: for both partners and their team. Three queries."""
    rows = couple.agreements.select_related("by", "end", "couple__separation").prefetch_related(
        "acceptances__by"
    )
    return tuple(
        SharedAgreement(
            id=row.pk,
            text=row.text,
            big=row.cooling_days > 0,
            proposed_by=row.by.first_name,
            side=row.by.side,
            at=row.at,
            sides=frozenset(facts.accepted),
            standing=standing(facts, at=at),
        )
        for row in rows
        for facts in [facts_of(row)]
    )


def facts_of(agreement: Agreement) -> Facts:
    end = getattr(agreement, "end", None)
    parting = getattr(agreement.couple, "separation", None)
    return Facts(
        proposed_at=agreement.at,
        cooling_days=agreement.cooling_days,
        accepted={yes.by.side: yes.at for yes in agreement.acceptances.all()},
        ended_at=end.at if end else None,
        parted_at=parting.effective_at if parting else None,
    )
