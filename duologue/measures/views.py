"""Answering: one item a screen, saved as you go, resumed elsewhere."""

from datetime import datetime
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from duologue.measures import actions, loader, rules
from duologue.measures.doors import Opened, close_link, open_link, opened, sit_down
from duologue.measures.instrument import Instrument, Item
from duologue.measures.models import Response
from duologue.measures.queries import asked_again, responses_of, trajectories
from duologue.measures.sealed import actions as sealing
from duologue.measures.sealed.queries import is_sealed, items_left
from duologue.people.doors import for_partner
from duologue.privacy.addresses import name_behind, page_id
from duologue.sharing.doors import not_yet

ENDED = (
    "This way in has ended, so what you just chose could not be put in its place. "
    "It is kept, and somebody at the clinic will look after it. Please ask them for a new code."
)
ENDED_SEALED = (
    "This way in has ended, so what you just chose was not kept anywhere. What you answered before "
    "is safe. Please ask your team for a new code."
)
NOT_NOW = (
    "These cannot be sealed today: nobody of your team is set up to open sealed answers. Tell them, "
    "or answer as usual."
)


def link(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link: opens its response, or says kindly that it has ended."""
    response = open_link(request, token, timezone.now())
    if response is None:
        return render(request, "measures/link_ended.html", status=404)
    return redirect("measures-review", response.id)


def code(request: HttpRequest) -> HttpResponse:
    """The clinic's tablet: eight digits instead of an account."""
    typed = request.POST.get("code", "")
    if request.method == "POST":
        if not ratelimit.consume(request, action="answer_code"):
            return render(
                request, "measures/code.html", {"typed": typed, "often": True}, status=429
            )
        response = open_link(request, "".join(typed.split()), timezone.now())
        if response is not None:
            return redirect("measures-review", response.id)
    wrong = request.method == "POST"
    return render(request, "measures/code.html", {"typed": typed, "wrong": wrong})


@sensitive_post_parameters()
def item(request: HttpRequest, response_id: UUID, number: int) -> HttpResponse:
    """One item. A post keeps the value; without scripts it also goes on to the next."""
    now = timezone.now()
    found = opened(request, response_id, now)
    if first := not_yet(request, found.response.partner):
        return first
    instrument = loader.instrument(found.response.instrument, found.response.version)
    asked = next((each for each in instrument.items if each.number == number), None)
    if asked is None or hasattr(found.response, "submission"):
        return redirect("measures-review", response_id)
    sealed = is_sealed(found.response)
    if sealed and asked not in items_left(found.response, instrument):
        # Answered once: whoever holds this phone later reads and changes nothing here.
        return redirect("measures-review", response_id)
    error, status = "", 200
    if request.method == "POST":
        error = _take(request, found, asked, sealed)
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"saved": not error, "why": error}, status=422 if error else 200)
        if not error:
            return _onward(instrument, found.response, asked, sealed)
        status = 422
    answers = actions.answers_of(found.response)
    return render(
        request,
        "measures/item.html",
        {
            "response": found.response,
            "instrument": instrument,
            "item": asked,
            "lead": asked.lead_in if asked.text else "",
            "options": [(_written(o.value), o.label or o.value) for o in asked.options],
            "chosen": _written(answers[number]) if number in answers else None,
            "place": [i.number for i in instrument.items].index(number) + 1,
            "back": None if sealed else _before(instrument, answers, asked),
            "sealed": sealed,
            "error": error,
        },
        status=status,
    )


