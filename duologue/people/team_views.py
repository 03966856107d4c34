"""The team's pages about people: who works here, who is invited, who cares for which couple."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from duologue.people import actions, rules
from duologue.people.doors import for_team
from duologue.people.forms import (
    AddressForm,
    CareTeamForm,
    InvitePartnerForm,
    InviteStaffForm,
    PartnerForm,
    ResetForm,
    RoleForm,
)
from duologue.people.mail import mail_leaves
from duologue.people.models import CareTeamMember, Couple, Person, StaffRole
from duologue.people.pages import couple_people, person_page, staff_page
from duologue.people.queries import couples_of
from duologue.people.roles.actions import answer_offer, ask_to_end_role, offer_role
from duologue.people.roles.models import RoleOffer
from duologue.people.roles.queries import a_clinician_confirms, offers_waiting
from duologue.people.rules import NotAllowed
from duologue.people.ways_in import invite, who_confirms

ASKED_TO_END = (
    "The role has not ended yet. At most two clinicians work here, so one of them says whether it "
    "was meant: the clinician it concerns, or the other. They find it under Alerts."
)


def _try(request: HttpRequest, done: str, act: Callable[..., Any], **what: Any) -> bool:
    """Do it and say so, or say why not and what to do instead."""
    try:
        act(**what, by=request.user, at=timezone.now())
    except NotAllowed as no:
        messages.error(request, str(no))
        return False
    messages.success(request, done)
    return True


@for_team("coordinator", "operator")
def people(request: HttpRequest) -> HttpResponse:
    form = InviteStaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = invite(request, "people", offer_role, **form.cleaned_data)
        if sent:
            return sent
    page = {
        "page": staff_page(now=timezone.now()),
        "offers": offers_waiting(request.roles),
        "form": form,
        "mail": mail_leaves(),
    }
    return render(request, "people/people.html", page, status=422 if form.errors else 200)


@for_team("coordinator", "operator")
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    shown = _staff_or_404(person_id)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["role"]
        try:
            made = offer_role(person=shown, role=role, by=request.user, at=timezone.now())
        except NotAllowed as no:
            messages.error(request, str(no))
        else:
            waits = isinstance(made, RoleOffer)
            messages.success(request, who_confirms(made) if waits else "The role is given.")
        return redirect("people-person", person_id)
    page = {"page": person_page(shown), "form": form, "own": shown == request.user}
    return render(request, "people/person.html", page, status=422 if form.errors else 200)


@for_team("therapist", "prescriber", "coordinator", "operator")
def role_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Somebody asks to give a clinical role: look at it as the second person."""
    offer = get_object_or_404(offers_waiting(request.roles), pk=offer_id)
    if request.method == "POST":
        word = "confirmed" if "confirm" in request.POST else "declined"
        done = f"{offer.whom}: {word}."
        _try(request, done, answer_offer, offer=offer, word=word)
        return redirect("alerts")
    own = request.user.pk in (offer.by_id, offer.person_id)
    clinicians = a_clinician_confirms(by=offer.by, person=offer.person)
    facts = {"ones_own": own, "roles": request.roles, "clinicians": clinicians}
    page = {"offer": offer, "answer": rules.answer_offer("confirmed", **facts)}
    return render(request, "people/role_offer.html", page)


@for_team("coordinator", "operator")
@require_POST
def role_end(request: HttpRequest, role_id: UUID) -> HttpResponse:
    held = get_object_or_404(StaffRole.objects.select_related("person"), pk=role_id)
    try:
        ended = ask_to_end_role(staff_role=held, by=request.user, at=timezone.now())
    except NotAllowed as no:
        messages.error(request, str(no))
    else:
        messages.success(request, "The role has ended." if ended else ASKED_TO_END)
    return redirect("people-person", held.person_id)


@for_team("coordinator", "operator")
def second_factor_reset(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One page for staff and partners: seen in person, a reason, then it is taken away."""
    shown = get_object_or_404(Person, pk=person_id)
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = f"{shown.name} is signed out everywhere and can set up a new second factor."
        reason = form.cleaned_data["reason"]
        if _try(request, done, actions.reset_second_factor, person=shown, reason=reason):
            return redirect("people")
    page = {"person": shown, "form": form, "own": shown == request.user}
    return render(
        request, "people/second_factor_reset.html", page, status=422 if form.errors else 200
    )


@for_team("coordinator", "operator")
def address(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Another address to sign in with, for staff and partners alike."""
    shown = get_object_or_404(Person, pk=person_id)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        done = f"{shown.name} signs in with {email} from now on."
        if _try(request, done, actions.change_address, person=shown, email=email):
            return redirect("people")
    page = {"person": shown, "form": form}
    return render(request, "people/address.html", page, status=422 if form.errors else 200)


@for_team()
def couple_people_page(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    couple = get_object_or_404(couples_of(request.user, request.roles), pk=couple_id)
    page = couple_people(couple, now=timezone.now())
    may = bool(request.roles & {"therapist", "coordinator"})
    return render(
        request,
        "people/couple_people.html",
        {
            "page": page,
            "may": may,
            "mail": mail_leaves(),
            "invite": InvitePartnerForm(),
            "form": CareTeamForm(choices=page.choices),
        },
    )


@for_team("therapist", "coordinator")
def other_partner(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    """Add the other of the two to a record that was opened for one."""
    couple = get_object_or_404(couples_of(request.user, request.roles), pk=couple_id)
    first = get_object_or_404(couple.partners, side=1)
    form = PartnerForm(request.POST or None, beside=first.first_name)
    if request.method == "POST" and form.is_valid():
        first_name = form.cleaned_data["first_name"]
        done = f"{first_name} has a room of their own here. Invite them when they wish."
        _try(request, done, actions.add_partner, couple=couple, first_name=first_name)
        return redirect("couple-people", couple.pk)
    page = {"couple": couple, "form": form}
    return render(request, "people/other_partner.html", page, status=422 if form.errors else 200)


@for_team("therapist", "coordinator")
@require_POST
def care_team(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    couple = get_object_or_404(couples_of(request.user, request.roles), pk=couple_id)
    chosen, _, role = request.POST.get("member", "").partition(":")
    try:
        member = _staff_or_404(UUID(chosen))
    except ValueError:
        messages.error(request, "Nobody was chosen. Choose a person and a role, then add them.")
        return redirect("couple-people", couple.pk)
    done = f"{member.name} is on the care team of {couple.name}."
    _try(request, done, actions.assign_care_team, couple=couple, person=member, role=role)
    return redirect("couple-people", couple.pk)


@for_team("therapist", "coordinator")
@require_POST
def care_end(request: HttpRequest, couple_id: UUID, member_id: UUID) -> HttpResponse:
    couple: Couple = get_object_or_404(couples_of(request.user, request.roles), pk=couple_id)
    member: CareTeamMember = get_object_or_404(
        couple.care_team.select_related("person"), pk=member_id
    )
    done = f"{member.person.name} is no longer on the care team of {couple.name}."
    _try(request, done, actions.end_care, member=member)
    if not couples_of(request.user, request.roles).filter(pk=couple.pk).exists():
        return redirect("home")
    return redirect("couple-people", couple.pk)


def _staff_or_404(person_id: UUID) -> Person:
    return get_object_or_404(
        Person.objects.filter(staff_roles__isnull=False).distinct(), pk=person_id
    )
