from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.integration.agreements import actions, queries
from duologue.integration.agreements.forms import AgreementForm
from duologue.people.doors import for_partner


@for_partner
def agreements(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.propose(
            token=told["once"],
            text=told["text"],
            cooling_days=told["wait"],
            by=request.partner,
            at=now,
        )
        messages.success(request, "Proposed. Both of you can see it in your room.")
        return redirect("integration-agreements")
    page = {
        "form": form,
        "agreements": queries.agreements_of(request.partner.couple, now),
        "partner": request.partner,
    }
    return render(request, "integration/agreements.html", page)


@for_partner
def acceptance(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    agreement = get_object_or_404(request.partner.couple.agreements, pk=agreement_id)
    if request.method == "POST" and not actions.accept(
        agreement=agreement, by=request.partner, at=timezone.now()
    ):
        messages.warning(request, "Not yet: this one still waits, or it has ended.")
    return redirect("integration-agreements")


@for_partner
def agreement_end(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    agreement = get_object_or_404(request.partner.couple.agreements, pk=agreement_id)
    if request.method == "POST":
        actions.end_agreement(agreement=agreement, by=request.partner, at=timezone.now())
        messages.success(request, "Ended. It stays in the list as something you once agreed.")
    return redirect("integration-agreements")
