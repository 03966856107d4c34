"""The pages of a named clinician: what is sealed for them, opening it, what they found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from duologue.measures import rules
from duologue.measures.instrument import Instrument
from duologue.measures.models import Response
from duologue.measures.sealed import actions
from duologue.measures.sealed.forms import AccessForm, FindingForm, PasswordForm, SharesForm
from duologue.measures.sealed.queries import (
    SealedRead,
    colleagues_of,
    named_to,
    sealed_of,
)
from duologue.people.doors import for_team
from duologue.people.models import Partner, Person
from duologue.people.queries import partners_treated_by
from duologue.privacy.keys import actions as keys
from duologue.privacy.keys import rules as boxes
from duologue.privacy.principal import as_system

OFTEN = "Too many attempts. Wait a few minutes, then try again."
WRONG = "This is not your password. Nothing was opened; try once more."
NEWER = (
    "Your password is right, but your key is newer than these answers: it was lost with an earlier "
    "password, or you came to this team later. A colleague who can open them can give you access, "
    "or the two who keep the escrow can win it back."
)


@dataclass(frozen=True)
class Line:
    """One item as it was answered: None for what was left out."""

    text: str
    said: str | None


@for_team("therapist", "prescriber")
def sealed(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """What is sealed for this clinician: waiting and read."""
    partner = _partner(request, partner_id)
    rows = sealed_of(request.user, partner, timezone.now())  # type: ignore[arg-type]
    shown = {"about": partner, "rows": rows, "closed": any(not row.mine for row in rows)}
    return render(request, "measures/sealed/list.html", shown)


@sensitive_post_parameters()
@for_team("therapist", "prescriber")
def reading(request: HttpRequest, partner_id: UUID, sealed_id: UUID) -> HttpResponse:
    """Asks for the password; what it opens is in this one answer and nowhere else."""
    partner, read = _read(request, partner_id, sealed_id)
    form = PasswordForm(request.POST or None)
    page: dict[str, Any] = {"about": partner, "read": read, "form": form}
    if request.method == "POST" and form.is_valid():
        answers = _with_password(
            request,
            form,
            lambda password: actions.open_answers(
                response=_response(request, sealed_id),
                password=password,
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
            ),
        )
        if answers is not None:
            given = {item: value for item, value in answers.items() if value is not None}
            scored = rules.score(read.instrument, given)
            lines = _lines(read.instrument, answers)
            page |= {"lines": lines, "scored": scored}
            return render(request, "measures/sealed/opened.html", page)
    status = 422 if form.errors else 200
    return render(request, "measures/sealed/reading.html", page, status=status)


@for_team("therapist", "prescriber")
def finding(request: HttpRequest, partner_id: UUID, sealed_id: UUID) -> HttpResponse:
    """What this clinician found, signed: within half an hour of reading."""
    partner, read = _read(request, partner_id, sealed_id)
    form = FindingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.record_finding(
                id=form.key(partner.id), response=_response(request, sealed_id),
                verdict=told["verdict"], plan=told["plan"], by=request.user, at=timezone.now(),
            )  # fmt: skip
        except actions.NotRead:
            form.add_error(None, "It is a while since you read it. Open it again, then sign.")
        else:
            messages.success(request, "Signed. Others learn only whether it is clear.")
            return redirect("measures-sealed", partner_id=partner.id)
    status = 422 if form.errors else 200
    shown = {"about": partner, "read": read, "form": form}
    return render(request, "measures/sealed/finding.html", shown, status=status)


@sensitive_post_parameters()
@for_team("therapist", "prescriber")
def access(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Give a colleague of the care team what this clinician can open of this partner."""
    partner = _partner(request, partner_id)
    form = AccessForm(
        request.POST or None,
        colleagues=colleagues_of(request.user, partner),  # type: ignore[arg-type]
    )
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        count = _with_password(
            request,
            form,
            lambda password: actions.give_access(
                partner=partner, to=to, password=password, by=request.user, at=timezone.now()
            ),
            f"{to.name} has no key yet: they sign in once with their password, then try again.",
        )
        if count is not None:
            messages.success(request, f"{to.name} can open {count or 'no'} more.")
            return redirect("measures-sealed", partner_id=partner.id)
    status = 422 if form.errors else 200
    shown = {"about": partner, "form": form}
    return render(request, "measures/sealed/access.html", shown, status=status)


@sensitive_post_parameters()
@for_team("therapist", "prescriber")
def win_back(request: HttpRequest) -> HttpResponse:
    """Both holders type their shares: the clinician signed in here can open again."""
    form = SharesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="open_sealed", user=request.user):
            form.add_error(None, OFTEN)
        else:
            try:
                count = actions.win_back(
                    person=request.user, **form.cleaned_data, at=timezone.now()
                )
            except boxes.NotAShare:
                form.add_error(None, "One of the two is mistyped. Compare it with the paper.")
            except actions.NotTheseShares:
                form.add_error(
                    None, "These two do not belong together. Older shares open older answers."
                )
            except actions.NobodyReads:
                form.add_error(None, "You have no key yet. Sign in once with your password first.")
            else:
                said = (
                    f"{count} questionnaire{'' if count == 1 else 's'}" if count else "Nothing more"
                )
                messages.success(request, f"{said} can be opened with your password again.")
                return redirect("my-day")
    shown = {"form": SharesForm() if form.errors else form, "errors": form}
    status = 422 if form.errors else 200
    return render(request, "measures/sealed/back.html", shown, status=status)


def _partner(request: HttpRequest, partner_id: UUID) -> Partner:
    return get_object_or_404(partners_treated_by(request.user), id=partner_id)  # type: ignore[arg-type]


def _response(request: HttpRequest, sealed_id: UUID) -> Response:
    return get_object_or_404(named_to(request.user), id=sealed_id)  # type: ignore[arg-type]


def _read(request: HttpRequest, partner_id: UUID, sealed_id: UUID) -> tuple[Partner, SealedRead]:
    partner = _partner(request, partner_id)
    rows = sealed_of(request.user, partner, timezone.now())  # type: ignore[arg-type]
    found = next((row for row in rows if row.id == sealed_id), None)
    if found is None:
        raise Http404
    return partner, found


def _with_password(
    request: HttpRequest, form: forms.Form, act: Callable[[str], Any], nobody: str = NEWER
) -> Any:
    """What `act` makes of the typed password; None, with the form saying why, where it does not."""
    if not ratelimit.consume(request, action="open_sealed", user=request.user):
        form.add_error(None, OFTEN)
        return None
    password = form.cleaned_data["password"]
    try:
        return act(password)
    except actions.NobodyReads:
        form.add_error(None, nobody)
    except (keys.NoKey, boxes.WrongPassword):
        if _began_again(request.user, password):  # type: ignore[arg-type]
            form.add_error(None, NEWER)
        else:
            form.add_error("password", WRONG)
    return None


def _began_again(person: Person, password: str) -> bool:
    """Whether the password is right and only the key was not: then there is a new one from now on."""
    if not person.check_password(password):
        return False
    with as_system():
        keys.lose_key(person=person, at=timezone.now())
        keys.keep_key(person=person, password=password, at=timezone.now())
    return True


def _lines(instrument: Instrument, answers: dict[int, float | None]) -> list[Line]:
    lines = []
    for item in instrument.items:
        value = answers.get(item.number)
        labels = {option.value: option.label for option in item.options}
        said = None if value is None else labels.get(value) or f"{value:g}"
        lead = f"{item.lead_in} " if item.lead_in else ""
        lines.append(Line(f"{lead}{item.text}", said))
    return lines
