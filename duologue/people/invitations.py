"""Invitations: a link that works once, for seven days; only a digest of it is kept."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from duologue.people import rules
from duologue.people.actions import name_of_couple
from duologue.people.models import (
    Invitation,
    InvitationUse,
    InvitationWithdrawal,
    Partner,
    Person,
    Role,
    StaffRole,
)
from duologue.people.queries import roles_of
from duologue.people.rules import NotAllowed, must_be_open
from duologue.people.signals import invited, joined, password_shown


class InvitationOver(NotAllowed):
    """The link no longer opens the door."""


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite_partner(*, partner: Partner, email: str, by: Person, at: datetime) -> Invitation:
    """Send a partner their way in. An earlier link of theirs stops working.

    The returned invitation carries its `token` this once.
    """
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    if locked.person_id is not None:
        raise NotAllowed(
            rules.Closed(f"{locked.first_name} has joined already.", "Nothing needs sending.")
        )
    _withdraw_open(Invitation.objects.filter(partner=locked), by=by, at=at)
    return _invite(email=email, name=locked.first_name, by=by, at=at, partner=locked)


@transaction.atomic
def invite_staff(*, email: str, name: str, role: str, by: Person, at: datetime) -> Invitation:
    """Send a new member of staff their way in, with the role they will have.

    Whether a second person has to look at it first: `roles.actions.offer_role`.
    """
    must_be_open(rules.give_role(role, roles_of(by)))
    earlier = Invitation.objects.filter(email__iexact=email, partner__isnull=True)
    _withdraw_open(earlier, by=by, at=at)
    return _invite(email=email, name=name, by=by, at=at, role=Role(role))


@transaction.atomic
def send_again(*, invitation: Invitation, by: Person, at: datetime) -> Invitation:
    """A fresh link in place of this one, to the same address."""
    if invitation.partner is not None:
        return invite_partner(partner=invitation.partner, email=invitation.email, by=by, at=at)
    return invite_staff(
        email=invitation.email, name=invitation.name, role=invitation.role, by=by, at=at
    )


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Person, at: datetime) -> None:
    """Take a link back; a used one stays used."""
    _withdraw_open(Invitation.objects.filter(pk=invitation.pk), by=by, at=at)


@transaction.atomic
def accept_invitation(
    *, token: str, name: str, at: datetime, password: str | None = None
) -> Person:
    """Make the account this link is for. Two people with one link: the second finds it used.

    Raises `InvitationOver` with what to do instead.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(token_digest=digest(token))
        .first()
    )
    decision = standing(invitation, at=at)
    if invitation is None or isinstance(decision, rules.Closed):
        assert isinstance(decision, rules.Closed)
        raise InvitationOver(decision)
    person = Person.objects.create_person(
        email=invitation.email, name=name, at=at, password=password
    )
    InvitationUse.objects.create(invitation=invitation, person=person, at=at)
    if invitation.partner_id:
        _join(invitation.partner_id, person, name)
    else:
        StaffRole.objects.create(person=person, role=invitation.role, by=invitation.by, at=at)
        if password is not None:
            password_shown.send(Person, person=person, password=password, at=at)
    joined.send(sender=Person, person=person, partner=invitation.partner, at=at)
    return person


def standing(invitation: Invitation | None, *, at: datetime) -> rules.Open | rules.Closed:
    """Whether a link opens the door at `at`. An unknown link looks like an old one."""
    if invitation is None:
        return rules.Closed(
            "This link does not open anything.", "Ask the people who sent it for a new one."
        )
    taken = Person.objects.filter(email__iexact=invitation.email).exists()
    if invitation.partner_id and not taken:
        taken = Partner.objects.filter(pk=invitation.partner_id, person__isnull=False).exists()
    facts = rules.InvitationFacts(
        expires_at=invitation.expires_at,
        used=InvitationUse.objects.filter(invitation=invitation).exists(),
        withdrawn=InvitationWithdrawal.objects.filter(invitation=invitation).exists(),
        joined_otherwise=taken,
    )
    return rules.invitation(facts, at)


def must_be_free(email: str, *, links: QuerySet[Invitation], at: datetime) -> None:
    """Raises `NotAllowed` where an account, or one of these links on its way, has this address."""
    there = Person.objects.filter(email__iexact=email)
    colleague = there.filter(staff_roles__isnull=False).first()
    waiting = links.filter(email__iexact=email, use=None, withdrawal=None, expires_at__gt=at)
    taken = there.exists() or waiting.exists()
    must_be_open(rules.address(colleague=colleague.name if colleague else "", taken=taken))


def _invite(*, email: str, name: str, by: Person, at: datetime, **to_what: object) -> Invitation:
    must_be_free(email, links=Invitation.objects.all(), at=at)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        token_digest=digest(token),
        email=email.lower(),
        name=name,
        by=by,
        at=at,
        expires_at=at + rules.INVITATION_LASTS,
        **to_what,
    )
    invitation.token = token
    invited.send(sender=Invitation, invitation=invitation, by=by, at=at)
    return invitation


def _withdraw_open(invitations: QuerySet[Invitation], *, by: Person, at: datetime) -> None:
    locked = list(invitations.select_for_update(of=("self",)))
    # Asked after the lock is held: what was used or withdrawn meanwhile must be seen.
    for invitation in Invitation.objects.filter(
        pk__in=[one.pk for one in locked], use__isnull=True, withdrawal__isnull=True
    ):
        InvitationWithdrawal.objects.create(invitation=invitation, by=by, at=at)


def _join(partner_id: object, person: Person, name: str) -> None:
    partner = Partner.objects.select_for_update().get(pk=partner_id)
    both = list(partner.couple.partners.all())
    named_by_partners = partner.couple.name == name_of_couple(*(one.first_name for one in both))
    if named_by_partners:
        partner.couple.name = name_of_couple(
            *(name if one.pk == partner.pk else one.first_name for one in both)
        )
        partner.couple.save(update_fields=["name"])
    # Last: whoever comes in by a link may touch this couple only until they have joined.
    partner.person, partner.first_name = person, name
    partner.save(update_fields=["person", "first_name"])
