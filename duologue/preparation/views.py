"""Pages of preparation for a partner: lessons, intentions, the day, and the loop both see."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from duologue.people.doors import for_partner
from duologue.preparation import actions, queries
from duologue.preparation.forms import WordsForm
from duologue.preparation.releasing import release_page
from duologue.privacy.addresses import page_id
from duologue.sharing import actions as sharing
from duologue.sharing.doors import after_both_signed
from duologue.sharing.queries import release_of
from duologue.sharing.rules import CannotTakeBack

BACK_TO = {"intention": "preparation-intentions", "insight": "integration-insights"}


@for_partner
def lessons(request: HttpRequest) -> HttpResponse:
    page = {"lessons": queries.lessons_for(request.partner)}
    return render(request, "preparation/lessons.html", page)


@for_partner
def lesson(request: HttpRequest, page: UUID) -> HttpResponse:
    shown = queries.lesson_at(request.partner, page)
    if shown is None:
        raise Http404
    if request.method == "POST":
        actions.read_lesson(lesson=shown.id, by=request.partner, at=timezone.now())
        return redirect("preparation-lessons")
    read_at = request.partner.lessons_read.filter(lesson=shown.id).values_list("at", flat=True)
    return render(request, "preparation/lesson.html", {"lesson": shown, "read_at": read_at.first()})


@for_partner
@after_both_signed
def intentions(request: HttpRequest) -> HttpResponse:
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.record_intention(
            token=told["once"], text=told["text"], by=request.partner, at=timezone.now()
        )
        messages.success(request, "Kept. Only you can read it.")
        return redirect("preparation-intentions")
    everything = queries.intentions_of(request.partner)
    page = {
        "form": form,
        "kept": [one for one in everything if not one.put_away],
        "away": [one for one in everything if one.put_away],
        "shared": queries.shared_words(request.partner, "intention", timezone.now()),
    }
    return render(request, "preparation/intentions.html", page)


@for_partner
@after_both_signed
def intention(request: HttpRequest, intention_id: UUID) -> HttpResponse:
    shown = get_object_or_404(queries.intention_rows(request.partner), pk=intention_id)
    form = WordsForm(request.POST or None, initial={"text": shown.text})
    if request.method == "POST" and form.is_valid():
        actions.reword_intention(
            intention=shown, text=form.cleaned_data["text"], by=request.partner, at=timezone.now()
        )
        return redirect("preparation-intentions")
    return render(
        request,
        "preparation/reword.html",
        {"form": form, "back": reverse("preparation-intentions")},
    )


@for_partner
def intention_away(request: HttpRequest, intention_id: UUID) -> HttpResponse:
    """Put away, or with `back` bring back."""
    shown = get_object_or_404(queries.intention_rows(request.partner), pk=intention_id)
    if request.method == "POST":
        act = actions.bring_intention_back if "back" in request.POST else actions.put_intention_away
        act(intention=shown, by=request.partner, at=timezone.now())
    return redirect("preparation-intentions")


@for_partner
def intention_release(request: HttpRequest, intention_id: UUID) -> HttpResponse:
    """Show the exact words, ask, then copy them into the shared room."""
    shown = get_object_or_404(queries.intention_rows(request.partner), pk=intention_id)
    return release_page(
        request,
        request.partner,
        shown.text,
        kind="intention",
        title="An intention",
        back="preparation-intentions",
    )


@for_partner
def take_back(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Take one's own words out of the shared room before the other can see them."""
    shared = release_of(request.partner, release_id)
    if shared is None:
        raise Http404
    if request.method == "POST":
        try:
            sharing.take_back(release=shared, by=request.partner, at=timezone.now())
            messages.success(request, "Taken back. It is no longer in your shared room.")
        except CannotTakeBack as closed:
            messages.warning(request, str(closed))
    return redirect(BACK_TO.get(shared.kind, "our-room"))


@for_partner
def day(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        actions.tick_day(
            ticked=set(request.POST.getlist("item")), by=request.partner, at=timezone.now()
        )
        messages.success(request, "Saved.")
        return redirect("preparation-day")
    page = {
        "parts": queries.day_list_of(request.partner),
        "about": page_id(request.partner.id, "lessons", "the-day-checklist"),
    }
    return render(request, "preparation/day.html", page)


@for_partner
def our_pattern(request: HttpRequest) -> HttpResponse:
    couple = request.partner.couple
    page = {"pattern": queries.pattern_of(couple), "partners": couple.partners.all()}
    return render(request, "preparation/our_pattern.html", page)
