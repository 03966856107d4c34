"""What changes people: couples, care team, roles, a lost second factor.

Invitations are in `invitations.py`.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from duologue.people import rules
from duologue.people.models import (
    AddressChange,
    CareTeamEnd,
    CareTeamMember,
    Couple,
    Partner,
    Person,
    Role,
    SecondFactorReset,
    StaffRole,
    StaffRoleEnd,
)
from duologue.people.queries import roles_of
from duologue.people.rules import NotAllowed, must_be_open
from duologue.people.signals import (
    address_was_changed,
    care_ended,
    care_team_joined,
    role_ended,
    second_factor_was_reset,
)


@transaction.atomic
def register_couple(
    *, first_names: tuple[str, str | None], by: Person | None, at: datetime
) -> Couple:
    """A couple and a side for each partner; None where only one of the two is treated or known."""
    one, two = first_names
    couple = Couple.objects.create(name=name_of_couple(one, two), by=by, at=at)
    Partner.objects.create(couple=couple, side=1, first_name=one, at=at)
    if two:
        Partner.objects.create(couple=couple, side=2, first_name=two, at=at)
    return couple


@transaction.atomic
def add_partner(*, couple: Couple, first_name: str, by: Person, at: datetime) -> Partner:
    """The other of the two, in a record that was opened for one."""
    locked = Couple.objects.select_for_update().get(pk=couple.pk)
    first = locked.partners.get(side=1)
    if locked.partners.filter(side=2).exists():
        raise NotAllowed(
            rules.Closed("Both partners of this couple are here.", "Nobody needs adding.")
        )
    if locked.name == first.first_name:
        locked.name = name_of_couple(first.first_name, first_name)
        locked.save(update_fields=["name"])
    return Partner.objects.create(couple=locked, side=2, first_name=first_name, at=at)


def name_of_couple(*first_names: str | None) -> str:
    return " and ".join(name for name in first_names if name)


@transaction.atomic
def assign_care_team(
    *, couple: Couple, person: Person, role: str, by: Person | None, at: datetime
) -> CareTeamMember:
    """Put a member of staff on a couple's care team, in a role they hold."""
    Couple.objects.select_for_update().get(pk=couple.pk)
    if role not in roles_of(person):
        raise NotAllowed(
            rules.Closed(
                f"{person.name} is not a {Role(role).label} here.",
                "Choose somebody who holds that role, or give it to them first.",
            )
        )
    there = couple.care_team.filter(person=person, role=role, end__isnull=True).first()
    if there:
        return there
    member = CareTeamMember.objects.create(couple=couple, person=person, role=role, by=by, at=at)
    care_team_joined.send(sender=CareTeamMember, member=member, by=by, at=at)
    return member


@transaction.atomic
def end_care(*, member: CareTeamMember, by: Person, at: datetime) -> CareTeamEnd:
    """Take somebody off a care team; they no longer open this couple's pages."""
    end, new = CareTeamEnd.objects.get_or_create(member=member, defaults={"by": by, "at": at})
    if new:
        care_ended.send(sender=CareTeamEnd, member=member, by=by, at=at)
    return end


@transaction.atomic
def grant_role(*, person: Person, role: str, by: Person, at: datetime) -> StaffRole:
    """Give a member of staff a role. A partner never becomes staff with the same account.

    Whether a second person has to look at it first: `roles.actions.offer_role`.
    """
    must_be_open(rules.give_role(role, roles_of(by)))
    if Partner.objects.filter(person=person).exists():
        raise NotAllowed(
            rules.Closed(
                "This account belongs to a partner.", "Invite them as staff at another address."
            )
        )
    Person.objects.select_for_update().get(pk=person.pk)
    there = StaffRole.objects.filter(person=person, role=role, end__isnull=True).first()
    return there or StaffRole.objects.create(person=person, role=Role(role), by=by, at=at)


@transaction.atomic
def end_role(*, staff_role: StaffRole, by: Person, at: datetime) -> StaffRoleEnd:
    """Take a role away, and with it the places on care teams held in that role."""
    must_be_open(rules.give_role(staff_role.role, roles_of(by)))
    list(StaffRole.objects.select_for_update().filter(role=staff_role.role))
    # Asked after the lock is held, so that two operators cannot end each other.
    others = (
        StaffRole.objects.filter(role=staff_role.role, end__isnull=True)
        .exclude(person_id=staff_role.person_id)
        .count()
    )
    must_be_open(rules.end_role(staff_role.role, staff_role.person_id == by.pk, others))
    for member in CareTeamMember.objects.filter(
        person_id=staff_role.person_id, role=staff_role.role, end__isnull=True
    ):
        CareTeamEnd.objects.create(member=member, by=by, at=at)
    end, new = StaffRoleEnd.objects.get_or_create(
        staff_role=staff_role, defaults={"by": by, "at": at}
    )
    if new:
        role_ended.send(sender=StaffRoleEnd, held=staff_role, by=by, at=at)
    return end


@transaction.atomic
def reset_second_factor(
    *, person: Person, reason: str, by: Person, at: datetime
) -> SecondFactorReset:
    """Take a lost second factor away after `by` saw the person: sessions end, and they are told."""
    must_be_open(rules.reset_second_factor(person.pk == by.pk, roles_of(by)))
    reset = SecondFactorReset.objects.create(person=person, by=by, at=at, reason=reason)
    Authenticator.objects.filter(user_id=person.pk).delete()
    person.end_sessions(at=at)
    second_factor_was_reset.send(sender=SecondFactorReset, reset=reset)
    return reset


@transaction.atomic
def change_address(*, person: Person, email: str, by: Person, at: datetime) -> AddressChange:
    """Let somebody sign in with another address, after `by` spoke with them: sessions end."""
    free = not Person.objects.filter(email__iexact=email).exclude(pk=person.pk).exists()
    must_be_open(rules.reset_second_factor(False, roles_of(by)))
    must_be_open(rules.change_address(person.pk == by.pk, free))
    change = AddressChange.objects.create(
        person=person, before=person.email, after=email.lower(), by=by, at=at
    )
    # What allauth remembers of the old one would go on opening the door.
    EmailAddress.objects.filter(user_id=person.pk).delete()
    person.email = email.lower()
    person.save(update_fields=["email"])
    person.end_sessions(at=at)
    address_was_changed.send(sender=AddressChange, change=change)
    return change
