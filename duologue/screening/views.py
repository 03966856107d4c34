"""A partner's own medical history, screen by screen."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from duologue.people.doors import for_partner
from duologue.screening import actions, history, queries
from duologue.screening.forms import ConditionsForm, MedicineLines, NoMedicinesForm, YourselfForm
from duologue.screening.loader import Screen
from duologue.sharing.doors import after_both_signed


@for_partner
@after_both_signed
def overview(request: HttpRequest) -> HttpResponse:
    """Where the history stands; POST sends it to the team."""
    if request.method == "POST":
        try:
            actions.submit_history(partner=request.partner, by=request.user, at=timezone.now())
            messages.success(request, "Sent to your team. You can correct it at any time.")
        except actions.NotComplete as why:
            messages.error(request, str(why))
        return redirect("screening-history")
    read = queries.history_of(request.partner)
    return render(request, "screening/history.html", {"history": read})


@for_partner
@after_both_signed
def screen(request: HttpRequest, number: int) -> HttpResponse:
    screens = history.screens()
    if not 1 <= number <= len(screens):
        raise Http404
    screen = screens[number - 1]
    answers = queries.history_of(request.partner).answers
    show = {history.MEDICINES.id: _medicines, history.YOURSELF.id: _yourself}.get(
        screen.id, _conditions
    )
    told, values = show(request, screen, answers)
    if told is not None:
        actions.save_history(
            partner=request.partner, screen=told, by=request.user, at=timezone.now()
        )
        if "another" in request.POST:
            return redirect("screening-history-screen", number)
        if number == len(screens):
            return redirect("screening-history")
        return redirect("screening-history-screen", number + 1)
    values |= {
        "screen": screen,
        "number": number,
        "of": len(screens),
        "before": number - 1,
    }
    return render(request, "screening/screen.html", values)


Shown = tuple[dict[str, Any] | None, dict[str, Any]]
"""What was told, once it can be kept, and what the page needs to ask again."""


def _conditions(request: HttpRequest, screen: Screen, answers: Any) -> Shown:
    form = ConditionsForm(screen, request.POST or None, answers)
    return (form.told() if form.is_valid() else None), {"form": form}


def _yourself(request: HttpRequest, screen: Screen, answers: Any) -> Shown:
    form = YourselfForm(request.POST or None, initial=answers)
    return (form.told() if form.is_valid() else None), {"form": form}


def _medicines(request: HttpRequest, screen: Screen, answers: Any) -> Shown:
    known = answers.get("medicines")
    # What was posted stands alone: beside older lines it would pass for unchanged and be dropped.
    initial = [] if request.POST else known or []
    lines = MedicineLines(request.POST or None, initial=initial, prefix="line")
    none = NoMedicinesForm(request.POST or None, initial={"none": known == []})
    if lines.is_valid() and none.is_valid():
        told = [dict(line) for line in lines.cleaned_data if line.get("name")]
        wants_none = none.cleaned_data["none"]
        if told and wants_none:
            none.add_error(
                "none", "There are medicines above. Empty their lines, or leave this out."
            )
        elif told or wants_none:
            return {"medicines": told}, {}
        else:
            none.add_error("none", "Write down what you take, or say that you take none.")
    return None, {"lines": lines, "form": none}
