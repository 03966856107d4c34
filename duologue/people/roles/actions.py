from datetime import datetime

from django.db import transaction

from duologue.people import actions, invitations, rules
from duologue.people.models import Invitation, Person, Role, StaffRole, StaffRoleEnd
from duologue.people.queries import roles_of
from duologue.people.roles.models import RoleOffer, RoleOfferAnswer
from duologue.people.roles.queries import (
    a_clinician_confirms,
    clinicians_without,
    somebody_else_confirms,
)
from duologue.people.rules import must_be_open
from duologue.people.signals import role_answered, role_confirmed, role_end_asked, role_given


@transaction.atomic
def offer_role(
    *, role: str, person: Person | None = None, email: str = "", name: str = "",
    by: Person, at: datetime,
) -> RoleOffer | StaffRole | Invitation:  # fmt: skip
    """Give somebody of the staff a role, or invite somebody with it.

    A clinical role waits for a second person, unless nobody else is here yet who could be one.
    The same offer again is the one that waits, and a role that is held is given already. Raises
    NotAllowed, also where the address is somebody's here, since nobody could ever confirm it.
    """
    must_be_open(rules.give_role(role, roles_of(by)))
    if person and (held := StaffRole.objects.filter(person=person, role=role, end=None).first()):
        return held
    waits = role in rules.CLINICAL_ROLES and somebody_else_confirms(by=by, person=person)
    made: RoleOffer | StaffRole | Invitation
    if waits:
        whom = {"person": person, "email": email.lower(), "role": Role(role)}
        if already := RoleOffer.objects.filter(answer=None, by=by, **whom).first():
            return already
        if not person:
            links = Invitation.objects.filter(partner__isnull=False)  # a colleague's is replaced
            invitations.must_be_free(email, links=links, at=at)
        made = RoleOffer.objects.create(**whom, name=name, by=by, at=at)
    elif person:
        made = actions.grant_role(person=person, role=role, by=by, at=at)
    else:
        made = invitations.invite_staff(email=email, name=name, role=role, by=by, at=at)
    role_given.send(RoleOffer, person=person, name=name, role=role, waits=waits, by=by, at=at)
    return made


@transaction.atomic
def answer_offer(*, offer: RoleOffer, word: str, by: Person, at: datetime) -> RoleOfferAnswer:
    """Confirm it as the second person, a clinician where one works here, which gives the role or sends the link; or decline it.

    The first answer stands. Who asked may only decline. Raises NotAllowed.
    """
    locked = RoleOffer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if already := RoleOfferAnswer.objects.filter(offer=locked).first():
        return already
    ones_own = by.pk in (locked.by_id, locked.person_id)
    clinicians = a_clinician_confirms(by=locked.by, person=locked.person)
    must_be_open(
        rules.answer_offer(word, ones_own=ones_own, roles=roles_of(by), clinicians=clinicians)
    )
    answer = RoleOfferAnswer.objects.create(offer=locked, word=word, by=by, at=at)
    if word == "confirmed":
        role_confirmed.send(RoleOfferAnswer, offer=locked, at=at)
    role_answered.send(RoleOfferAnswer, answer=answer)
    return answer


@transaction.atomic
def ask_to_end_role(*, staff_role: StaffRole, by: Person, at: datetime) -> StaffRoleEnd | None:
    """End a role; None where that waits for a clinician, who is then asked. Raises NotAllowed.

    The office alone leaves the clinic two clinicians, so that one is there to confirm the next.
    """
    must_be_open(rules.give_role(staff_role.role, roles_of(by)))
    list(StaffRole.objects.select_for_update().filter(role__in=rules.CLINICIANS))
    left = clinicians_without(staff_role)
    if staff_role.person.closed_at or rules.ends_alone(
        staff_role.role, own=staff_role.person_id == by.pk, roles=roles_of(by), left=left
    ):
        return actions.end_role(staff_role=staff_role, by=by, at=at)
    role_end_asked.send(StaffRole, held=staff_role, by=by, at=at)
    return None


def give_confirmed(*, offer: RoleOffer, at: datetime) -> StaffRole | Invitation:
    """What was asked for and is confirmed, in the name of who asked; as `system`."""
    asked = {"role": offer.role, "by": offer.by, "at": at}
    if offer.person:
        return actions.grant_role(person=offer.person, **asked)
    return invitations.invite_staff(email=offer.email, name=offer.name, **asked)
