"""The therapist's pages: prepare a paper, see who has signed, hand it over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from duologue.consent.views import pdf_response
from duologue.people.doors import for_team
from duologue.people.models import Couple, Partner
from duologue.people.queries import couples_of, partners_of_caseload
from duologue.record.disclosure import actions, queries
from duologue.record.disclosure.contents import JOINT, OWN
from duologue.record.disclosure.forms import PrepareForm
from duologue.record.rules import NotPossible


@for_team("therapist")
def of_couple(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    return _list(request, _couple(request, couple_id))


@for_team("therapist")
def of_partner(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    return _list(request, _partner(request, partner_id))


@for_team("therapist")
def one_of_couple(request: HttpRequest, couple_id: UUID, paper_id: UUID) -> HttpResponse:
    return _one(request, _couple(request, couple_id), paper_id)


@for_team("therapist")
def one_of_partner(request: HttpRequest, partner_id: UUID, paper_id: UUID) -> HttpResponse:
    return _one(request, _partner(request, partner_id), paper_id)


@for_team("therapist")
def pdf_of_couple(request: HttpRequest, couple_id: UUID, paper_id: UUID) -> HttpResponse:
    return pdf_response(bytes(_row(_couple(request, couple_id), paper_id).paper))


@for_team("therapist")
def pdf_of_partner(request: HttpRequest, partner_id: UUID, paper_id: UUID) -> HttpResponse:
    return pdf_response(bytes(_row(_partner(request, partner_id), paper_id).paper))


def _list(request: HttpRequest, whose: Couple | Partner) -> HttpResponse:
    now, joint = timezone.now(), isinstance(whose, Couple)
    form = PrepareForm(JOINT if joint else OWN, timezone.localdate(now), request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in form.fields if name != "once"}
        common = {"id": form.key(whose.pk), **told, "by": request.user, "at": now}
        made: Any = (
            actions.prepare_joint(couple=whose, **common)
            if joint
            else actions.prepare_own(partner=whose, **common)
        )
        messages.success(request, "Prepared. Read it before it is signed: it cannot be changed.")
        return redirect(_address(whose, "paper", made.pk))
    rows, owners = _rows(whose), _owners(whose)
    page = {
        "whose": whose, "joint": joint, "owners": owners, "form": form,
        "papers": [
            (one, _address(whose, "paper", one.row.pk))
            for one in queries.prepared_for(rows, owners, now)
        ],
    }  # fmt: skip
    return render(request, "record/team_papers.html", page, status=422 if form.errors else 200)


def _one(request: HttpRequest, whose: Couple | Partner, paper_id: UUID) -> HttpResponse:
    row, now = _row(whose, paper_id), timezone.now()
    if request.method == "POST":
        try:
            if "withdraw" in request.POST:
                actions.withdraw_disclosure(disclosure=row, by=request.user, at=now)
                messages.success(request, "Taken back. Nothing leaves.")
            elif to := request.POST.get("to", "").strip():
                actions.hand_over(disclosure=row, to=to[:200], by=request.user, at=now)
                messages.success(request, "Handed over, and written down.")
            else:
                messages.warning(request, "Write to whom you handed it, then press again.")
        except NotPossible as no:
            messages.warning(request, str(no))
        return redirect(_address(whose, "paper", paper_id))
    (shown,) = queries.prepared_for(_rows(whose).filter(id=paper_id), _owners(whose), now)
    page = {
        "whose": whose, "joint": isinstance(whose, Couple), "paper": shown,
        "pdf": _address(whose, "paper-pdf", paper_id), "back": _address(whose, "papers"),
    }  # fmt: skip
    return render(request, "record/team_paper.html", page)


def _rows(whose: Couple | Partner) -> Any:
    return queries.joint_rows(whose) if isinstance(whose, Couple) else queries.own_rows(whose)


def _row(whose: Couple | Partner, paper_id: UUID) -> Any:
    return get_object_or_404(_rows(whose), id=paper_id)


def _owners(whose: Couple | Partner) -> tuple[Partner, ...]:
    return tuple(whose.partners.all()) if isinstance(whose, Couple) else (whose,)


def _address(whose: Couple | Partner, page: str, *more: UUID) -> str:
    of = "couple" if isinstance(whose, Couple) else "partner"
    return reverse(f"record-{of}-{page}", args=[whose.pk, *more])


def _couple(request: HttpRequest, couple_id: UUID) -> Couple:
    return get_object_or_404(couples_of(request.user, request.roles), id=couple_id)  # type: ignore[arg-type, attr-defined]


def _partner(request: HttpRequest, partner_id: UUID) -> Partner:
    mine = partners_of_caseload(request.user, request.roles)  # type: ignore[arg-type, attr-defined]
    return get_object_or_404(mine, id=partner_id)
