"""Correct what was written of a dose: the wrong row stays, a further one stands in for it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from duologue.dosing.administration import rules
from duologue.dosing.administration.models import Administration
from duologue.dosing.administration.over import say_if_over
from duologue.dosing.corrections import already_corrected, must_be_correctable
from duologue.dosing.gate.queries import hold
from duologue.dosing.gate.rules import volume_ml
from duologue.dosing.ledger.actions import lacking, micrograms, move_to
from duologue.dosing.ledger.models import Account, LedgerEntry, StockLot
from duologue.dosing.orders.models import Order
from duologue.dosing.reasons import Closed, Refused
from duologue.people.models import Person
from duologue.people.queries import roles_of


@transaction.atomic
def correct(
    *,
    id: UUID,
    corrects: Administration,
    dose_mg: Decimal,
    route: str,
    given_at: datetime,
    lot: StockLot,
    waste_mg: Decimal,
    witness: Person,
    because: str,
    by: Person,
    at: datetime,
) -> Administration:
    """What was truly given, also where the order would not have allowed it; 0 mg: nothing was.

    The ledger follows, and a prescriber is told of more than was ordered. The same `id` again returns the first. Refused with every reason.
    """
    hold(corrects.partner.couple)
    order = Order.objects.select_for_update(of=("self",)).get(id=corrects.order_id)
    already = Administration.objects.filter(id=id).first()
    if already:
        return already
    wrong = Administration.objects.select_for_update(of=("self",)).get(id=corrects.id)
    must_be_correctable(wrong, id, corrects.partner_id, corrects.appointment_id)
    locked = StockLot.objects.select_for_update().filter(id__in={lot.id, wrong.lot_id})
    lot = {one.id: one for one in locked.order_by("id")}[lot.id]
    doses = rows_of_dose(wrong)
    wanted = _wanted(lot, dose_mg, waste_mg)
    against = rules.reasons_against_correction(
        may=may_correct(by, wrong), witnessed=witness.pk != by.pk, given_at=given_at, at=at,
        dose_mg=dose_mg,
    )  # fmt: skip
    if found := (*against, *lacking(doses=doses, wanted=wanted)):
        raise Refused(*found)
    right = Administration.objects.create(
        id=id,
        order=order,
        partner_id=wrong.partner_id,
        appointment_id=wrong.appointment_id,
        part=wrong.part,
        dose_mg=dose_mg,
        volume_ml=volume_ml(dose_mg, lot.mg_per_ml) if lot.mg_per_ml else None,
        route="" if route == order.route else route,
        lot=lot,
        decided=wrong.decided,
        corrects=wrong,
        because=because,
        corrected_at=at,
        by=by,
        witness=witness,
        at=given_at,
    )
    move_to(doses=doses, correction=right, wanted=wanted, witness=witness, by=by, at=at)
    say_if_over(right.appointment, right.partner, by=by, at=at)
    return right


def reasons_so_far(
    wrong: Administration, typed: Mapping[str, Any], *, by: Person
) -> tuple[Closed, ...]:
    """What stands against correcting `wrong`, of a form that could be read in part only."""
    found = list(already_corrected(wrong))
    if not may_correct(by, wrong):
        found.append(rules.NOT_THEIRS)
    if {"lot", "dose_mg", "waste_mg"} <= set(typed):
        wanted = _wanted(typed["lot"], typed["dose_mg"], typed["waste_mg"])
        found.extend(lacking(doses=rows_of_dose(wrong), wanted=wanted))
    return tuple(found)


def may_correct(person: Person, dose: Administration) -> bool:
    """A prescriber, and who gave it."""
    return "prescriber" in roles_of(person) or rows_of_dose(dose)[-1].by_id == person.pk


def rows_of_dose(dose: Administration) -> tuple[Administration, ...]:
    """This row and those it stands in for, back to the first."""
    rows = [dose]
    while rows[-1].corrects is not None:
        rows.append(rows[-1].corrects)
    return tuple(rows)


def wasted_mg(dose: Administration) -> Decimal:
    """What was wasted with it, as the ledger has it now."""
    entries = LedgerEntry.objects.filter(administration__in=rows_of_dose(dose))
    thrown = entries.filter(into=Account.WASTED).aggregate(all=Sum("micrograms"))["all"] or 0
    back = entries.filter(out_of=Account.WASTED).aggregate(all=Sum("micrograms"))["all"] or 0
    return Decimal(thrown - back) / 1000


def _wanted(lot: StockLot, dose_mg: Decimal, waste_mg: Decimal) -> dict[tuple[StockLot, Any], int]:
    return {
        (lot, Account.GIVEN): micrograms(dose_mg),
        (lot, Account.WASTED): micrograms(waste_mg),
    }
