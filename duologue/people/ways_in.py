"""The team's pages that let somebody in: invitations, and a code handed over in person."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from duologue.people import codes, invitations
from duologue.people.doors import for_team
from duologue.people.forms import InvitePartnerForm
from duologue.people.mail import mail_leaves
from duologue.people.models import Invitation
from duologue.people.pages import invitations_waiting
from duologue.people.queries import couples_of, partners_of_caseload
from duologue.people.roles.models import RoleOffer
from duologue.people.roles.queries import a_clinician_confirms
from duologue.people.rules import NotAllowed

LINKS = "links_to_hand_over"
CODES = "codes_to_hand_over"


def who_confirms(offer: RoleOffer) -> str:
    """That a role waits, and for whom."""
    clinician = a_clinician_confirms(by=offer.by, person=offer.person)
    who = "A clinician" if clinician else "Another coordinator or an operator"
    return f"{offer.whom}: this role waits for a second person. {who} confirms it, under Alerts."


def invite(
    request: HttpRequest, back: str, act: Callable[..., Any], **what: Any
) -> HttpResponse | None:
    """Send a link and go `back`; where no mail leaves, go where it is shown. None: not allowed."""
    try:
        made = act(**what, by=request.user, at=timezone.now())
    except NotAllowed as no:
        messages.error(request, str(no))
        return None
    if isinstance(made, RoleOffer):
        messages.success(request, who_confirms(made))
        return redirect(back)
    if mail_leaves():
        done = f"A link is on its way to {made.email}. It works once, for seven days."
        messages.success(request, done)
        return redirect(back)
    # Kept unreadable: whoever holds a copy of the database must not hold the link too.
    kept = request.session.get(LINKS, {})
    request.session[LINKS] = {**kept, str(made.pk): get_adapter().encrypt(made.token)}
    return redirect("people-invitation-link", made.pk)


@for_team("therapist", "coordinator", "operator")
def invitation_link(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """The link to hand over, in the session that made it, until "Done"; a reload keeps it."""
    found = _invitation_or_404(request, invitation_id)
    kept = dict(request.session.get(LINKS, {}))
    sealed = kept.get(str(found.pk))
    if request.method == "POST" or sealed is None:
        kept.pop(str(found.pk), None)
        request.session[LINKS] = kept
        return redirect(_back(found))
    token = get_adapter().decrypt(sealed)
    link = settings.DUOLOGUE_ADDRESS + reverse("people-invitation", args=[token])
    return render(request, "people/link_in_person.html", {"invitation": found, "link": link})


@for_team("therapist", "coordinator")
def partner_invitation(request: HttpRequest, couple_id: UUID, partner_id: UUID) -> HttpResponse:
    couple = get_object_or_404(couples_of(request.user, request.roles), pk=couple_id)
    partner = get_object_or_404(couple.partners, pk=partner_id)
    form = InvitePartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        back, email = reverse("couple-people", args=[couple.pk]), form.cleaned_data["email"]
        sent = invite(request, back, invitations.invite_partner, partner=partner, email=email)
        if sent:
            return sent
    page = {"couple": couple, "partner": partner, "form": form, "mail": mail_leaves()}
    return render(
        request, "people/partner_invitation.html", page, status=422 if form.errors else 200
    )


@for_team("therapist", "coordinator", "operator")
@require_POST
def invitation_again(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    found = _invitation_or_404(request, invitation_id)
    sent = invite(request, _back(found), invitations.send_again, invitation=found)
    return sent or redirect(_back(found))


@for_team("therapist", "coordinator", "operator")
@require_POST
def invitation_withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    found = _invitation_or_404(request, invitation_id)
    invitations.withdraw_invitation(invitation=found, by=request.user, at=timezone.now())
    messages.success(request, "The link no longer works.")
    return redirect(_back(found))


@for_team("therapist", "coordinator")
def sign_in_code(request: HttpRequest, couple_id: UUID, partner_id: UUID) -> HttpResponse:
    """A code for a partner who stands here and whose mail does not come.

    Shown in the session that made it until "Done" or its end: a reload makes no other, which would
    end the one that is being written down.
    """
    couple = get_object_or_404(couples_of(request.user, request.roles), pk=couple_id)
    partner = get_object_or_404(couple.partners.select_related("person"), pk=partner_id)
    kept, key, now = dict(request.session.get(CODES, {})), str(partner.pk), timezone.now()
    if request.method == "POST" and "done" not in request.POST:
        try:
            code = codes.hand_out(partner=partner, by=request.user, at=now)
        except NotAllowed as no:
            messages.error(request, str(no))
            return redirect("couple-people", couple.pk)
        kept[key] = [get_adapter().encrypt(code), (now + codes.LASTS).isoformat()]
        request.session[CODES] = kept
        return redirect("people-code-in-person", couple.pk, partner.pk)
    sealed, until = kept.get(key, ("", ""))
    if request.method == "POST" or not sealed or now >= datetime.fromisoformat(until):
        if kept.pop(key, None):
            request.session[CODES] = kept
        return redirect("couple-people", couple.pk)
    code = get_adapter().decrypt(sealed)
    page = {
        "couple": couple,
        "partner": partner,
        "code": f"{code[:4]} {code[4:]}",
        "until": datetime.fromisoformat(until),
        "address": settings.DUOLOGUE_ADDRESS + reverse("people-code"),
    }
    return render(request, "people/code_in_person.html", page)


def _invitation_or_404(request: HttpRequest, invitation_id: UUID) -> Invitation:
    """A partner's invitation only within one's couples; a member of staff's for who may invite."""
    found = get_object_or_404(invitations_waiting(), pk=invitation_id)
    if found.partner_id is not None:
        get_object_or_404(partners_of_caseload(request.user, request.roles), pk=found.partner_id)
    elif not request.roles & {"coordinator", "operator"}:
        raise Http404
    return found


def _back(found: Invitation) -> str:
    if found.partner is not None:
        return reverse("couple-people", args=[found.partner.couple_id])
    return reverse("people")
