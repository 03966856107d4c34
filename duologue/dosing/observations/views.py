from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.dosing import record
from duologue.dosing.corrections import already_corrected
from duologue.dosing.doors import Place, at_place
from duologue.dosing.observations import actions
from duologue.dosing.observations.forms import ObservationForm
from duologue.dosing.observations.models import Observation
from duologue.dosing.observations.queries import acts_now, signs_of
from duologue.dosing.reasons import ALERTED, Refused


@at_place()
def observations(request: HttpRequest, place: Place) -> HttpResponse:
    return _observe(request, place, None)


@at_place()
def correction(request: HttpRequest, place: Place, observation_id: UUID) -> HttpResponse:
    own = Observation.objects.filter(appointment=place.session, partner=place.partner)
    return _observe(request, place, get_object_or_404(own, id=observation_id))


def _observe(request: HttpRequest, place: Place, corrects: Observation | None) -> HttpResponse:
    form = ObservationForm(
        request.POST or None,
        session_day=timezone.localdate(place.session.starts_at),
        standing=signs_of(place.session, place.partner),
        corrects=corrects,
    )
    if form.is_bound and not form.is_valid():
        form.refuse(already_corrected(corrects) if corrects else ())
    elif form.is_bound:
        try:
            row = actions.observe(
                id=form.key(place.partner.pk),
                appointment=place.session,
                partner=place.partner,
                measured_at=form.cleaned_data["measured_at"],
                values=form.values,
                corrects=corrects,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            messages.success(request, f"{place.partner.first_name}: saved in the clinic.")
            if titles := acts_now(row):
                said = f"{place.partner.first_name}: act now. {', '.join(titles)}. {ALERTED}"
                messages.warning(request, said)
            return redirect("dosing-session", place.session.id)
    shown = {
        "form": form,
        "place": place,
        "corrects": corrects,
        "lines": record.observation_lines(place.session, place.partner),
    }
    return render(request, "dosing/observations.html", shown)
