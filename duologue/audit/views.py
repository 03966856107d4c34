from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from duologue.audit import queries
from duologue.people.doors import for_team
from duologue.people.models import Partner
from duologue.people.queries import partners_treated_by
from duologue.web.paging import page_asked

ON_PAPER = 500


@for_team("therapist", "prescriber")
@require_GET
def looks(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Who opened this partner's record."""
    partner = _of_mine(request, partner_id)
    found = queries.looks_at(partner, page=page_asked(request))
    return render(request, "audit/looks.html", {"partner": partner, "looks": found})


@for_team("therapist", "prescriber")
@require_GET
def looks_print(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """The same on paper, to be given to that partner in the clinic.

    What was opened in an emergency is not on it: the paper may be found at home.
    """
    partner = _of_mine(request, partner_id)
    found = queries.looks_at(partner, ordinary=True, limit=ON_PAPER)
    shown = {"partner": partner, "looks": found, "now": timezone.now()}
    return render(request, "audit/looks_print.html", shown)


@for_team("coordinator")
@require_GET
def heads(request: HttpRequest) -> HttpResponse:
    """The heads of the log, to be kept elsewhere. No row of it."""
    found = queries.heads_of_days(timezone.localdate())
    return render(request, "audit/heads.html", {"heads": found})


def _of_mine(request: HttpRequest, partner_id: UUID) -> Partner:
    mine = partners_treated_by(request.user)  # type: ignore[arg-type]
    return get_object_or_404(mine, id=partner_id)
