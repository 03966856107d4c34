"""The team's pages: what screening found, vitals, the prescriber's and the therapist's decision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.people.doors import for_team
from duologue.people.models import Partner
from duologue.people.queries import couples_of, partners_of_caseload
from duologue.screening import actions, queries
from duologue.screening.models import Clearance
from duologue.screening.team_forms import (
    ClearanceForm,
    RevocationForm,
    SuitabilityForm,
    VitalsForm,
)


def _partner(request: HttpRequest, partner_id: UUID) -> Partner:
    return get_object_or_404(partners_of_caseload(request.user, request.roles), id=partner_id)


@for_team("therapist", "prescriber", "monitor")
def partner(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    partner = _partner(request, partner_id)
    screening = queries.screening_of(partner, timezone.localdate())
    values = {"partner": partner, "screening": screening, "roles": request.roles}
    return render(request, "screening/partner.html", values)


@for_team("therapist", "prescriber", "monitor")
def vitals(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    partner = _partner(request, partner_id)
    form = VitalsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.record_vitals(
            id=form.key(partner.id),
            partner=partner,
            by=request.user,
            at=timezone.now(),
            **form.reading(),
        )
        messages.success(request, f"Vitals of {partner.first_name} kept.")
        return redirect("screening-partner", partner_id=partner.id)
    return render(request, "screening/vitals.html", {"partner": partner, "form": form})


@for_team("prescriber")
def clearance(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    partner = _partner(request, partner_id)
    form = ClearanceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        signed = {"id": form.key(partner.id), "partner": partner, "by": request.user, "at": now}
        if told["decision"] == "clear":
            actions.sign_clearance(
                expires_on=told["expires_on"], conditions=told["conditions"], **signed
            )
        else:
            actions.decide_not_now(
                reason=told["reason"], plan=told["plan"], review_on=told["review_on"], **signed
            )
        messages.success(request, "Signed. It is told on the next fixed date, as for everyone.")
        return redirect("screening-partner", partner_id=partner.id)
    screening = queries.screening_of(partner, timezone.localdate())
    values = {"partner": partner, "form": form, "screening": screening}
    return render(request, "screening/clearance.html", values)


@for_team("prescriber")
def revocation(request: HttpRequest, partner_id: UUID, clearance_id: UUID) -> HttpResponse:
    partner = _partner(request, partner_id)
    clearance = get_object_or_404(Clearance, id=clearance_id, partner=partner)
    form = RevocationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.revoke_clearance(
            clearance=clearance,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "Revoked. No dose is possible until you decide anew.")
        return redirect("screening-partner", partner_id=partner.id)
    return render(request, "screening/revocation.html", {"partner": partner, "form": form})


@for_team("therapist")
def suitability(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    couple = get_object_or_404(couples_of(request.user, request.roles), id=couple_id)
    form = SuitabilityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        actions.decide_suitability(
            id=form.key(couple.id), couple=couple, by=request.user, at=timezone.now(), **told
        )
        messages.success(request, "Signed. It is told on the next fixed date, as for everyone.")
        return redirect("screening-suitability", couple_id=couple.id)
    values = {
        "couple": couple,
        "form": form,
        "standing": queries.suitability_standing(couple, timezone.localdate()),
        "decisions": queries.suitability_decisions(couple),
    }
    return render(request, "screening/suitability.html", values)
