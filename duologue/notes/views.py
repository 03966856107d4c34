from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from duologue.audit.subjects import saw
from duologue.notes import actions, forms, queries, rules
from duologue.notes.models import Note
from duologue.people.doors import for_team

clinical = for_team(*queries.CLINICAL)


@clinical
@require_GET
def notes(request: HttpRequest) -> HttpResponse:
    return render(
        request, "notes/notes.html", {"page": queries.notes_page(request.user, request.roles)}
    )


@clinical
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a note: first of which couple, then about whom of these two."""
    couples = queries.treated_by(request.user, request.roles).order_by("name")
    wished = {key: request.GET[key] for key in ("about", "template") if key in request.GET}
    of = request.POST.get("couple") or request.GET.get("couple")
    couple = couples.filter(pk=of).first() if _is_id(of) else None
    if couple is None:
        asked = request.POST if request.method == "POST" else request.GET
        form = forms.CoupleForm(couples, asked if "couple" in asked else None)
        return render(request, "notes/of_whom.html", {"form": form, "wished": wished})
    form = forms.BeginForm(couple, request.POST or None, initial=wished)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        sides = {str(p.side): p for p in couple.partners.all()}
        try:
            note = actions.begin_note(
                id=form.key(couple.pk),
                template=wanted["template"],
                couple=couple,
                partner=sides.get(wanted["about"]),
                about_at=wanted["about_at"],
                by=request.user,
                at=timezone.now(),
            )
        except ValueError as wrong:
            form.add_error("about", str(wrong))
        else:
            saw(request, partner=note.partner, couple=couple)
            return redirect("notes-draft", note.id)
    return render(request, "notes/begin.html", {"form": form, "couple": couple})


@clinical
@require_GET
def note(request: HttpRequest, note_id: UUID) -> HttpResponse:
    page = queries.note_page(_readable(request, note_id), request.user)
    if page.mine and not page.line.signed_at:
        return redirect("notes-draft", note_id)
    return render(request, "notes/note.html", {"page": page, "addendum": forms.AddendumForm()})


@clinical
def draft(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """Write: each save says which version it builds on, so two tabs never overwrite silently."""
    mine = get_object_or_404(queries.written_by(request.user), id=note_id)
    page = queries.note_page(_readable(request, note_id), request.user)
    typed = request.POST if request.method == "POST" else None
    form = forms.DraftForm(page.sections, typed, initial={"base": page.version})
    as_json = "application/json" in request.headers.get("Accept", "")
    if typed and form.is_valid():
        try:
            saved = actions.save_draft(
                note=mine,
                base=form.cleaned_data["base"],
                text=form.text,
                by=request.user,
                at=timezone.now(),
            )
        except actions.Signed as signed:
            if as_json:
                return JsonResponse({"error": str(signed)}, status=409)
            return _signed_meanwhile(request, page, form)
        if isinstance(saved, rules.Conflict):
            return JsonResponse({}, status=409) if as_json else _both(request, page, form)
        if as_json:
            return JsonResponse({"base": str(saved.id)})
        if "sign" in typed:
            return redirect("notes-signature", note_id)
        messages.success(request, "Draft saved. Nobody but you can read it.")
        return redirect("notes-draft", note_id)
    if page.line.signed_at:
        return redirect("notes-note", note_id)
    return render(request, "notes/draft.html", {"page": page, "form": form})


@clinical
def signature(request: HttpRequest, note_id: UUID) -> HttpResponse:
    mine = get_object_or_404(queries.written_by(request.user), id=note_id)
    page = queries.note_page(_readable(request, note_id), request.user)
    if request.method == "POST":
        form = forms.SignForm(request.POST)
        base = form.cleaned_data["base"] if form.is_valid() else page.version
        try:
            actions.sign(note=mine, base=base, by=request.user, at=timezone.now())
        except actions.Signed as changed:
            messages.warning(request, str(changed))
            return redirect("notes-signature", note_id)
        messages.success(request, "Signed. From now on only addenda follow.")
        return redirect("notes-note", note_id)
    if page.line.signed_at:
        return redirect("notes-note", note_id)
    form = forms.SignForm(initial={"base": page.version})
    return render(request, "notes/signature.html", {"page": page, "form": form})


@clinical
@require_POST
def addendum(request: HttpRequest, note_id: UUID) -> HttpResponse:
    found = _readable(request, note_id)
    page = queries.note_page(found, request.user)
    form = forms.AddendumForm(request.POST)
    if not form.is_valid():
        return render(request, "notes/note.html", {"page": page, "addendum": form})
    actions.add(
        id=form.key(found.id),
        note=found,
        text=form.cleaned_data["text"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, "Added.")
    return redirect("notes-note", note_id)


@clinical
@require_GET
def sheet(request: HttpRequest, note_id: UUID) -> HttpResponse:
    page = queries.note_page(_readable(request, note_id), request.user)
    return render(request, "notes/print.html", {"page": page})


def _both(request: HttpRequest, page: queries.NotePage, form: forms.DraftForm) -> HttpResponse:
    """The two texts side by side; saving again builds on the newer one."""
    pairs = [
        {"section": section, "mine": form.text[section.key], "field": form[f"s-{section.key}"]}
        for section in page.sections
    ]
    shown = {"page": page, "pairs": pairs}
    return render(request, "notes/both.html", shown, status=409)


def _signed_meanwhile(
    request: HttpRequest, page: queries.NotePage, form: forms.DraftForm
) -> HttpResponse:
    typed = "\n\n".join(text for text in form.text.values() if text)
    shown = {"page": page, "addendum": forms.AddendumForm(initial={"text": typed}), "late": True}
    return render(request, "notes/note.html", shown, status=409)


def _readable(request: HttpRequest, note_id: UUID) -> Note:
    return get_object_or_404(queries.readable_by(request.user, request.roles), id=note_id)


def _is_id(text: str | None) -> bool:
    try:
        return bool(text and UUID(text))
    except ValueError:
        return False
