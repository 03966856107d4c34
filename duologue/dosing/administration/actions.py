"""Give a dose: lock the order, read everything again, decide, write all of it or nothing."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from duologue.calendar.models import Appointment
from duologue.dosing import signals
from duologue.dosing.administration import rules
from duologue.dosing.administration.models import Administration
from duologue.dosing.administration.queries import order_facts
from duologue.dosing.administration.standing import reasons_elsewhere
from duologue.dosing.checks.queries import latest_check
from duologue.dosing.ledger.actions import balance, micrograms
from duologue.dosing.ledger.models import Account, LedgerEntry, StockLot
from duologue.dosing.orders.models import Order
from duologue.dosing.reasons import Refused
from duologue.people.models import Partner, Person


@transaction.atomic
def administer(
    *,
    id: UUID,
    order: Order,
    partner: Partner,
    appointment: Appointment,
    part: str,
    dose_mg: Decimal,
    drawn_ml: Decimal | None,
    lot: StockLot,
    waste_mg: Decimal = Decimal(0),
    witness: Person,
    decided: str = "",
    by: Person,
    at: datetime,
) -> Administration:
    """Record a dose given now. The same `id` again returns the first. Refused with every reason.

    `order` comes from the one who asks; that it is this partner's is decided here, not there.
    """
    order = Order.objects.select_for_update(of=("self",)).get(id=order.id)
    StockLot.objects.select_for_update().get(id=lot.id)
    already = Administration.objects.filter(id=id).first()
    if already:
        return already
    facts = _facts(
        order, partner, appointment, part, dose_mg, drawn_ml, lot, waste_mg, witness, by, at
    )
    if against := rules.reasons_against(facts):
        raise Refused(*against)
    given = Administration.objects.create(
        id=id,
        order=order,
        partner=partner,
        appointment=appointment,
        part=part,
        dose_mg=dose_mg,
        volume_ml=rules.volume_ml(dose_mg, lot.mg_per_ml) if lot.mg_per_ml else None,
        lot=lot,
        decided=decided,
        by=by,
        witness=witness,
        at=at,
    )
    for amount, into in ((dose_mg, Account.GIVEN), (waste_mg, Account.WASTED)):
        if amount:
            LedgerEntry.objects.create(
                lot=lot,
                micrograms=micrograms(amount),
                out_of=Account.STOCK,
                into=into,
                administration=given,
                by=by,
                witness=witness,
                at=at,
            )
    signals.administered.send(
        Administration,
        partner=partner,
        session_number=appointment.session_number,
        source=given.id,
        by=by,
        at=at,
    )
    return given


def _facts(
    order: Order,
    partner: Partner,
    appointment: Appointment,
    part: str,
    dose_mg: Decimal,
    drawn_ml: Decimal | None,
    lot: StockLot,
    waste_mg: Decimal,
    witness: Person,
    by: Person,
    at: datetime,
) -> rules.Facts:
    check = latest_check(appointment, partner)
    return rules.Facts(
        order=order_facts(order),
        lot=rules.LotFacts(lot.drug, lot.mg_per_ml, lot.expires_on, balance(lot)),
        partner=str(partner.pk),
        session_number=appointment.session_number or 0,
        part=part,
        dose_mg=dose_mg,
        waste_mg=waste_mg,
        drawn_ml=drawn_ml,
        weight_kg=check.weight_kg if check else None,
        witnessed=witness.pk != by.pk,
        at=at,
        today=timezone.localdate(at),
        standing=reasons_elsewhere(partner, at),
    )
