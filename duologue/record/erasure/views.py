from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.people.doors import for_partner, for_team
from duologue.people.queries import partners_of_caseload
from duologue.record.erasure import actions, queries
from duologue.record.erasure.forms import AnswerForm


@for_partner
def mine(request: HttpRequest) -> HttpResponse:
    """Ask that what is one's own be deleted, and read what was answered."""
    partner = request.partner  # type: ignore[attr-defined]
    if request.method == "POST":
        actions.ask_for_erasure(partner=partner, asked="portal", by=request.user, at=timezone.now())
        messages.success(request, "Asked. A clinician answers you, alone.")
        return redirect("record-my-erasure")
    asked = queries.requests_of(partner)
    return render(request, "record/my_erasure.html", {"asked": asked, "waits": _waits(asked)})


@for_team("therapist", "prescriber")
def of_partner(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Answer a request, or write one down that was made in the clinic."""
    mine = partners_of_caseload(request.user, request.roles)  # type: ignore[arg-type, attr-defined]
    partner = get_object_or_404(mine, id=partner_id)
    now = timezone.now()
    form = AnswerForm(request.POST if "decision" in request.POST else None)
    if request.method == "POST" and "ask" in request.POST:
        actions.ask_for_erasure(partner=partner, asked="clinic", by=request.user, at=now)
        return redirect("record-erasure", partner_id)
    waiting = queries.open_request(partner)
    if request.method == "POST" and "decision" not in request.POST:
        form = AnswerForm({})
    if request.method == "POST" and waiting and form.is_valid():
        actions.answer_erasure(request=waiting, **form.cleaned_data, by=request.user, at=now)
        messages.success(request, "Answered.")
        return redirect("record-erasure", partner_id)
    asked = queries.requests_of(partner)
    page = {"partner": partner, "asked": asked, "waits": _waits(asked), "form": form}
    return render(request, "record/erasure.html", page, status=422 if form.errors else 200)


def _waits(asked) -> bool:  # type: ignore[no-untyped-def]
    return any(not hasattr(one, "answer") for one in asked)
