"""The stock, lot by lot. Names no partner: whoever counts need not know who was treated."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Sum, When

from duologue.dosing.ledger.models import Account, LedgerEntry, StockLot

A_PAGE = 40


@dataclass(frozen=True)
class LotLine:
    id: UUID
    drug: str
    lot_number: str
    mg_per_ml: Decimal | None
    expires_on: date
    held_mg: Decimal
    state: str


@dataclass(frozen=True)
class EntryLine:
    at: datetime
    mg: Decimal
    out_of: str
    into: str
    by: str
    witness: str
    reason: str


def lots(today: date) -> tuple[LotLine, ...]:
    """Every lot with what is left of it, the soonest to expire first."""
    signed = Sum(
        Case(
            When(entries__into=Account.STOCK, then=F("entries__micrograms")),
            When(entries__out_of=Account.STOCK, then=-F("entries__micrograms")),
            default=0,
        )
    )
    return tuple(
        LotLine(
            lot.id,
            lot.get_drug_display(),
            lot.lot_number,
            lot.mg_per_ml,
            lot.expires_on,
            Decimal(lot.held or 0) / 1000,
            "late" if lot.expires_on < today else "open",
        )
        for lot in StockLot.objects.annotate(held=signed)
    )


def entries_of(lot: StockLot, page: int = 1) -> tuple[tuple[EntryLine, ...], Page]:  # type: ignore[type-arg]
    """The movements of one lot, newest first, a page of them; and the page they are on."""
    rows = LedgerEntry.objects.filter(lot=lot).select_related("by", "witness")
    shown = Paginator(rows.order_by("-at", "id"), A_PAGE).get_page(page)
    return tuple(
        EntryLine(
            row.at,
            Decimal(row.micrograms) / 1000,
            row.get_out_of_display(),
            row.get_into_display(),
            row.by.name,
            row.witness.name if row.witness else "",
            row.reason,
        )
        for row in shown
    ), shown
