from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.people.doors import for_team
from duologue.people.queries import partners_of_caseload
from duologue.record.bringing import actions, queries, rules
from duologue.record.bringing.forms import MatterForm
from duologue.record.bringing.models import Brought, Matter
from duologue.record.rules import NotPossible
from duologue.sharing.secrets.queries import policy_of


@for_team("therapist")
def matters(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """What this partner told alone and may have to be said to both."""
    partner = _partner(request, partner_id)
    now = timezone.now()
    form = MatterForm(timezone.localdate(now), request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.write_matter(
                id=form.key(partner.pk), partner=partner, kind=told["kind"], text=told["text"],
                told_on=told["told_on"], by=request.user, at=now,
            )  # fmt: skip
            return redirect("record-matters", partner_id)
        except NotPossible as no:
            form.add_error("kind", str(no))
    page = {
        "partner": partner, "form": form, "matters": queries.matters_of(partner, now),
        "policy": policy_of(partner.couple), "wait": rules.WAIT.days,
        "brought": queries.brought_for(partner.couple, now, team=True),
    }  # fmt: skip
    return render(request, "record/matters.html", page, status=422 if form.errors else 200)


@for_team("therapist")
def matter(request: HttpRequest, partner_id: UUID, matter_id: UUID) -> HttpResponse:
    """One conversation about these words, or bringing them."""
    found = get_object_or_404(Matter, id=matter_id, partner=_partner(request, partner_id))
    now, word = timezone.now(), request.POST.get("word", "")
    if request.method == "POST":
        try:
            if word == "bring":
                actions.bring(matter=found, by=request.user, at=now)
                messages.success(
                    request, "Brought. Both see it in an hour; until then take it back below."
                )
            elif word in (rules.YES, rules.NO, rules.TOLD):
                name = request.POST.get("name", "")
                actions.write_spoken(matter=found, word=word, name=name, by=request.user, at=now)
                messages.success(request, "Written down.")
        except NotPossible as no:
            messages.warning(request, str(no))
    return redirect("record-matters", partner_id)


@for_team("therapist")
def take_back(request: HttpRequest, partner_id: UUID, brought_id: UUID) -> HttpResponse:
    partner = _partner(request, partner_id)
    found = get_object_or_404(Brought, id=brought_id, couple_id=partner.couple_id)
    if request.method == "POST":
        try:
            actions.take_brought_back(brought=found, by=request.user, at=timezone.now())
            messages.success(request, "Taken back. Neither of them has seen it.")
        except NotPossible as no:
            messages.warning(request, str(no))
    return redirect("record-matters", partner_id)


def _partner(request: HttpRequest, partner_id: UUID):  # type: ignore[no-untyped-def]
    mine = partners_of_caseload(request.user, request.roles)  # type: ignore[arg-type, attr-defined]
    return get_object_or_404(mine, id=partner_id)
