from uuid import UUID

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from duologue.people.doors import for_partner, for_team
from duologue.people.queries import partners_of_caseload
from duologue.record.erasure import actions, queries
from duologue.record.erasure.forms import AnswerForm, PasswordForm
from duologue.record.erasure.models import ErasureProposal, ErasureRequest
from duologue.record.rules import NotPossible


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


@sensitive_post_parameters("password")
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
    proposal = queries.open_proposal(waiting) if waiting else None
    sure = PasswordForm(request.POST if "confirm" in request.POST else None)
    if request.method == "POST" and proposal:
        if done := _second(request, proposal, sure):
            messages.success(request, done)
            return redirect("record-erasure", partner_id)
    elif request.method == "POST":
        form = form if form.is_bound else AnswerForm({})
        if waiting and form.is_valid() and (done := _answered(request, waiting, form)):
            messages.success(request, done)
            return redirect("record-erasure", partner_id)
    asked = queries.requests_of(partner)
    page = {
        "partner": partner, "asked": asked, "waits": _waits(asked), "form": form,
        "proposal": proposal, "sure": sure, "own": proposal and proposal.by_id == request.user.pk,
    }  # fmt: skip
    failed = form.errors or sure.errors
    return render(request, "record/erasure.html", page, status=422 if failed else 200)


def _answered(request: HttpRequest, waiting: ErasureRequest, form: AnswerForm) -> str:
    """What was done with the answer; nothing where the password does not fit."""
    told = dict(form.cleaned_data)
    password, decision = told.pop("password"), told.pop("decision")
    common = {"request": waiting, **told, "by": request.user, "at": timezone.now()}
    if decision != "erase":
        actions.answer_erasure(decision=decision, **common)
        return "Answered."
    if not _is_theirs(request, form, password):
        return ""
    actions.propose_erasure(**common)
    return "Kept. Nothing is destroyed until a second clinician of this couple confirms it."


def _second(request: HttpRequest, proposal: ErasureProposal, sure: PasswordForm) -> str:
    """What a second look led to; nothing where the password does not fit or it was one's own."""
    act = {"proposal": proposal, "by": request.user, "at": timezone.now()}
    try:
        if "take_back" in request.POST:
            actions.take_back_proposal(**act)
            return "Taken back. The request waits for an answer again."
        if not sure.is_valid() or not _is_theirs(request, sure, sure.cleaned_data["password"]):
            return ""
        actions.confirm_erasure(**act)
    except NotPossible as no:
        sure.add_error(None, str(no))
        return ""
    return "Erased."


def _is_theirs(request: HttpRequest, form: forms.BaseForm, password: str) -> bool:
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        form.add_error(None, "Too many attempts. Wait a few minutes, then try again.")
        return False
    if not request.user.check_password(password):  # type: ignore[union-attr]
        form.add_error("password", "This is not your password.")
        return False
    return True


def _waits(asked) -> bool:  # type: ignore[no-untyped-def]
    return any(not hasattr(one, "answer") for one in asked)
