from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from duologue.integration.checkin import actions, queries
from duologue.integration.checkin.forms import CheckInForm
from duologue.people.doors import for_partner
from duologue.sharing.doors import after_both_signed


@for_partner
@after_both_signed
def checkin(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    on = timezone.localdate(now)
    told = queries.checkin_of(request.partner, on)
    form = CheckInForm(request.POST or None, initial=told.answers if told else {})
    if request.method == "POST" and form.is_valid():
        actions.check_in(on=on, answers=form.answers(), by=request.partner, at=now)
        messages.success(request, "Kept. You can change it until midnight.")
        return redirect("integration-checkin")
    return render(request, "integration/checkin.html", {"form": form, "told": told, "on": on})
