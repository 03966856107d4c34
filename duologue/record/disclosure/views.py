"""A partner's pages: papers of our room that each answers alone, and papers of one's own."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from duologue.consent.views import pdf_response
from duologue.people.doors import for_partner
from duologue.record.disclosure import actions, queries, rules
from duologue.record.disclosure.forms import SignCopyForm
from duologue.record.rules import NotPossible

SAID = {
    rules.SIGNED: "Signed. You can take it back until it has left the clinic.",
    rules.REFUSED: "Kept: you have not signed. Nobody asks you why.",
    rules.TAKEN_BACK: "Taken back. It does not leave with your signature.",
}


@for_partner
def ours(request: HttpRequest) -> HttpResponse:
    return _list(request, joint=True)


@for_partner
def mine(request: HttpRequest) -> HttpResponse:
    return _list(request, joint=False)


@for_partner
def one_of_ours(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    return _one(request, paper_id, joint=True)


@for_partner
def one_of_mine(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    return _one(request, paper_id, joint=False)


@for_partner
def our_paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    return _pdf(request, paper_id, joint=True)


@for_partner
def my_paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    return _pdf(request, paper_id, joint=False)


def _list(request: HttpRequest, *, joint: bool) -> HttpResponse:
    asked = queries.asked_of(request.partner, timezone.now(), joint=joint)  # type: ignore[attr-defined]
    return render(request, "record/papers.html", {"papers": asked, "joint": joint, **_names(joint)})


def _one(request: HttpRequest, paper_id: UUID, *, joint: bool) -> HttpResponse:
    now, partner = timezone.now(), request.partner  # type: ignore[attr-defined]
    row = _row(request, paper_id, joint)
    word = request.POST.get("answer", rules.SIGNED)
    signing = request.method == "POST" and word == rules.SIGNED
    form = SignCopyForm(request.user.name, request.POST if signing else None)  # type: ignore[union-attr]
    if request.method == "POST" and (not signing or form.is_valid()):
        told = form.cleaned_data if signing else {}
        try:
            actions.answer_disclosure(
                disclosure=row, word=word, name=told.get("name", ""),
                sha256=told.get("sha256", ""), by=partner, at=now,
            )  # fmt: skip
        except NotPossible as no:
            messages.warning(request, str(no))
        else:
            messages.success(request, SAID[word])
        return redirect(_names(joint)["one"], paper_id)
    shown = next(a for a in queries.asked_of(partner, now, joint=joint) if a.id == row.pk)
    page = {"paper": shown, "form": form, "joint": joint, **_names(joint)}
    return render(request, "record/paper.html", page, status=422 if form.errors else 200)


def _pdf(request: HttpRequest, paper_id: UUID, *, joint: bool) -> HttpResponse:
    return pdf_response(bytes(_row(request, paper_id, joint).paper))


def _row(request: HttpRequest, paper_id: UUID, joint: bool):  # type: ignore[no-untyped-def]
    row = queries.rows_for(request.partner, joint).filter(id=paper_id).first()  # type: ignore[attr-defined]
    if row is None:
        raise Http404
    return row


def _names(joint: bool) -> dict[str, str]:
    whose = "our" if joint else "my"
    return {
        "list": f"record-{whose}-papers",
        "one": f"record-{whose}-paper",
        "pdf": f"record-{whose}-paper-pdf",
    }
