from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from duologue.contact.models import OutboxMail
from duologue.people.actions import register_couple
from duologue.people.invitations import (
    InvitationOver,
    accept_invitation,
    invite_partner,
    invite_staff,
    send_again,
    withdraw_invitation,
)
from duologue.people.models import Invitation, Person, Role, StaffRole
from duologue.people.queries import partner_of, roles_of
from duologue.people.rules import NotAllowed
from tests.cast import NOW, Cast
from tests.people.signing_in import PASSWORD, link_mailed_to, mails_to


@pytest.fixture
def eve(cast):
    """Eve is a partner nobody has invited yet, of a couple Cora registered."""
    return register_couple(
        first_names=("Eve", "Finn"), by=cast.cora, at=timezone.now()
    ).partners.get(side=1)


def test_a_partner_follows_the_link_names_herself_and_is_in(client, cast, eve):
    client.force_login(cast.cora)
    address = reverse("people-partner-invitation", args=[eve.couple_id, eve.pk])
    client.post(address, {"email": "eve@example.org"})
    client.logout()
    link = link_mailed_to("eve@example.org")
    assert client.get(link).status_code == 200
    answer = client.post(link, {"name": "Evie"})
    assert answer.url == reverse("contact-safe")
    eve.refresh_from_db()
    assert eve.person.email == "eve@example.org" and not eve.person.has_usable_password()
    assert (eve.first_name, eve.couple.name) == ("Evie", "Evie and Finn")
    assert client.session["_auth_user_id"] == str(eve.person_id)
    assert client.get(link).status_code == 410


def test_staff_follow_the_link_choose_a_password_and_must_set_up_a_second_factor(client, cast):
    invite_staff(
        email="ines@example.org", name="Ines", role="therapist", by=cast.cora, at=timezone.now()
    )
    link = link_mailed_to("ines@example.org")
    weak = client.post(link, {"name": "Ines", "password": "password1234"})
    assert weak.status_code == 422 and "Ines" in weak.content.decode()
    answer = client.post(link, {"name": "Ines", "password": PASSWORD})
    assert answer.url == reverse("mfa_index")
    assert client.get(reverse("home")).url == reverse("mfa_index")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert roles_of(Person.objects.get(email="ines@example.org")) == {"therapist"}


def test_the_invitation_mail_says_nothing_of_what_it_is_about(cast, eve):
    invite_partner(partner=eve, email="eve@example.org", by=cast.cora, at=timezone.now())
    mail = mails_to("eve@example.org")[0]
    for word in ("clinic", "therapy", "ketamine", "couple", "partner", "eve", "finn"):
        assert word not in (mail.subject + mail.body).lower()


def test_only_a_digest_of_the_link_is_kept(cast, eve):
    made = invite_partner(partner=eve, email="eve@example.org", by=cast.cora, at=NOW)
    assert made.token not in str(Invitation.objects.filter(pk=made.pk).values().get())


def test_a_link_ends_after_seven_days(client, cast, eve):
    made = invite_partner(
        partner=eve, email="eve@example.org", by=cast.cora, at=timezone.now() - timedelta(days=7)
    )
    page = client.get(reverse("people-invitation", args=[made.token]))
    assert page.status_code == 410
    assert "seven days" in page.content.decode()
    with pytest.raises(InvitationOver, match="new one"):
        accept_invitation(token=made.token, name="Eve", at=timezone.now())


def test_a_link_sent_again_replaces_the_first(cast, eve):
    first = invite_partner(partner=eve, email="eve@example.org", by=cast.cora, at=NOW)
    second = send_again(invitation=first, by=cast.cora, at=NOW)
    with pytest.raises(InvitationOver, match="newer link"):
        accept_invitation(token=first.token, name="Eve", at=NOW)
    assert accept_invitation(token=second.token, name="Eve", at=NOW).name == "Eve"


def test_a_withdrawn_link_no_longer_works(cast, eve):
    made = invite_partner(partner=eve, email="eve@example.org", by=cast.cora, at=NOW)
    withdraw_invitation(invitation=made, by=cast.cora, at=NOW)
    with pytest.raises(InvitationOver):
        accept_invitation(token=made.token, name="Eve", at=NOW)


