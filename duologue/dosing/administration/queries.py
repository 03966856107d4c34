"""An order as it stands this moment, with what was given against it."""

from collections.abc import Iterable
from decimal import Decimal

from duologue.dosing.administration.models import Administration, Part
from duologue.dosing.administration.rules import nothing_left
from duologue.dosing.gate.facts import OrderFacts
from duologue.dosing.orders.models import Order
from duologue.dosing.rules import standing


def order_facts(
    order: Order,
    given: Iterable[Administration] | None = None,
    *,
    cap_mg: Decimal | None = None,
    most_mg: Decimal | None = None,
) -> OrderFacts:
    """`given` are the partner's doses as corrected; read anew where they are not at hand."""
    found = Administration.objects.filter(order=order, correction=None) if given is None else given
    rows = [one for one in found if one.order_id == order.pk]
    main, boosters = _given_mg(rows)
    return OrderFacts(
        partner=str(order.partner_id),
        session_number=order.session_number,
        drug=order.drug,
        dose_mg=order.dose_mg,
        booster_mg=order.booster_mg,
        max_mg_per_kg=order.max_mg_per_kg,
        expires_at=order.expires_at,
        cancelled=hasattr(order, "cancellation"),
        main_recorded=any(one.part == Part.MAIN for one in rows),
        main_given_mg=main,
        boosters_given_mg=boosters,
        cap_mg=cap_mg,
        most_mg=most_mg,
    )


def done(order: Order, doses: Iterable[Administration]) -> bool:
    """Whether everything this order allows was given; `doses` are those of its partner, or its own."""
    main, boosters = _given_mg(one for one in doses if one.order_id == order.pk)
    return nothing_left(main, boosters, of_boosters=order.booster_mg)


def _given_mg(doses: Iterable[Administration]) -> tuple[Decimal, Decimal]:
    """As main dose and as boosters, as corrected."""
    given = {Part.MAIN: Decimal(0), Part.BOOSTER: Decimal(0)}
    for one in standing(doses):
        given[Part(one.part)] += one.dose_mg
    return given[Part.MAIN], given[Part.BOOSTER]
