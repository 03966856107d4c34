"""A partner's own pages: read, answer, choose, sign, take back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.consent import actions, queries, rules
from duologue.consent.document import Document
from duologue.consent.forms import ChoiceForm, SignForm, TeachBackForm
from duologue.consent.models import Signature
from duologue.consent.paper import fingerprint, html, paper
from duologue.people.doors import for_partner
from duologue.people.queries import clinic

NAMES = "names_on_papers"


def pdf_response(paper: bytes) -> HttpResponse:
    """A paper under a name that says nothing."""
    return HttpResponse(
        paper,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="document.pdf"'},
    )


def _consent(request: HttpRequest, page: UUID) -> queries.ConsentRead:
    """How this document stands for who asks; 404 where it is none of theirs."""
    found = queries.consent_at(request.partner, page)
    if found is None:
        raise Http404
    return found


def _document(request: HttpRequest, page: UUID) -> Document:
    return _consent(request, page).document


def _clinic_name() -> str:
    here = clinic()
    return here.name if here else "The clinic"


@for_partner
def consents(request: HttpRequest) -> HttpResponse:
    found = queries.consents_of(request.partner)
    return render(request, "consent/consents.html", {"consents": found})


@for_partner
def document(request: HttpRequest, page: UUID) -> HttpResponse:
    consent = _consent(request, page)
    text = html(consent.document)
    return render(
        request, "consent/document.html", {"consent": consent, "text": text, "page": page}
    )


@for_partner
def questions(request: HttpRequest, page: UUID) -> HttpResponse:
    document = _document(request, page)
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
            return redirect("consent-choices" if document.choices else "consent-sign", page)
    wrong = {q.id for q in rules.not_understood(document, known) if q.id in known}
    asked = [(form[q.id], q.explain if q.id in wrong else "") for q in document.questions]
    values = {"document": document, "asked": asked, "wrong": wrong, "page": page}
    return render(request, "consent/questions.html", values)


@for_partner
def choices(request: HttpRequest, page: UUID) -> HttpResponse:
    document = _document(request, page)
    if not document.choices:
        return redirect("consent-sign", page)
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
        return redirect("consent-sign", page)
    values = {"document": document, "form": form, "page": page}
    return render(request, "consent/choices.html", values)


@for_partner
def paper_to_sign(request: HttpRequest, page: UUID) -> HttpResponse:
    return pdf_response(_paper(request, _document(request, page)))


def _paper(request: HttpRequest, document: Document) -> bytes:
    chosen = queries.chosen_by(request.partner, document)
    name = _name_on(request, document)
    return paper(document, name=name, clinic=_clinic_name(), chosen=chosen)


def _name_on(request: HttpRequest, document: Document) -> str:
    """Whose paper it is: as typed in this session, before that as the account is called."""
    return str(request.session.get(NAMES, {}).get(document.id, request.user.name))


def _put_on_paper(request: HttpRequest, document: Document, name: str) -> None:
    request.session[NAMES] = {**request.session.get(NAMES, {}), document.id: name}


@for_partner
def sign(request: HttpRequest, page: UUID) -> HttpResponse:
    document = _document(request, page)
    if rules.not_understood(document, queries.answers_of(request.partner, document)):
        return redirect("consent-questions", page)
    chosen = queries.chosen_by(request.partner, document)
    if document.choices and not chosen:
        return redirect("consent-choices", page)
    on_paper = _name_on(request, document)
    form = SignForm(on_paper, request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["name"]
        if typed != on_paper:
            _put_on_paper(request, document, typed)
            messages.info(
                request,
                f"The paper now says {typed}, as you typed it. Look at it, then sign with this name.",
            )
            return redirect("consent-sign", page)
        try:
            actions.sign(
                id=form.key(request.partner.id),
                partner=request.partner,
                document=document,
                name=typed,
                sha256=form.cleaned_data["sha256"],
                clinic=_clinic_name(),
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, "Signed. You can read it again or take it back at any time.")
            return redirect("consent-document", page)
        except actions.NotReadyToSign as why:
            form.add_error(None, str(why))
    values = {
        "document": document,
        "page": page,
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
def withdrawal(request: HttpRequest, page: UUID) -> HttpResponse:
    consent = _consent(request, page)
    newest = consent.newest
    if request.method == "POST":
        if newest:
            signature = get_object_or_404(Signature, id=newest.id, partner=request.partner)
            actions.withdraw(signature=signature, by=request.user, at=timezone.now())
        messages.success(request, "Taken back. Your team will talk with you, alone.")
        return redirect("consent-document", page)
    if newest is None:
        return redirect("consent-document", page)
    return render(request, "consent/withdrawal.html", {"consent": consent, "page": page})
