"""Who is not signed in: what signing in, a link and the first set-up need, and nothing beside it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.db import ProgrammingError, transaction

from duologue.people.invitations import accept_invitation, digest
from duologue.people.models import Invitation, InvitationUse, Partner, Person, StaffRole
from duologue.privacy.principal import NOBODY, asking_as
from tests.cast import NOW

NEW = "new@example.org"


def link(cast, email: str = NEW, **to_what: object) -> Invitation:
    return Invitation.objects.create(
        token_digest=digest(uuid4().hex), email=email, name="New", by=cast.cora, at=NOW,
        expires_at=NOW + timedelta(days=7), **(to_what or {"role": "monitor"}),
    )  # fmt: skip


def refused(act: Callable[[], object]) -> bool:
    """Whether the database refuses this to who is not signed in."""
    try:
        with transaction.atomic(), asking_as(NOBODY):
            act()
            transaction.set_rollback(True)
    except ProgrammingError as error:
        return "row-level security" in str(error) or "not signed in" in str(error)
    return False


def account(email: str = NEW) -> Person:
    return Person.objects.create_person(email=email, name="New", at=NOW)


def test_without_a_link_to_its_address_nobody_makes_an_account(cast) -> None:
    assert refused(account)
    sent = link(cast, "other@example.org")
    assert refused(account)
    assert not refused(lambda: account("other@example.org"))
    InvitationUse.objects.create(invitation=sent, person=cast.mona, at=NOW)
    assert refused(lambda: account("other@example.org")), "a link is good once"


def test_a_role_is_added_only_as_the_link_promised_it_to_who_came_in_by_it(cast) -> None:
    sent = link(cast, role="monitor")

    def becomes(role: str, person: Person, by: Person | None) -> Callable[[], object]:
        return lambda: StaffRole.objects.create(person=person, role=role, by=by, at=NOW)

    assert refused(becomes("therapist", cast.ana.person, None))
    assert refused(becomes("monitor", cast.ana.person, cast.cora))
    came = account()
    InvitationUse.objects.create(invitation=sent, person=came, at=NOW)
    assert refused(becomes("therapist", came, cast.cora))
    assert refused(becomes("monitor", came, cast.okafor)), "nor in another's name"
    assert refused(becomes("monitor", cast.ana.person, cast.cora))
    assert not refused(becomes("monitor", came, cast.cora))


def test_a_link_is_used_by_the_account_of_its_address_alone(cast) -> None:
    sent = link(cast)

    def used_by(person: Person) -> Callable[[], object]:
        return lambda: InvitationUse.objects.create(invitation=sent, person=person, at=NOW)

    assert refused(used_by(cast.ana.person)) and refused(used_by(cast.theo))
    assert not refused(used_by(account()))


def test_a_partner_is_joined_by_the_link_for_that_partner_and_no_other(cast) -> None:
    Partner.objects.filter(pk=cast.ana.pk).update(person=None)
    came = account()
    InvitationUse.objects.create(invitation=link(cast, partner=cast.ben), person=came, at=NOW)

    def joined(partner: Partner, person: Person) -> int:
        with transaction.atomic(), asking_as(NOBODY):
            changed = Partner.objects.filter(pk=partner.pk).update(person=person)
            transaction.set_rollback(True)
        return changed

    assert joined(cast.ana, came) == 0, "another's link"
    assert joined(cast.ben, came) == 0, "somebody has joined there already"
    InvitationUse.objects.create(
        invitation=link(cast, "ana@example.net", partner=cast.ana), person=came, at=NOW
    )
    assert refused(lambda: Partner.objects.filter(pk=cast.ana.pk).update(person=cast.theo))
    assert joined(cast.ana, came) == 1


def test_of_an_account_nobody_changes_the_password_and_the_times_alone(cast) -> None:
    def changed(**columns: object) -> Callable[[], object]:
        return lambda: Person.objects.filter(pk=cast.okafor.pk).update(**columns)

    for columns in ({"email": "mine@example.org"}, {"name": "Me"}, {"closed_at": NOW}):
        assert refused(changed(**columns)), columns
    for columns in ({"password": "x"}, {"last_login": NOW}, {"sessions_since": NOW}):
        assert not refused(changed(**columns)), columns


def test_nobody_notes_another_address_to_sign_in_with(cast) -> None:
    def noted(email: str) -> Callable[[], object]:
        return lambda: EmailAddress.objects.create(user=cast.okafor, email=email, primary=True)

    assert refused(noted("mine@example.org"))
    assert not refused(noted(cast.okafor.email))
    kept = EmailAddress.objects.create(user=cast.okafor, email=cast.okafor.email)
    assert refused(lambda: EmailAddress.objects.filter(pk=kept.pk).update(email="m@example.org"))


def test_a_closed_account_is_not_found(cast) -> None:
    Person.objects.filter(pk=cast.dev.person_id).update(closed_at=NOW)
    with asking_as(NOBODY):
        assert Person.objects.filter(pk=cast.ana.person_id).exists()
        assert not Person.objects.filter(pk=cast.dev.person_id).exists()


def test_a_link_still_lets_in_by_all_of_this(cast) -> None:
    token = "a token of their own"
    sent = link(cast, role="monitor")
    Invitation.objects.filter(pk=sent.pk).update(token_digest=digest(token))
    with asking_as(NOBODY):
        came = accept_invitation(token=token, name="Noor", password="a long phrase", at=NOW)
    assert [role.role for role in came.staff_roles.all()] == ["monitor"]
