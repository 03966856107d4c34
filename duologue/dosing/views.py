from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from duologue.audit.queries import head
from duologue.calendar.models import Appointment
from duologue.dosing import queries, record
from duologue.dosing.administration.views import administration
from duologue.dosing.checks.views import checks
from duologue.dosing.discharge.views import discharge
from duologue.dosing.doors import at_session
from duologue.dosing.places import dosed_at, partners_at
from duologue.programme.queries import current_episode

ACTS = {"checks": checks, "administration": administration, "discharge": discharge}


@at_session()
@require_GET
def session(request: HttpRequest, session: Appointment) -> HttpResponse:
    page = queries.session_page(session, timezone.now())
    doors = {name for name, act in ACTS.items() if act.allowed & request.roles}
    return render(request, "dosing/session.html", {"page": page, "doors": doors})


@at_session()
@require_GET
def sheets(
    request: HttpRequest, session: Appointment, partner_id: UUID | None = None
) -> HttpResponse:
    """Printed one sheet a person: what belongs to one is never on the other's paper."""
    present = partners_at(session)
    episode = current_episode(session.couple)
    dosed = dosed_at(session, present, episode)
    chosen = [p for p in present if p.pk in dosed and partner_id in (None, p.pk)]
    if not chosen:
        raise Http404
    shown = {
        "session": session,
        "sheets": record.sheets_of(session, chosen, episode),
        "several": len(chosen) > 1,
        "head": head(),
    }
    return render(request, "dosing/record.html", shown)
