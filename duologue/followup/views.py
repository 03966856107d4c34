"""Pages of follow-up: the closing summary and the plan."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from duologue.calendar.queries import course_of_appointments
from duologue.followup import actions, queries
from duologue.followup.forms import ClosingForm, PlanForm
from duologue.followup.models import ClosingCopy, ClosingDraft
from duologue.followup.rules import copy_for
from duologue.people.doors import for_partner, for_team
from duologue.people.models import Couple, Partner
from duologue.people.queries import couples_of
from duologue.programme.queries import current_episode, latest_episode


@for_team("therapist")
def closing(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    couple = _couple(request, couple_id)
    episode = latest_episode(couple)
    signed = queries.closing_of(couple, episode)
    if signed:
        now = timezone.now()
        booked = (one for one in course_of_appointments(couple) if one.starts_at >= now)
        page = {
            "couple": couple,
            "closing": signed,
            "copies": queries.copies_for_team(signed),
            "course_open": current_episode(couple) is not None,
            "booked": tuple(booked),
        }
        return render(request, "followup/closing_signed.html", page)
    partners = tuple(couple.partners.all())
    draft = queries.newest_draft(couple, episode)
    form = ClosingForm(request.POST or None, partners=partners, initial=_written(draft, partners))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.write_closing(
            token=told["once"], couple=couple, episode=episode, joint=told["joint"], next=told["next"],
            parts=form.parts(), by=request.user, at=timezone.now(),
        )  # fmt: skip
        if "preview" in request.POST:
            return redirect("followup-closing-preview", couple_id=couple.pk)
        messages.success(request, "Draft kept. Nobody outside the team can see it.")
        return redirect("followup-closing", couple_id=couple.pk)
    page = {"couple": couple, "form": form, "draft": draft}
    return render(request, "followup/closing.html", page)


@for_team("therapist")
def preview(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    """Each copy as it will read; signing is a POST that names the draft shown."""
    couple = _couple(request, couple_id)
    episode = latest_episode(couple)
    draft = queries.newest_draft(couple, episode)
    if draft is None or hasattr(draft, "closing"):
        return redirect("followup-closing", couple_id=couple.pk)
    now = timezone.now()
    if request.method == "POST":
        if request.POST.get("draft") != str(draft.pk):
            messages.warning(request, "The draft was changed meanwhile. Read it again, then sign.")
            return redirect("followup-closing-preview", couple_id=couple.pk)
        actions.sign_closing(draft=draft, by=request.user, at=now)
        if "close" in request.POST and episode:
            actions.close_course(couple=couple, episode=episode, by=request.user, at=now)
        messages.success(request, "Signed. Each partner finds their own copy in their room.")
        return redirect("followup-closing", couple_id=couple.pk)
    letter = queries.letter_of(draft, signed_by=request.user.name, at=now)
    page = {
        "couple": couple,
        "draft": draft,
        "copies": [(part, copy_for(letter, part.side)) for part in letter.parts],
        "course_open": episode is not None and current_episode(couple) is not None,
    }
    return render(request, "followup/closing_preview.html", page)


@for_team("therapist")
def course_end(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    couple = _couple(request, couple_id)
    episode = current_episode(couple)
    if request.method == "POST" and episode and queries.closing_of(couple, episode):
        actions.close_course(couple=couple, episode=episode, by=request.user, at=timezone.now())
        messages.success(request, "The course is closed.")
    return redirect("followup-closing", couple_id=couple.pk)


@for_team("therapist", "prescriber")
def team_copy(request: HttpRequest, couple_id: UUID, copy_id: UUID) -> HttpResponse:
    couple = _couple(request, couple_id)
    return _download(get_object_or_404(ClosingCopy, closing__couple=couple, pk=copy_id))


@for_partner
def own_copies(request: HttpRequest) -> HttpResponse:
    page = {"copies": queries.copies_of(request.partner)}
    return render(request, "followup/own_copies.html", page)


@for_partner
def own_copy(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    return _download(get_object_or_404(request.partner.closing_copies, pk=copy_id))


@for_team("therapist")
def plan(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    couple = _couple(request, couple_id)
    kept = queries.plan_of(couple)
    initial = {name: getattr(kept, name) for name, _ in queries.PLAN} if kept else {}
    form = PlanForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name, _ in queries.PLAN}
        actions.write_plan(
            token=form.cleaned_data["once"],
            couple=couple,
            **told,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "Kept. Both partners see this plan in their room.")
        return redirect("followup-plan", couple_id=couple.pk)
    return render(request, "followup/plan.html", {"couple": couple, "form": form, "plan": kept})


@for_partner
def our_plan(request: HttpRequest) -> HttpResponse:
    kept = queries.plan_of(request.partner.couple)
    page = {"plan": kept, "lines": queries.plan_lines(kept)}
    return render(request, "followup/our_plan.html", page)


def _couple(request: HttpRequest, couple_id: UUID) -> Couple:
    return get_object_or_404(couples_of(request.user, request.roles), pk=couple_id)


def _written(draft: ClosingDraft | None, partners: tuple[Partner, ...]) -> dict[str, object]:
    if draft is None:
        return {}
    texts = dict(draft.parts.values_list("partner", "text"))
    parts = {f"part_{partner.side}": texts.get(partner.pk, "") for partner in partners}
    return {"joint": draft.joint, "next": draft.next, **parts}


def _download(copy: ClosingCopy) -> HttpResponse:
    # A neutral file name: it may lie in the downloads of a shared phone.
    response = HttpResponse(bytes(copy.pdf), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="document.pdf"'
    return response
