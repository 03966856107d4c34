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
from duologue.dosing.reasons import Closed, Refused
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
    if against := reasons_against(
        order=order, partner=partner, appointment=appointment, part=part, dose_mg=dose_mg,
        drawn_ml=drawn_ml, lot=lot, waste_mg=waste_mg, witness=witness, by=by, at=at,
    ):  # fmt: skip
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


def reasons_against(
    *,
    order: Order,
    partner: Partner,
    appointment: Appointment,
    part: str,
    dose_mg: Decimal | None,
    drawn_ml: Decimal | None,
    volume_read: bool = True,
    lot: StockLot | None,
    waste_mg: Decimal,
    witness: Person | None,
    by: Person,
    at: datetime,
) -> tuple[Closed, ...]:
    """Every reason against giving it as it stands now; nothing is written or locked.

    What a form could not read is None, and is left to the form to say.
    """
    check = latest_check(appointment, partner)
    facts = rules.Facts(
        order=order_facts(order),
        lot=rules.LotFacts(lot.drug, lot.mg_per_ml, lot.expires_on, balance(lot)) if lot else None,
        partner=str(partner.pk),
        session_number=appointment.session_number or 0,
        part=part,
        dose_mg=dose_mg,
        waste_mg=waste_mg,
        drawn_ml=drawn_ml,
        volume_read=volume_read,
        weight_kg=check.weight_kg if check else None,
        witnessed=witness is None or witness.pk != by.pk,
        at=at,
        today=timezone.localdate(at),
        standing=reasons_elsewhere(partner, at),
    )
    return rules.reasons_against(facts)
