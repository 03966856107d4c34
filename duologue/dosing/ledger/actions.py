"""Receive a lot, record what was wasted or is missing."""

from datetime import date, datetime
from decimal import Decimal
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
