from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.integration.insights.queries import insights_of
from duologue.integration.practices import actions, queries
from duologue.integration.practices.forms import PracticeForm
from duologue.people.doors import for_partner
from duologue.sharing.doors import after_both_signed


@for_partner
@after_both_signed
def practices(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    on = timezone.localdate(now)
    own = tuple(one for one in insights_of(request.partner) if not one.put_away)
    form = PracticeForm(
        request.POST or None, insights=own, on=on, initial={"insight": request.GET.get("insight")}
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.choose_practice(
            token=told["once"], what=told["what"], per_week=told["per_week"], until=told["until"],
            insight=told["insight"], on=on, by=request.partner, at=now,
        )  # fmt: skip
        messages.success(request, "Kept. Tick it on the days you do it.")
        return redirect("integration-practices")
    page = {"form": form, "practices": queries.practices_of(request.partner, on), "on": on}
    return render(request, "integration/practices.html", page)


@for_partner
def practice_day(request: HttpRequest, practice_id: UUID) -> HttpResponse:
    """Today's tick, or with `undo` its taking back."""
    practice = get_object_or_404(request.partner.practices, pk=practice_id)
    now = timezone.now()
    if request.method == "POST":
        act = actions.untick if "undo" in request.POST else actions.tick
        act(practice=practice, on=timezone.localdate(now), by=request.partner, at=now)
    return redirect("today" if "today" in request.POST else "integration-practices")


@for_partner
def practice_end(request: HttpRequest, practice_id: UUID) -> HttpResponse:
    practice = get_object_or_404(request.partner.practices, pk=practice_id)
    if request.method == "POST":
        actions.end_practice(practice=practice, by=request.partner, at=timezone.now())
        messages.success(request, "Let go. You can choose it again whenever you like.")
    return redirect("integration-practices")
