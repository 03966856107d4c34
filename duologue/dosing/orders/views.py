from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.calendar.queries import course_of_appointments
from duologue.dosing import record
from duologue.dosing.lines import OrderLine
from duologue.dosing.orders import actions
from duologue.dosing.orders.forms import CancelOrderForm, OrderForm
from duologue.dosing.orders.models import Order
from duologue.dosing.orders.rules import next_to_order
from duologue.dosing.reasons import Refused
from duologue.people.doors import for_team
from duologue.people.models import Partner
from duologue.people.queries import partners_of_caseload


@for_team("prescriber")
def order(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    partner, now = _partner(request, partner_id), timezone.now()
    orders = record.orders_of(partner, now)
    number = request.GET.get("session") or _next_session(partner, orders, now)
    form = OrderForm(request.POST or None, initial={"session_number": number})
    if request.method == "POST" and form.is_valid():
        values = {k: v for k, v in form.cleaned_data.items() if k != "once"}
        values["booster_mg"] = values["booster_mg"] or Decimal(0)
        try:
            actions.sign_order(
                id=form.key(partner.pk), partner=partner, by=request.user, at=now, **values
            )
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            messages.success(request, f"Order for {partner.first_name} signed.")
            return redirect("dosing-order", partner.pk)
    shown = {"form": form, "partner": partner, "orders": orders}
    shown["doses"] = record.doses_of(partner)
    return render(request, "dosing/order.html", shown)


@for_team("prescriber")
def cancellation(request: HttpRequest, partner_id: UUID, order_id: UUID) -> HttpResponse:
    partner, now = _partner(request, partner_id), timezone.now()
    found = get_object_or_404(Order, id=order_id, partner=partner)
    form = CancelOrderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.cancel_order(order=found, reason=reason, by=request.user, at=now)
        messages.success(request, f"Order for {partner.first_name} withdrawn.")
        return redirect("dosing-order", partner.pk)
    line = next(one for one in record.orders_of(partner, now) if one.id == found.id)
    shown = {"form": form, "partner": partner, "order": line}
    return render(request, "dosing/order_cancellation.html", shown)


def _next_session(partner: Partner, orders: Iterable[OrderLine], at: datetime) -> int:
    booked = course_of_appointments(partner.couple)
    held = [one.session_number or 0 for one in booked if one.medicine and one.ends_at < at]
    return next_to_order(held, {order.session_number for order in orders if order.open})


def _partner(request: HttpRequest, partner_id: UUID) -> Partner:
    treated = partners_of_caseload(request.user, request.roles - {"coordinator"})
    return get_object_or_404(treated, id=partner_id)
