from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.people.doors import for_team
from duologue.people.emergency.queries import openings_to_review
from duologue.people.queries import clinic, partner_of, partners_of_caseload
from duologue.people.roles.queries import offers_waiting
from duologue.safety import actions, queries
from duologue.safety.access.queries import access_for
from duologue.safety.forms import AdverseEventForm, ClosureForm, OutcomeForm, TakeOverForm
from duologue.safety.help_now import numbers_for
from duologue.safety.models import AdverseEvent, Alert


@for_team()
def alerts(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    page = {
        "alerts": queries.alerts_for(request.user, request.roles, now),
        "access": access_for(request.user, now),
        "offers": offers_waiting(request.roles),
        "emergencies": openings_to_review(request.user, request.roles, now),
    }
    return render(request, "safety/alerts.html", page)


@for_team()
def alert(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    now = timezone.now()
    try:
        read = queries.alert_for(request.user, request.roles, alert_id, now)
    except Alert.DoesNotExist as missing:
        raise Http404 from missing
    kind = ClosureForm if read.owner_id == request.user.pk else TakeOverForm
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.close_alert(
            alert=get_object_or_404(Alert, id=read.id),
            **form.cleaned_data,
            by=request.user,
            at=now,
        )
        messages.success(request, "Closed, with what was done.")
        return redirect("alerts")
    return render(request, "safety/alert.html", {"alert": read, "form": form})


@for_team("therapist", "prescriber", "monitor")
def adverse_events(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    partner = get_object_or_404(partners_of_caseload(request.user, request.roles), id=partner_id)
    events = queries.adverse_events(request.user, request.roles, partner.id)
    return render(request, "safety/adverse_events.html", {"partner": partner, "events": events})


@for_team("therapist", "prescriber", "monitor")
def adverse_event_new(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    partner = get_object_or_404(partners_of_caseload(request.user, request.roles), id=partner_id)
    form = AdverseEventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {k: v for k, v in form.cleaned_data.items() if k != "once"}
        actions.report_adverse_event(
            id=form.key(partner.id), partner=partner, **told, by=request.user, at=timezone.now()
        )
        messages.success(request, "Kept. Add a second event if something else happened.")
        return redirect("adverse-events", partner_id=partner.id)
    return render(request, "safety/adverse_event_new.html", {"partner": partner, "form": form})


def help_now(request: HttpRequest) -> HttpResponse:
    """For anybody, signed in or not: whom to call. Works without scripts."""
    ours = clinic()
    own, others = numbers_for(ours.country if ours else "")
    partner = request.user.is_authenticated and partner_of(request.user) is not None
    page = {
        "frame": "web/partner.html" if partner else "web/public.html",
        "own": own,
        "others": others,
        "our_name": ours.alias if ours else "Your clinic",
        "dial": "".join(sign for sign in ours.phone if sign.isdigit() or sign == "+")
        if ours
        else "",
    }
    return render(request, "safety/help_now.html", page)


@for_team("therapist", "prescriber", "monitor")
def adverse_event_outcome(request: HttpRequest, partner_id: UUID, event_id: UUID) -> HttpResponse:
    partner = get_object_or_404(partners_of_caseload(request.user, request.roles), id=partner_id)
    event = get_object_or_404(AdverseEvent, id=event_id, partner=partner)
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = form.cleaned_data["outcome"]
        actions.end_adverse_event(event=event, outcome=outcome, by=request.user, at=timezone.now())
        messages.success(request, "Kept how it ended.")
        return redirect("adverse-events", partner_id=partner.id)
    values = {"partner": partner, "event": event, "form": form}
    return render(request, "safety/adverse_event_outcome.html", values)
