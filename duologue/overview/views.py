"""The partner's own five pages: each says one thing first."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from duologue.measures import actions as measures
from duologue.measures.sealed.queries import steps_out_of_sight
from duologue.overview import portal
from duologue.overview.links import instrument_of
from duologue.people.doors import for_partner
from duologue.privacy.addresses import name_behind
from duologue.programme.queries import due_for_partner
from duologue.sharing.doors import after_both_signed


@for_partner
def today(request: HttpRequest) -> HttpResponse:
    """One next thing, and the days after a session."""
    page = portal.today_for(request.partner, timezone.now())  # type: ignore[attr-defined]
    return render(request, "overview/today.html", {"page": page})


@for_partner
def journey(request: HttpRequest) -> HttpResponse:
    """Where we are: the partner's own steps and the shared ones."""
    page = portal.journey_of(request.partner, timezone.now())  # type: ignore[attr-defined]
    return render(request, "overview/journey.html", {"page": page})


@for_partner
def my_room(request: HttpRequest) -> HttpResponse:
    """What is this partner's alone."""
    return render(request, "overview/my_room.html", {"doors": portal.my_room_doors()})


@for_partner
def our_room(request: HttpRequest) -> HttpResponse:
    """What both partners see."""
    now, partner = timezone.now(), request.partner  # type: ignore[attr-defined]
    page = portal.our_room_of(partner, now)
    return render(request, "overview/our_room.html", {"page": page})


@for_partner
@after_both_signed
def begin_questions(request: HttpRequest, page: UUID) -> HttpResponse:
    """Open the questionnaire that a step of the course asks for."""
    now, partner = timezone.now(), request.partner  # type: ignore[attr-defined]
    hidden = steps_out_of_sight(partner)
    due = {
        d.step: d
        for d in due_for_partner(partner, now, limit=200)
        if d.partner == partner.id and (d.episode, d.step) not in hidden
    }
    step = name_behind(page, partner.id, "questions", due)
    asked = due[step] if step else None
    instrument = instrument_of(asked.subject) if asked else None
    if asked is None or instrument is None:
        messages.info(request, "These questions are not open now. What is open stands here.")
        return redirect("today")
    if request.method not in ("GET", "POST"):
        raise Http404
    response = measures.start(
        partner=partner, instrument=instrument, episode=asked.episode, step=asked.step,
        by=request.user, at=now,
    )  # fmt: skip
    return redirect("measures-review", response.id)
