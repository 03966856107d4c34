from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from duologue.dosing import record
from duologue.dosing.discharge import actions
from duologue.dosing.discharge.forms import DischargeForm
from duologue.dosing.discharge.models import Discharge
from duologue.dosing.doors import Place, at_place
from duologue.dosing.reasons import ALERTED, Refused
from duologue.people.models import Person


@at_place("monitor", "prescriber")
def discharge(request: HttpRequest, place: Place) -> HttpResponse:
    partner, session = place.partner, place.session
    done = Discharge.objects.filter(appointment=session, partner=partner).select_related("by")
    form = DischargeForm(request.POST or None)
    if form.is_bound and (gone := _signed(form, place, by=request.user, at=timezone.now())):
        if gone.unmet:  # not said in the room, which both may see
            messages.warning(request, f"{partner.first_name}: discharge signed. {ALERTED}")
            return redirect("dosing-discharge", session.id, partner.pk)
        messages.success(request, f"{partner.first_name}: discharge signed.")
        return redirect("dosing-session", session.id)
    shown = {"form": form, "place": place, "done": done.first()}
    shown["doses"] = record.doses_of(partner, session)
    return render(request, "dosing/discharge.html", shown)


def _signed(form: DischargeForm, place: Place, *, by: Person, at: datetime) -> Discharge | None:
    """The discharge, or None and the form saying everything against it: what is mistyped and the rest."""
    readable = form.is_valid()
    typed = form.cleaned_data
    asked = {
        "appointment": place.session,
        "partner": place.partner,
        "padss": typed.get("padss"),
        "criteria": form.answers,
        "escort": typed.get("escort", ""),
        "next_contact_at": typed.get("next_contact_at"),
        "at": at,
    }
    if not readable:
        form.refuse(() if form.why else actions.unmet(**asked))
        return None
    try:
        return actions.discharge(
            id=form.key(place.partner.pk), left_because=form.why, by=by, **asked
        )
    except Refused as refused:
        form.refuse(refused.reasons)
        form.ask_why()
        return None
