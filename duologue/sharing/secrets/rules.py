"""Which rule on secrets holds for a couple, and whether private questions may begin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

LIMITED, NO_SECRETS = "limited-secrets", "no-secrets"
DEFAULT = LIMITED  # the more careful of the two, where nobody has chosen yet


@dataclass(frozen=True)
class Chosen:
    """A rule chosen in writing. `id` is None for the one that stands before anybody chose."""

    id: UUID | None
    policy: str
    at: datetime | None = None


@dataclass(frozen=True)
class Signed:
    """One signature under the agreement that named the choice `under`."""

    partner: UUID
    under: UUID | None
    at: datetime


@dataclass(frozen=True)
class Holds:
    """The rule in force: what was told before `since` was told under another one, or none."""

    policy: str
    since: datetime


@dataclass(frozen=True)
class Waits:
    reason: str
    remedy: str


def in_force(
    chosen: Sequence[Chosen], signed: Iterable[Signed], needed: frozenset[UUID]
) -> Holds | Waits:
    """The newest rule that everybody `needed` has signed; `chosen` oldest first.

    Until all have signed a new one, the one before goes on. Choosing the same again changes nothing.
    """
    signed = tuple(signed)
    for run in reversed(_runs(chosen)):
        ids = {each.id for each in run}
        first: dict[UUID, datetime] = {}
        for one in sorted(signed, key=lambda each: each.at):
            if one.under in ids:
                first.setdefault(one.partner, one.at)
        if needed and needed <= set(first):
            return Holds(run[0].policy, max(first[partner] for partner in needed))
    return Waits(
        "The agreement has not been signed by both.", "Each of them signs it in their own room."
    )


def asked_since(chosen: Sequence[Chosen]) -> datetime | None:
    """From when on a signature counts for the rule last chosen; None: any counts."""
    return _runs(chosen)[-1][0].at


def may_begin(signed: frozenset[UUID], needed: frozenset[UUID]) -> bool:
    """Whether private questions are open: everybody needed has signed at some time.

    A withdrawal by one never closes the other's pages: that would tell of it.
    """
    return bool(needed) and needed <= signed


def _runs(chosen: Sequence[Chosen]) -> list[list[Chosen]]:
    runs: list[list[Chosen]] = [[Chosen(None, DEFAULT)]]
    for each in chosen:
        if each.policy == runs[-1][0].policy:
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs
