"""The page on which two people are named to keep the escrow, and each is shown their share once."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from duologue.people.doors import for_team
from duologue.people.models import Person
from duologue.privacy.keys import actions
from duologue.privacy.keys.queries import escrow_page

NAMES = frozenset({"coordinator", "operator"})  # the roles that choose who keeps the escrow


class HoldersForm(forms.Form):
    first = forms.ModelChoiceField(label="One of the two", queryset=Person.objects.none())
    second = forms.ModelChoiceField(label="The other", queryset=Person.objects.none())

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        here = Person.objects.filter(staff_roles__end=None, closed_at=None)
        for field in self.fields.values():
            field.queryset = here.exclude(staff_roles=None).distinct().order_by("name", "pk")

    def clean(self) -> dict[str, object]:
        chosen = super().clean() or {}
        if chosen.get("first") and chosen.get("first") == chosen.get("second"):
            self.add_error("second", "Choose two different people: each alone must open nothing.")
        return chosen


@for_team()
def escrow(request: HttpRequest) -> HttpResponse:
    """Who keeps the escrow; the coordinator or the operator names two others in their place."""
    may_name = bool(NAMES & request.roles)  # type: ignore[attr-defined]
    form = HoldersForm(request.POST or None) if may_name else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            chosen = form.cleaned_data
            actions.name_escrow(
                first=chosen["first"], second=chosen["second"], by=request.user, at=timezone.now()
            )
            messages.success(
                request, "Kept. Each of the two now opens this page and takes a share."
            )
            return redirect("privacy-escrow")
    page = escrow_page(request.user)  # type: ignore[arg-type]
    return render(
        request, "privacy/escrow.html", {"page": page, "form": form},
        status=422 if form is not None and form.errors else 200,
    )  # fmt: skip


@for_team()
def share(request: HttpRequest) -> HttpResponse:
    """One holder's share: made and shown here, once, and kept nowhere."""
    page = escrow_page(request.user)  # type: ignore[arg-type]
    if page.escrow is None or not page.mine:
        return redirect("privacy-escrow")
    if request.method != "POST":
        return render(request, "privacy/share.html", {"page": page})
    written = actions.show_share(escrow=page.escrow, holder=request.user, at=timezone.now())
    return render(request, "privacy/share.html", {"page": page, "share": written})