def review(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Where this questionnaire stands: begin, carry on, look again, hand in."""
    now = timezone.now()
    found = opened(request, response_id, now)
    if first := not_yet(request, found.response.partner):
        return first
    if hasattr(found.response, "submission"):
        return redirect("measures-done", response_id)
    instrument = loader.instrument(found.response.instrument, found.response.version)
    sealed = is_sealed(found.response)
    if request.method == "POST":
        if found.ended:
            messages.error(request, ENDED_SEALED if sealed else ENDED)
            return redirect("measures-review", response_id)
        if "seal" in request.POST:
            return _seal(request, found, now)
        actions.submit(response=found.response, by=_who(request), at=now)
        return redirect("measures-done", response_id)
    answers = actions.answers_of(found.response)
    hidden = rules.skipped(instrument, answers)
    shown = [each for each in instrument.items if each.number not in hidden]
    return render(
        request,
        "measures/review.html",
        {
            "response": found.response,
            "instrument": instrument,
            "by_link": found.by_link,
            "rows": [(each, _words(each, answers.get(each.number))) for each in shown],
            "begun": bool(answers),
            "sealed": sealed,
            "sealable": instrument.sealable,
            "next": next(iter(items_left(found.response, instrument)), None)
            if sealed
            else rules.next_item(instrument, answers),
            "first": shown[0] if shown else None,
            "minutes": max(1, round(len(shown) * 10 / 60)),
        },
    )


def done(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Thank you, and help: the same page for every questionnaire and whatever was answered.

    A page that offers help only after some answers would tell whoever looks on. Of what this
    browser may not open (a link used up, a sealed response) it does not tell whether it is in.
    """
    try:
        found = opened(request, response_id, timezone.now())
    except Http404:
        found = None
    if found and not hasattr(found.response, "submission"):
        return redirect("measures-review", response_id)
    close_link(request)
    return render(request, "measures/done.html")


@for_partner
def answers(request: HttpRequest) -> HttpResponse:
    """What I have answered: my own eyes only."""
    partner = request.partner  # type: ignore[attr-defined]
    rows = [
        (
            each,
            loader.instrument(each.instrument, each.version),
            page_id(partner.id, "answers", each.instrument),
        )
        for each in responses_of(partner)
    ]
    return render(request, "measures/answers.html", {"rows": rows})


@for_partner
def result(request: HttpRequest, page: UUID) -> HttpResponse:
    """My scores on one questionnaire over time, with what they can and cannot say."""
    partner = request.partner  # type: ignore[attr-defined]
    instrument_id = name_behind(page, partner.id, "answers", loader.ids())
    if instrument_id is None:
        raise Http404
    found = trajectories([partner], instruments=[instrument_id])
    if not found or not loader.instrument(instrument_id).shown_again:
        return redirect("measures-answers")
    now = timezone.now()
    return render(
        request,
        "measures/result.html",
        {
            "instrument": loader.instrument(instrument_id),
            "trajectories": list(found.values()),
            "next": asked_again(partner, instrument_id, now),
            "now": now,
        },
    )


def _seal(request: HttpRequest, found: Opened, at: datetime) -> HttpResponse:
    """The partner asks for it before the first answer: only named clinicians will read these."""
    try:
        sealing.seal(response=found.response, at=at)
    except sealing.NobodyReads:
        messages.error(request, NOT_NOW)
    except (sealing.NotSealable, actions.AlreadySubmitted):
        pass  # begun in another tab: that page says how it stands
    else:
        if not found.by_link:
            sit_down(request, found.response, at)
    return redirect("measures-review", found.response.id)


def _take(request: HttpRequest, found: Opened, asked: Item, sealed: bool) -> str:
    """Keep what was chosen; returns what is wrong, in words, or nothing."""
    now, written = timezone.now(), request.POST.get("value", "").strip()
    if found.ended and sealed:
        return ENDED_SEALED
    if found.ended:
        actions.hold(
            partner=found.response.partner, instrument=found.response.instrument,
            received={str(asked.number): written}, why="came after the link had ended", at=now,
        )  # fmt: skip
        return ENDED
    if not written and "skip" not in request.POST:
        if request.headers.get("Accept") == "application/json":
            return ""
        return "Please choose an answer, or press “Leave this one out”."
    try:
        value = float(written) if written and "skip" not in request.POST else None
        actions.answer(
            response=found.response, item=asked.number, value=value, by=_who(request), at=now
        )
    except (ValueError, actions.AlreadySubmitted):
        return "That answer is not one of those below. Please choose one of them."
    return ""


def _onward(instrument: Instrument, response: Response, asked: Item, sealed: bool) -> HttpResponse:
    if sealed:
        left = next(iter(items_left(response, instrument)), None)
        page = ("measures-item", response.id, left.number) if left else None
        return redirect(*page) if page else redirect("measures-review", response.id)
    hidden = rules.skipped(instrument, actions.answers_of(response))
    after = [i.number for i in instrument.items if i.number > asked.number]
    following = next((number for number in after if number not in hidden), None)
    if following is None:
        return redirect("measures-review", response.id)
    return redirect("measures-item", response.id, following)


def _before(instrument: Instrument, answers: rules.Answers, asked: Item) -> int | None:
    hidden = rules.skipped(instrument, answers)
    earlier = [
        i.number for i in instrument.items if i.number < asked.number and i.number not in hidden
    ]
    return earlier[-1] if earlier else None


def _words(item: Item, value: float | None) -> str | None:
    if value is None:
        return None
    labels = {option.value: option.label for option in item.options}
    return labels.get(value) or _written(value)


def _written(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


def _who(request: HttpRequest):  # type: ignore[no-untyped-def]
    return request.user if request.user.is_authenticated else None
