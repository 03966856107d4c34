"""Every look-up here starts from the author: for anybody else there is nothing to find."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from duologue.notes.own import actions
from duologue.notes.own.forms import NewOwnForm, OwnForm
from duologue.notes.own.models import PsychotherapyNote
from duologue.notes.queries import CLINICAL, treated_by
from duologue.people.doors import for_team
from duologue.web.paging import page_asked

clinical = for_team(*CLINICAL)
A_PAGE = 20


@clinical
@require_GET
def own_notes(request: HttpRequest) -> HttpResponse:
    start = (page_asked(request) - 1) * A_PAGE
    mine = PsychotherapyNote.objects.filter(author=request.user).select_related("couple")
    found = list(mine[start : start + A_PAGE + 1])
    shown = {"notes": found[:A_PAGE], "more": len(found) > A_PAGE, "next": page_asked(request) + 1}
    return render(request, "notes/own_notes.html", shown)


@clinical
def new(request: HttpRequest) -> HttpResponse:
    couples = treated_by(request.user, request.roles).order_by("name")
    form = NewOwnForm(couples, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.write_own_note(
            id=form.key(request.user.pk), couple=said["couple"], text=said["text"],
            about_on=said["about_on"], by=request.user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, "Kept. Nobody but you can read it.")
        return redirect("notes-own")
    return render(request, "notes/own_new.html", {"form": form}, status=422 if form.errors else 200)


@clinical
def own_note(request: HttpRequest, own_note_id: UUID) -> HttpResponse:
    note = _mine(request, own_note_id)
    initial = {"base": note.saved_at.isoformat(), "text": note.text}
    form, there = OwnForm(request.POST or None, initial=initial), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_own_note(
                note=note, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except actions.ChangedElsewhere as other:
            there = other.there
            form = OwnForm({**request.POST.dict(), "base": other.saved_at.isoformat()})
        else:
            messages.success(request, "Kept. Nobody but you can read it.")
            return redirect("notes-own-note", note.id)
    shown = {"note": note, "form": form, "there": there}
    status = 409 if there is not None else 422 if form.errors else 200
    return render(request, "notes/own_note.html", shown, status=status)


@clinical
def destruction(request: HttpRequest, own_note_id: UUID) -> HttpResponse:
    """A second page to say yes on: nothing brings the note back."""
    note = _mine(request, own_note_id)
    if request.method == "POST":
        actions.destroy_own_note(note=note, by=request.user, at=timezone.now())
        messages.success(request, "The note is destroyed.")
        return redirect("notes-own")
    return render(request, "notes/own_destruction.html", {"note": note})


def _mine(request: HttpRequest, own_note_id: UUID) -> PsychotherapyNote:
    mine = PsychotherapyNote.objects.filter(author=request.user).select_related("couple")
    return get_object_or_404(mine, id=own_note_id)
