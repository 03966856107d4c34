"""Receive a lot, record what was wasted or is missing."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Sum, When

from duologue.dosing.ledger.models import Account, LedgerEntry, StockLot
from duologue.dosing.reasons import Closed, Refused
from duologue.people.models import Person


def micrograms(mg: Decimal) -> int:
    """Whole micrograms of an amount in milligrams."""
    return int(mg * 1000)


@transaction.atomic
def receive(
    *,
    id: UUID,
    drug: str,
    lot_number: str,
    mg_per_ml: Decimal | None,
    expires_on: date,
    amount_mg: Decimal,
    witness: Person | None,
    by: Person,
    at: datetime,
) -> StockLot:
    """A delivery comes into stock; the same `id` again changes nothing. Refused when known."""
    known = StockLot.objects.filter(drug=drug, lot_number=lot_number).exclude(id=id)
    if known.exists():
        raise Refused(Closed("this lot is in the ledger already", "Check the number on the box"))
    values = {"drug": drug, "lot_number": lot_number, "mg_per_ml": mg_per_ml}
    lot, fresh = StockLot.objects.get_or_create(
        id=id, defaults=values | {"expires_on": expires_on, "by": by, "at": at}
    )
    if fresh:
        LedgerEntry.objects.create(
            lot=lot,
            micrograms=micrograms(amount_mg),
            out_of=Account.SUPPLIER,
            into=Account.STOCK,
            by=by,
            witness=witness,
            at=at,
        )
    return lot


@transaction.atomic
def take_out(
    *,
    id: UUID,
    lot: StockLot,
    amount_mg: Decimal,
    into: str,
    reason: str,
    witness: Person,
    by: Person,
    at: datetime,
) -> LedgerEntry:
    """Waste, or what a count did not find. Refused when the lot does not hold that much."""
    StockLot.objects.select_for_update().get(id=lot.id)
    already = LedgerEntry.objects.filter(id=id).first()
    if already:
        return already
    held = balance(lot)
    if micrograms(amount_mg) > held:
        raise Refused(
            Closed(f"the lot holds {held / 1000:g} mg", "Count again and enter at most that")
        )
    return LedgerEntry.objects.create(
        id=id,
        lot=lot,
        micrograms=micrograms(amount_mg),
        out_of=Account.STOCK,
        into=into,
        reason=reason,
        by=by,
        witness=witness,
        at=at,
    )


def balance(lot: StockLot) -> int:
    """What is in stock of a lot, in micrograms."""
    signed = Sum(
        Case(
            When(into=Account.STOCK, then=F("micrograms")),
            When(out_of=Account.STOCK, then=-F("micrograms")),
            default=0,
        )
    )
    return int(LedgerEntry.objects.filter(lot=lot).aggregate(held=signed)["held"] or 0)


@transaction.atomic
def move_to(
    *,
    doses: Collection[Any],
    correction: Any,
    wanted: Mapping[tuple[StockLot, str], int],
    witness: Person,
    by: Person,
    at: datetime,
) -> None:
    """Make the ledger say `wanted` (micrograms by lot and account) of a dose that was corrected.

    `doses` are the rows of that dose so far. Only the difference moves: what was not given returns
    to stock first. The lots are locked by whoever asks. Refused when a lot does not hold as much.
    """
    moves = _moves(doses, wanted)
    if found := _short(moves):
        raise Refused(*found)
    for (lot, account), amount in sorted(moves.items(), key=lambda move: move[1]):
        if amount:
            LedgerEntry.objects.create(
                lot=lot,
                micrograms=abs(amount),
                out_of=Account.STOCK if amount > 0 else account,
                into=account if amount > 0 else Account.STOCK,
                administration=correction,
                reason="a dose was corrected",
                by=by,
                witness=witness,
                at=at,
            )


def lacking(
    *, doses: Collection[Any], wanted: Mapping[tuple[StockLot, str], int]
) -> tuple[Closed, ...]:
    """Each lot that holds less than `move_to` would take from it."""
    return _short(_moves(doses, wanted))


def _short(moves: Counter[tuple[StockLot, str]]) -> tuple[Closed, ...]:
    by_lot: Counter[StockLot] = Counter()
    for (lot, _), amount in moves.items():
        by_lot[lot] += amount
    return tuple(
        Closed(
            f"the ledger holds {held / 1000:g} mg of lot {lot.lot_number}",
            "Count the lot, or take another",
        )
        for lot, amount in by_lot.items()
        if amount > (held := balance(lot))
    )


def _moves(
    doses: Collection[Any], wanted: Mapping[tuple[StockLot, str], int]
) -> Counter[tuple[StockLot, str]]:
    """Micrograms still to go from each lot to each account; below nothing where they come back."""
    moves = Counter(wanted)
    rows = LedgerEntry.objects.filter(administration__in=doses).select_related("lot")
    for row in rows:
        back = row.into == Account.STOCK
        moves[row.lot, row.out_of if back else row.into] += (
            row.micrograms if back else -row.micrograms
        )
    return moves
