from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from duologue.dosing import record
from duologue.dosing.discharge import actions
from duologue.dosing.discharge.forms import DischargeForm
from duologue.dosing.discharge.models import Discharge
from duologue.dosing.doors import Place, at_place
from duologue.dosing.reasons import Refused


@at_place("monitor", "prescriber")
def discharge(request: HttpRequest, place: Place) -> HttpResponse:
    partner, session = place.partner, place.session
    done = Discharge.objects.filter(appointment=session, partner=partner).select_related("by")
    form = DischargeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.discharge(
                id=form.key(partner.pk),
                appointment=session,
                partner=partner,
                padss=typed["padss"],
                criteria=form.answers,
                escort=typed["escort"],
                next_contact_at=typed["next_contact_at"],
                left_because=typed["left_because"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            messages.success(request, f"{partner.first_name}: discharge signed.")
            return redirect("dosing-session", session.id)
    shown = {"form": form, "place": place, "done": done.first()}
    shown["doses"] = record.doses_of(partner, session)
    return render(request, "dosing/discharge.html", shown)