def test_a_made_up_link_is_answered_kindly(client, cast):
    page = client.get(reverse("people-invitation", args=["made-up"]))
    assert page.status_code == 410 and "does not open anything" in page.content.decode()


def test_an_address_signs_in_one_person_only(cast, eve):
    with pytest.raises(NotAllowed, match="only they read"):
        invite_partner(partner=eve, email="Ana@example.org", by=cast.cora, at=NOW)


def test_who_has_joined_is_not_invited_again(cast):
    with pytest.raises(NotAllowed, match="joined already"):
        invite_partner(partner=cast.ana, email="a@example.org", by=cast.okafor, at=NOW)


def test_a_therapist_cannot_invite_staff_nor_a_coordinator_an_operator(cast):
    for by, role in ((cast.okafor, "therapist"), (cast.cora, "operator")):
        with pytest.raises(NotAllowed):
            invite_staff(email="x@example.org", name="X", role=role, by=by, at=NOW)


def test_a_strangers_therapist_meets_404_on_a_couples_people(client, cast, eve):
    made = invite_partner(partner=eve, email="eve@example.org", by=cast.cora, at=NOW)
    client.force_login(cast.theo)
    for name, ids in (
        ("couple-people", [cast.couple.pk]),
        ("people-partner-invitation", [cast.couple.pk, cast.ana.pk]),
    ):
        assert client.get(reverse(name, args=ids)).status_code == 404
    for name, ids in (
        ("people-care-team", [cast.couple.pk]),
        ("people-care-end", [cast.couple.pk, cast.couple.care_team.first().pk]),
        ("people-invitation-again", [made.pk]),
        ("people-invitation-withdraw", [made.pk]),
    ):
        assert client.post(reverse(name, args=ids)).status_code == 404
    client.force_login(cast.ana.person)
    assert client.get(reverse("couple-people", args=[cast.couple.pk])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_people_with_one_link_make_one_account(cast: Cast) -> None:
    eve = register_couple(first_names=("Eve", None), by=cast.cora, at=NOW).partners.get()
    token = invite_partner(partner=eve, email="eve@example.org", by=cast.cora, at=NOW).token
    together = Barrier(2)

    def accept(name: str) -> bool:
        try:
            together.wait()
            accept_invitation(token=token, name=name, at=NOW)
        except InvitationOver:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(accept, ["Eve", "Mallory"])) == [False, True]
    assert Person.objects.filter(email="eve@example.org").count() == 1
    eve.refresh_from_db()
    assert partner_of(eve.person) == eve
    assert OutboxMail.objects.filter(to="eve@example.org").count() == 1


def test_who_is_staff_holds_the_role_they_were_invited_for(cast):
    made = invite_staff(email="p@example.org", name="P", role="prescriber", by=cast.cora, at=NOW)
    person = accept_invitation(token=made.token, name="P", password=PASSWORD, at=NOW)
    held = StaffRole.objects.get(person=person)
    assert (held.role, held.by) == (Role.PRESCRIBER, cast.cora)


def test_two_are_not_invited_to_one_address(client, cast, eve):
    finn = eve.couple.partners.get(side=2)
    first = invite_partner(partner=eve, email="home@example.org", by=cast.cora, at=timezone.now())
    client.force_login(cast.cora)
    page = reverse("people-partner-invitation", args=[finn.couple_id, finn.pk])
    answer = client.post(page, {"email": "Home@example.org"}, follow=True).content.decode()
    assert "No link can be sent to this address" in answer
    assert not Invitation.objects.filter(partner=finn).exists()
    again = send_again(invitation=first, by=cast.cora, at=timezone.now())
    assert again.partner == eve
    withdraw_invitation(invitation=again, by=cast.cora, at=timezone.now())
    assert (
        invite_partner(
            partner=finn, email="home@example.org", by=cast.cora, at=timezone.now()
        ).partner
        == finn
    )
