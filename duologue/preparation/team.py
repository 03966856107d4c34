"""Pages of preparation for the therapist: the loop the couple draws, and readiness."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.people.doors import for_team
from duologue.people.queries import couples_of
from duologue.preparation import actions, queries
from duologue.preparation.forms import PatternForm, ReadinessForm


@for_team("therapist")
def pattern(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    couple = get_object_or_404(couples_of(request.user, request.roles), pk=couple_id)
    partners = tuple(couple.partners.all())
    drawn = queries.pattern_of(couple)
    form = PatternForm(request.POST or None, partners=partners, initial=_drawn(drawn))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.draw_pattern(
                token=told["once"], couple=couple, after=told["after"], trigger=told["trigger"],
                centre=told["centre"], places=form.places(), by=request.user, at=timezone.now(),
            )  # fmt: skip
        except actions.DrawnMeanwhile:
            form.add_error(
                None,
                "Somebody kept a newer version since you opened this page; it is drawn above. "
                "What you typed is still here. Keep it again to make yours the newest.",
            )
            form.data = form.data.copy()
            form.data["after"] = str(drawn.id) if drawn else ""
        else:
            messages.success(request, "Kept. Both partners see this version in their room.")
            return redirect("preparation-pattern", couple_id=couple.pk)
    page = {"couple": couple, "pattern": drawn, "form": form, "partners": partners}
    return render(request, "preparation/pattern.html", page)


@for_team("therapist")
def readiness(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    couple = get_object_or_404(couples_of(request.user, request.roles), pk=couple_id)
    form = ReadinessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.find_ready(
            token=told["once"],
            couple=couple,
            words=told["words"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "Kept: you find this couple ready to begin.")
        return redirect("preparation-readiness", couple_id=couple.pk)
    page = {
        "couple": couple,
        "form": form,
        "prepared": queries.prepared(couple),
        "pattern": queries.pattern_of(couple),
        "found": couple.readiness.select_related("by").first(),
    }
    return render(request, "preparation/readiness.html", page)


def _drawn(pattern: queries.Pattern | None) -> dict[str, object]:
    if pattern is None:
        return {}
    told: dict[str, object] = {
        "after": pattern.id,
        "trigger": pattern.trigger,
        "centre": pattern.centre,
    }
    for n, node in enumerate(pattern.nodes, start=1):
        told |= {f"side_{n}": node.side, f"happens_{n}": node.did, f"beneath_{n}": node.beneath}
    return told
