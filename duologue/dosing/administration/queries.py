"""An order as it stands this moment, with what was given against it."""

from collections.abc import Iterable
from decimal import Decimal

from duologue.dosing.administration.models import Administration, Part
from duologue.dosing.administration.rules import OrderFacts, nothing_left
from duologue.dosing.corrections import standing
from duologue.dosing.orders.models import Order, OrderCancellation


def order_facts(order: Order) -> OrderFacts:
    """Read anew at each call: two queries."""
    rows = list(Administration.objects.filter(order=order))
    given = [(one.part, one.dose_mg) for one in standing(rows)]
    return OrderFacts(
        partner=str(order.partner_id),
        session_number=order.session_number,
        drug=order.drug,
        dose_mg=order.dose_mg,
        booster_mg=order.booster_mg,
        max_mg_per_kg=order.max_mg_per_kg,
        expires_at=order.expires_at,
        cancelled=OrderCancellation.objects.filter(order=order).exists(),
        main_recorded=any(one.part == Part.MAIN for one in rows),
        main_given_mg=sum((mg for p, mg in given if p == Part.MAIN), Decimal(0)),
        boosters_given_mg=sum((mg for p, mg in given if p == Part.BOOSTER), Decimal(0)),
    )


def done(order: Order, doses: Iterable[Administration]) -> bool:
    """Whether everything this order allows was given; `doses` are those of its partner, or its own."""
    given = [(one.part, one.dose_mg) for one in standing(doses) if one.order_id == order.pk]
    return nothing_left(
        sum((mg for p, mg in given if p == Part.MAIN), Decimal(0)),
        sum((mg for p, mg in given if p == Part.BOOSTER), Decimal(0)),
        of_boosters=order.booster_mg,
    )
