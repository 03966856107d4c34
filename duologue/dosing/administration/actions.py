"""Give a dose: hold the gate, read everything again, decide, write all of it or nothing."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from duologue.calendar.models import Appointment
from duologue.dosing import signals
from duologue.dosing.administration.models import Administration
from duologue.dosing.gate.decision import Reason, reasons, to_who_watches
from duologue.dosing.gate.facts import Dose, LotFacts
from duologue.dosing.gate.models import GateOpened
from duologue.dosing.gate.queries import facts_for, hold
from duologue.dosing.gate.rules import volume_ml
from duologue.dosing.gate.words import limits
from duologue.dosing.ledger.actions import balance, micrograms
from duologue.dosing.ledger.models import Account, LedgerEntry, StockLot
from duologue.dosing.orders.models import Order
from duologue.dosing.reasons import Closed, Refused
from duologue.people.models import Partner, Person
from duologue.people.queries import roles_of
from duologue.people.rules import CLINICIANS


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
    by: Person,
    at: datetime,
) -> Administration:
    """Record a dose given now. The same `id` again returns the first. Refused with every reason.

    `order` comes from the one who asks; that it is this partner's is decided here, not there.
    Nothing that could shut the gate is written between reading it and recording the dose.
    """
    hold(partner.couple)
    order = Order.objects.select_for_update(of=("self",)).get(id=order.id)
    StockLot.objects.select_for_update().get(id=lot.id)
    already = Administration.objects.filter(id=id).first()
    if already:
        return already
    said = _said_of(
        order=order, partner=partner, appointment=appointment, part=part, dose_mg=dose_mg,
        drawn_ml=drawn_ml, lot=lot, waste_mg=waste_mg, witness=witness, by=by, at=at,
    )  # fmt: skip
    if against := _told(said, by):
        raise Refused(*against)
    settled = {reason.rule: reason.settled for reason in said if reason.settled}
    GateOpened.objects.create(
        order=order, partner=partner, appointment=appointment, part=part, dose_mg=dose_mg,
        settled=settled, by=by, witness=witness, at=at,
    )  # fmt: skip
    given = Administration.objects.create(
        id=id,
        order=order,
        partner=partner,
        appointment=appointment,
        part=part,
        dose_mg=dose_mg,
        volume_ml=volume_ml(dose_mg, lot.mg_per_ml) if lot.mg_per_ml else None,
        lot=lot,
        decided=" ".join(settled.values()),
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


def reasons_against(**asked: Any) -> tuple[Closed, ...]:
    """Every reason against giving it as it stands now; nothing is written or locked."""
    return _told(_said_of(**asked), asked["by"])


def _said_of(
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
) -> tuple[Reason, ...]:
    """What every rule of the gate says of this dose. What a form could not read is None."""
    dose = Dose(
        part=part,
        mg=dose_mg,
        waste_mg=waste_mg,
        drawn_ml=drawn_ml,
        lot=LotFacts(lot.drug, lot.mg_per_ml, lot.expires_on, balance(lot)) if lot else None,
        witnessed=witness is None or witness.pk != by.pk,
        volume_read=volume_read,
    )
    return reasons(facts_for(partner, appointment, order, at, dose=dose), limits())


def _told(said: tuple[Reason, ...], by: Person) -> tuple[Closed, ...]:
    """What shuts the gate, in words; to who only watches, without what came before the day."""
    if not CLINICIANS & roles_of(by):
        said = to_who_watches(said, limits())
    return tuple(Closed(one.reason, one.remedy, one.source) for one in said if one.shuts)
