"""Sign an order, cancel an order."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from duologue.dosing import signals
from duologue.dosing.administration.queries import done
from duologue.dosing.gate.queries import hold
from duologue.dosing.limits import limits
from duologue.dosing.orders import rules
from duologue.dosing.orders.models import Order, OrderCancellation
from duologue.dosing.reasons import Refused
from duologue.people.models import Partner, Person
from duologue.programme.projection import written
from duologue.programme.queries import current_episode


@transaction.atomic
def sign_order(
    *,
    id: UUID,
    partner: Partner,
    session_number: int,
    drug: str,
    route: str,
    dose_mg: Decimal,
    booster_mg: Decimal,
    max_mg_per_kg: Decimal,
    expires_at: datetime,
    note: str = "",
    by: Person,
    at: datetime,
) -> Order:
    """A new order; the same `id` again returns the first. Refused with every reason."""
    Partner.objects.select_for_update(no_key=True, of=("self",)).get(pk=partner.pk)
    already = Order.objects.filter(id=id).first()
    if already:
        return already
    wish = rules.Wish(
        route=route,
        dose_mg=dose_mg,
        booster_mg=booster_mg,
        max_mg_per_kg=max_mg_per_kg,
        expires_at=expires_at,
        at=at,
        ceiling=_ceiling_for(partner, route),
        standing=_one_stands(partner, session_number, at),
    )
    if against := rules.reasons_against(wish):
        raise Refused(*against)
    order = Order.objects.create(
        id=id,
        partner=partner,
        session_number=session_number,
        drug=drug,
        route=route,
        dose_mg=dose_mg,
        booster_mg=booster_mg,
        max_mg_per_kg=max_mg_per_kg,
        note=note,
        expires_at=expires_at,
        by=by,
        at=at,
    )
    signals.order_signed.send(
        Order, partner=partner, session_number=session_number, source=order.id, by=by, at=at
    )
    return order


@transaction.atomic
def cancel_order(*, order: Order, reason: str, by: Person, at: datetime) -> None:
    """The order allows nothing any more; a second time changes nothing."""
    hold(order.partner.couple)
    Order.objects.select_for_update(of=("self",)).get(id=order.id)
    OrderCancellation.objects.get_or_create(
        order=order, defaults={"reason": reason, "by": by, "at": at}
    )


def _one_stands(partner: Partner, session_number: int, at: datetime) -> bool:
    """Whether an order for this session still allows something: what was given in full is done."""
    found = Order.objects.filter(
        partner=partner,
        session_number=session_number,
        cancellation__isnull=True,
        expires_at__gt=at,
    )
    return any(
        not done(one, one.administrations.all())
        for one in found.prefetch_related("administrations")
    )


def _ceiling_for(partner: Partner, route: str) -> rules.Ceiling | None:
    """The programme's limit for the route; the clinic's where the couple has no programme."""
    episode = current_episode(partner.couple)
    if episode is not None:
        try:
            limit = written(episode).limits.route(route)
        except KeyError:
            return None
        return rules.Ceiling(
            Decimal(str(limit.mg_per_kg.value)),
            Decimal(str(limit.cap_mg.value)),
            limit.cap_mg.source,
        )
    own = limits().orders
    if route not in own.caps_mg:
        return None
    return rules.Ceiling(
        Decimal(str(own.mg_per_kg[route])), Decimal(str(own.caps_mg[route])), own.source
    )
