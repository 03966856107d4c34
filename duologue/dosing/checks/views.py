from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from duologue.dosing.checks import actions
from duologue.dosing.checks.forms import DayCheckForm
from duologue.dosing.checks.models import DayCheck
from duologue.dosing.checks.queries import findings_of
from duologue.dosing.doors import Place, at_place


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
    rows = list(done.select_related("by"))
    lines = list(zip(rows, findings_of(place.session, rows, place.episode), strict=True))
    return render(request, "dosing/checks.html", {"form": form, "place": place, "lines": lines})
