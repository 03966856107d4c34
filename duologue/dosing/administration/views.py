from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.dosing import record
from duologue.dosing.administration import actions, correcting
from duologue.dosing.administration.forms import AdministrationForm, DoseCorrectionForm
from duologue.dosing.administration.models import Administration
from duologue.dosing.administration.over import over_in
from duologue.dosing.amounts import mg
from duologue.dosing.doors import Place, at_place
from duologue.dosing.orders.models import Order
from duologue.dosing.reasons import ALERTED, Refused
from duologue.people.models import Person


@at_place("prescriber", "monitor")
def administration(request: HttpRequest, place: Place) -> HttpResponse:
    now, partner = timezone.now(), place.partner
    standing = record.standing_orders(partner, place.session.session_number or 0, now)
    order = standing[-1] if standing else None
    shown: dict[str, object] = {"place": place}
    shown["doses"] = record.doses_of(partner, place.session)
    if order is None and request.method != "POST":
        return render(request, "dosing/administration.html", shown)
    drug, route = Order.objects.values_list("drug", "route").get(id=order.id) if order else ("", "")
    shown["used_up"] = order is not None and not order.open
    initial = {"order": order.id} if order else {}
    form = AdministrationForm(
        request.user, drug, request.POST or None, initial=initial, route=route
    )
    if form.is_bound and (given := _give(form, place, by=request.user, at=now)):
        volume = f" ({given.volume_ml} mL)" if given.volume_ml else ""
        messages.success(request, f"{partner.first_name}: {mg(given.dose_mg)} mg{volume} recorded.")
        return redirect("dosing-session", place.session.id)
    return render(request, "dosing/administration.html", shown | {"form": form, "order": order})


def _give(
    form: AdministrationForm, place: Place, *, by: Person, at: datetime
) -> Administration | None:
    """The dose, or None and the form saying everything against it: what is mistyped and the rest."""
    readable = form.is_valid()
    typed = form.cleaned_data
    if "order" not in typed:
        return None
    named = Order.objects.filter(id=typed["order"], partner__couple=place.session.couple).first()
    if named is None:
        raise Http404
    asked = {
        "order": named,
        "partner": place.partner,
        "appointment": place.session,
        "part": typed.get("part", ""),
        "dose_mg": typed.get("dose_mg"),
        "drawn_ml": typed.get("drawn_ml"),
        "lot": typed.get("lot"),
        "waste_mg": typed.get("waste_mg") or Decimal(0),
        "witness": typed.get("witness"),
        "by": by,
        "at": at,
    }
    if not readable:
        form.refuse(actions.reasons_against(**asked, volume_read="drawn_ml" in typed))
        return None
    try:
        return actions.administer(id=form.key(place.partner.pk), **asked)
    except Refused as refused:
        form.refuse(refused.reasons)
        return None


@at_place("prescriber", "monitor")
def dose_correction(request: HttpRequest, place: Place, dose_id: UUID) -> HttpResponse:
    partner, session = place.partner, place.session
    own = Administration.objects.filter(appointment=session, partner=partner)
    wrong = get_object_or_404(own.select_related("order", "lot", "by", "appointment"), id=dose_id)
    shown = {"place": place, "corrects": wrong, "may": correcting.may_correct(request.user, wrong)}
    form = DoseCorrectionForm(
        request.user, request.POST or None, corrects=wrong, wasted_mg=correcting.wasted_mg(wrong)
    )
    if form.is_bound and not form.is_valid():
        form.refuse(correcting.reasons_so_far(wrong, form.cleaned_data, by=request.user))
    elif form.is_bound:
        told = {k: v for k, v in form.cleaned_data.items() if k != "once"}
        try:
            correcting.correct(
                id=form.key(partner.pk), corrects=wrong, by=request.user, at=timezone.now(), **told
            )
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            messages.success(request, f"{partner.first_name}: the dose is corrected.")
            if found := over_in(session, partner):
                said = f"More than was ordered: {'; '.join(found)}. {ALERTED}"
                messages.warning(request, f"{said} Report it as your clinic does.")
            return redirect("dosing-session", session.id)
    return render(request, "dosing/dose_correction.html", shown | {"form": form})
