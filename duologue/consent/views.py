"""A partner's own pages: read, answer, choose, sign, take back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.consent import actions, loader, queries, rules
from duologue.consent.document import Document
from duologue.consent.forms import ChoiceForm, SignForm, TeachBackForm
from duologue.consent.models import Signature
from duologue.consent.paper import fingerprint, html, paper
from duologue.people.doors import for_partner
from duologue.people.queries import clinic


def pdf_response(paper: bytes) -> HttpResponse:
    """A paper under a name that says nothing."""
    return HttpResponse(
        paper,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="paper.pdf"'},
    )


def _consent(request: HttpRequest, document_id: str) -> queries.ConsentRead:
    """How this document stands for who asks; 404 where it is none of theirs."""
    try:
        return queries.consent_of(request.partner, loader.document(document_id))
    except loader.UnknownDocument as unknown:
        raise Http404 from unknown


def _document(request: HttpRequest, document_id: str) -> Document:
    return _consent(request, document_id).document


def _clinic_name() -> str:
    here = clinic()
    return here.name if here else "The clinic"


@for_partner
def consents(request: HttpRequest) -> HttpResponse:
    found = queries.consents_of(request.partner)
    return render(request, "consent/consents.html", {"consents": found})


@for_partner
def document(request: HttpRequest, document_id: str) -> HttpResponse:
    consent = _consent(request, document_id)
    text = html(consent.document)
    return render(request, "consent/document.html", {"consent": consent, "text": text})


@for_partner
def questions(request: HttpRequest, document_id: str) -> HttpResponse:
    document = _document(request, document_id)
    known = queries.answers_of(request.partner, document)
    form = TeachBackForm(document, request.POST if request.method == "POST" else known or None)
    if request.method == "POST":
        form.is_valid()
        known |= {id: answer for id, answer in form.cleaned_data.items() if answer}
        actions.answer_teach_back(
            partner=request.partner,
            document=document,
            answers=form.cleaned_data,
            by=request.user,
            at=timezone.now(),
        )
        if not rules.not_understood(document, known):
            return redirect("consent-choices" if document.choices else "consent-sign", document.id)
    wrong = {q.id for q in rules.not_understood(document, known) if q.id in known}
    asked = [(form[q.id], q.explain if q.id in wrong else "") for q in document.questions]
    return render(
        request, "consent/questions.html", {"document": document, "asked": asked, "wrong": wrong}
    )


@for_partner
def choices(request: HttpRequest, document_id: str) -> HttpResponse:
    document = _document(request, document_id)
    if not document.choices:
        return redirect("consent-sign", document.id)
    earlier = queries.chosen_by(request.partner, document)
    form = ChoiceForm(document, request.POST or None, earlier)
    if request.method == "POST" and form.is_valid():
        actions.choose(
            partner=request.partner,
            document=document,
            chosen=form.cleaned_data,
            by=request.user,
            at=timezone.now(),
        )
        return redirect("consent-sign", document.id)
    return render(request, "consent/choices.html", {"document": document, "form": form})


@for_partner
def paper_to_sign(request: HttpRequest, document_id: str) -> HttpResponse:
    return pdf_response(_paper(request, _document(request, document_id)))


def _paper(request: HttpRequest, document: Document) -> bytes:
    chosen = queries.chosen_by(request.partner, document)
    return paper(document, name=request.user.name, clinic=_clinic_name(), chosen=chosen)


@for_partner
def sign(request: HttpRequest, document_id: str) -> HttpResponse:
    document = _document(request, document_id)
    if rules.not_understood(document, queries.answers_of(request.partner, document)):
        return redirect("consent-questions", document.id)
    chosen = queries.chosen_by(request.partner, document)
    if document.choices and not chosen:
        return redirect("consent-choices", document.id)
    form = SignForm(request.user.name, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign(
                id=form.key(request.partner.id),
                partner=request.partner,
                document=document,
                name=form.cleaned_data["name"],
                sha256=form.cleaned_data["sha256"],
                clinic=_clinic_name(),
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, "Signed. You can read it again or take it back at any time.")
            return redirect("consent-document", document.id)
        except actions.NotReadyToSign as why:
            form.add_error(None, str(why))
    values = {
        "document": document,
        "form": form,
        "sha256": fingerprint(_paper(request, document)),
        "chosen": document.chosen_words(chosen),
    }
    return render(request, "consent/sign.html", values)


@for_partner
def signed_paper(request: HttpRequest, signature_id: UUID) -> HttpResponse:
    signature = get_object_or_404(Signature, id=signature_id, partner=request.partner)
    return pdf_response(bytes(signature.paper))


@for_partner
def withdrawal(request: HttpRequest, document_id: str) -> HttpResponse:
    consent = _consent(request, document_id)
    newest = consent.newest
    if request.method == "POST":
        if newest:
            signature = get_object_or_404(Signature, id=newest.id, partner=request.partner)
            actions.withdraw(signature=signature, by=request.user, at=timezone.now())
        messages.success(request, "Taken back. Your team will talk with you, alone.")
        return redirect("consent-document", document_id)
    if newest is None:
        return redirect("consent-document", document_id)
    return render(request, "consent/withdrawal.html", {"consent": consent})
