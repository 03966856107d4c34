from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.dosing.administration.over import over_in
from duologue.dosing.checks import actions
from duologue.dosing.checks.forms import CheckCorrectionForm, DayCheckForm
from duologue.dosing.checks.models import DayCheck
from duologue.dosing.corrections import already_corrected
from duologue.dosing.doors import Place, at_place
from duologue.dosing.reasons import ALERTED, Refused
from duologue.dosing.record import check_lines


@at_place("monitor", "prescriber")
def checks(request: HttpRequest, place: Place) -> HttpResponse:
    form = DayCheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = {k: v for k, v in form.cleaned_data.items() if k != "once"}
        actions.check(
            id=form.key(place.partner.pk),
            appointment=place.session,
            partner=place.partner,
            answers=answers,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, f"{place.partner.first_name}: checks kept.")
        return redirect("dosing-checks", place.session.id, place.partner.pk)
    done = DayCheck.objects.filter(appointment=place.session, partner=place.partner)
    lines = check_lines(place.session, list(done.select_related("by")), place.episode)
    return render(request, "dosing/checks.html", {"form": form, "place": place, "lines": lines})


@at_place("monitor", "prescriber")
def check_correction(request: HttpRequest, place: Place, check_id: UUID) -> HttpResponse:
    own = DayCheck.objects.filter(appointment=place.session, partner=place.partner)
    wrong = get_object_or_404(own.select_related("by"), id=check_id)
    form = CheckCorrectionForm(request.POST or None, corrects=wrong)
    if form.is_bound and not form.is_valid():
        form.refuse(already_corrected(wrong))
    elif form.is_bound:
        told = {k: v for k, v in form.cleaned_data.items() if k != "once"}
        try:
            actions.correct(
                id=form.key(place.partner.pk),
                corrects=wrong,
                because=told.pop("because"),
                answers=told,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            messages.success(request, f"{place.partner.first_name}: checks corrected.")
            if found := over_in(place.session, place.partner):
                messages.warning(request, f"More than was ordered: {'; '.join(found)}. {ALERTED}")
            return redirect("dosing-checks", place.session.id, place.partner.pk)
    shown = {"form": form, "place": place, "corrects": wrong}
    return render(request, "dosing/checks.html", shown)
