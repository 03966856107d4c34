from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from duologue.integration.insights import actions, queries
from duologue.people.doors import for_partner
from duologue.preparation.forms import WordsForm
from duologue.preparation.queries import shared_words
from duologue.preparation.releasing import release_page
from duologue.sharing.doors import after_both_signed


@for_partner
@after_both_signed
def note(request: HttpRequest) -> HttpResponse:
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.keep_first_note(
            token=told["once"], text=told["text"], by=request.partner, at=timezone.now()
        )
        messages.success(request, "Kept. It is yours.")
        return redirect("integration-note")
    page = {"form": form, "notes": list(request.partner.first_notes.all()[:20])}
    return render(request, "integration/note.html", page)


@for_partner
@after_both_signed
def insights(request: HttpRequest) -> HttpResponse:
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.keep_insight(
            token=told["once"], text=told["text"], by=request.partner, at=timezone.now()
        )
        messages.success(request, "Kept. Only you can read it.")
        return redirect("integration-insights")
    everything = queries.insights_of(request.partner)
    page = {
        "form": form,
        "kept": [one for one in everything if not one.put_away],
        "away": [one for one in everything if one.put_away],
        "shared": shared_words(request.partner, "insight", timezone.now()),
    }
    return render(request, "integration/insights.html", page)


@for_partner
@after_both_signed
def insight(request: HttpRequest, insight_id: UUID) -> HttpResponse:
    shown = get_object_or_404(queries.insight_rows(request.partner), pk=insight_id)
    form = WordsForm(request.POST or None, initial={"text": shown.text})
    if request.method == "POST" and form.is_valid():
        actions.reword_insight(
            insight=shown, text=form.cleaned_data["text"], by=request.partner, at=timezone.now()
        )
        return redirect("integration-insights")
    return render(
        request,
        "preparation/reword.html",
        {"form": form, "back": reverse("integration-insights")},
    )


@for_partner
def insight_away(request: HttpRequest, insight_id: UUID) -> HttpResponse:
    """Put away, or with `back` bring back."""
    shown = get_object_or_404(queries.insight_rows(request.partner), pk=insight_id)
    if request.method == "POST":
        act = actions.bring_insight_back if "back" in request.POST else actions.put_insight_away
        act(insight=shown, by=request.partner, at=timezone.now())
    return redirect("integration-insights")


@for_partner
def insight_release(request: HttpRequest, insight_id: UUID) -> HttpResponse:
    """Show the exact words, ask, then copy them into the shared room."""
    shown = get_object_or_404(queries.insight_rows(request.partner), pk=insight_id)
    return release_page(
        request,
        request.partner,
        shown.text,
        kind="insight",
        title="An insight",
        back="integration-insights",
    )
