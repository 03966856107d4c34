"""The team's pages: how one partner's consents stand, signing beside, the paper itself."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from duologue.consent import actions, loader, queries
from duologue.consent.models import Signature
from duologue.consent.views import pdf_response
from duologue.people.doors import for_team
from duologue.people.queries import partners_of_caseload

TREATING = ("therapist", "prescriber", "monitor")


@for_team(*TREATING)
def consents(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    partner = get_object_or_404(partners_of_caseload(request.user, request.roles), id=partner_id)
    values = {
        "partner": partner,
        "consents": queries.consents_of(partner),
        "roles": request.roles,
    }
    return render(request, "consent/partner.html", values)


@require_POST
@for_team(*TREATING)
def countersignature(request: HttpRequest, partner_id: UUID, signature_id: UUID) -> HttpResponse:
    signature = _signature(request, partner_id, signature_id)
    document = loader.document(signature.document, signature.version)
    if document.countersign not in request.roles:
        raise Http404
    actions.countersign(signature=signature, by=request.user, at=timezone.now())
    messages.success(request, f"You signed beside: {document.title}.")
    return redirect("consent-partner", partner_id=partner_id)


@for_team(*TREATING)
def paper(request: HttpRequest, partner_id: UUID, signature_id: UUID) -> HttpResponse:
    return pdf_response(bytes(_signature(request, partner_id, signature_id).paper))


def _signature(request: HttpRequest, partner_id: UUID, signature_id: UUID) -> Signature:
    try:
        return queries.signature_for_team(request.user, request.roles, partner_id, signature_id)
    except Signature.DoesNotExist as missing:
        raise Http404 from missing
