from collections.abc import Mapping
from uuid import NAMESPACE_URL, UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from duologue.enquiry import actions, loader, queries
from duologue.enquiry.forms import CallForm, OutcomeForm
from duologue.enquiry.models import Enquiry
from duologue.enquiry.rules import advise
from duologue.people.doors import for_team


@require_GET
def first_page(request: HttpRequest) -> HttpResponse:
    front = [claim for claim in loader.claims() if claim.front]
    return render(request, "enquiry/first_page.html", {"claims": front})


@require_GET
def evidence(request: HttpRequest) -> HttpResponse:
    return render(request, "enquiry/evidence.html", {"claims": loader.claims()})


@require_GET
def what_it_is(request: HttpRequest) -> HttpResponse:
    return render(request, "enquiry/what_it_is.html")


def fit(request: HttpRequest) -> HttpResponse:
    """One question a screen. The page carries the answers itself; the server keeps none of them."""
    questions = loader.fit().questions
    answers = _answers(request.POST)
    try:
        asked = min(max(int(request.POST.get("asked", 0)), 0), len(questions) - 1)
    except ValueError:
        asked = 0
    values: dict[str, object] = {"of": len(questions)}
    if request.method == "POST" and "back" in request.POST:
        asked = max(asked - 1, 0)
    elif request.method == "POST":
        option = questions[asked].chosen(answers)
        if option is None:
            values["error"] = "Choose the answer that comes nearest, then go on."
        elif option.speaks == "help" and "go-on" not in request.POST:
            kept = list(answers.items())
            return render(
                request,
                "enquiry/help_first.html",
                {"because": option.because, "asked": asked, "kept": kept},
            )
        elif asked + 1 == len(questions):
            return _advice(request, answers)
        else:
            asked += 1
    question = questions[asked]
    values |= {
        "question": question,
        "name": f"q-{question.id}",
        "options": [(option.id, option.label) for option in question.options],
        "chosen": answers.get(question.id),
        "asked": asked,
        "number": asked + 1,
        "kept": [(id, answer) for id, answer in answers.items() if id != question.id],
    }
    return render(request, "enquiry/fit.html", values)


def _advice(request: HttpRequest, answers: Mapping[str, str]) -> HttpResponse:
    fit = loader.fit()
    advice = advise(fit.questions, answers)
    values = {
        "advice": advice,
        "text": fit.advice[advice.kind],
        "kept": list(answers.items()),
        "asked": len(fit.questions) - 1,
    }
    return render(request, "enquiry/advice.html", values)


def _answers(posted: Mapping[str, str]) -> dict[str, str]:
    """What was answered so far, by question; anything else in the form is left out."""
    given = {q.id: posted.get(f"q-{q.id}", "") for q in loader.fit().questions}
    return {q.id: given[q.id] for q in loader.fit().questions if q.chosen(given)}


def call(request: HttpRequest) -> HttpResponse:
    """Ask the clinic to call. Reached from the advice (with its answers, not sent yet) or directly."""
    answers = _answers(request.POST)
    sent = request.method == "POST" and "open" not in request.POST
    form = CallForm(request.POST if sent else None)
    if not answers:
        del form.fields["keep_answers"]
    status = 422 if sent else 200
    if sent and form.is_valid() and not ratelimit.consume(request, action="ask_for_a_call"):
        form.add_error(
            None, "Many have asked from this connection just now. Nothing you wrote is lost: wait a "
            "few minutes and send it again, or call us.",
        )  # fmt: skip
        status = 429
    elif sent and form.is_valid():
        told = dict(form.cleaned_data)
        told.pop("once")
        kept = answers if told.pop("keep_answers", False) else {}
        actions.ask_for_a_call(id=form.key(NAMESPACE_URL), answers=kept, at=timezone.now(), **told)
        return redirect("enquiry-sent")
    page = {"form": form, "kept": list(answers.items())}
    return render(request, "enquiry/call.html", page, status=status)


@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "enquiry/sent.html")


@for_team("coordinator", "therapist")
def enquiries(request: HttpRequest) -> HttpResponse:
    found = queries.enquiries_for(request.user, request.roles)
    return render(request, "enquiry/enquiries.html", {"enquiries": found})


@for_team("coordinator", "therapist")
def enquiry(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    try:
        read = queries.enquiry(request.user, enquiry_id, request.roles)
    except Enquiry.DoesNotExist as missing:
        raise Http404 from missing
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.note_outcome(
            id=form.key(read.id),
            enquiry_id=read.id,
            outcome=form.cleaned_data["outcome"],
            note=form.cleaned_data["note"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "Noted.")
        return redirect("enquiry-read", enquiry_id=read.id)
    return render(request, "enquiry/enquiry.html", {"enquiry": read, "form": form})
