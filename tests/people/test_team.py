import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from duologue.people.actions import (
    assign_care_team,
    change_address,
    end_care,
    end_role,
    grant_role,
    name_of_couple,
    register_couple,
    reset_second_factor,
)
from duologue.people.models import AddressChange, Couple, Role, SecondFactorReset, StaffRole
from duologue.people.queries import couples_of, roles_of
from duologue.people.rules import NotAllowed
from tests.cast import NOW, staff
from tests.people.signing_in import mails_to, with_app


def test_a_couple_has_a_side_for_each_or_only_for_the_one_who_comes(cast):
    both = register_couple(first_names=("Gia", "Hal"), by=cast.cora, at=NOW)
    alone = register_couple(first_names=("Ida", None), by=cast.cora, at=NOW)
    assert [(one.side, one.first_name) for one in both.partners.all()] == [(1, "Gia"), (2, "Hal")]
    assert (both.name, alone.name, alone.partners.count()) == ("Gia and Hal", "Ida", 1)


def test_joining_a_care_team_opens_the_couple_and_leaving_shuts_it(cast):
    member = assign_care_team(
        couple=cast.couple, person=cast.theo, role="therapist", by=cast.cora, at=NOW
    )
    assert list(couples_of(cast.theo)) == [cast.couple]
    again = assign_care_team(
        couple=cast.couple, person=cast.theo, role="therapist", by=cast.cora, at=NOW
    )
    assert again == member
    end_care(member=member, by=cast.cora, at=NOW)
    assert list(couples_of(cast.theo)) == []


def test_nobody_cares_for_a_couple_in_a_role_they_do_not_hold(cast):
    with pytest.raises(NotAllowed, match="not a prescriber"):
        assign_care_team(
            couple=cast.couple, person=cast.theo, role="prescriber", by=cast.cora, at=NOW
        )


def test_ending_a_role_ends_the_places_held_in_it(cast):
    held = StaffRole.objects.get(person=cast.okafor)
    end_role(staff_role=held, by=cast.cora, at=NOW)
    assert roles_of(cast.okafor) == frozenset() and list(couples_of(cast.okafor)) == []


def test_a_partner_never_becomes_staff_with_the_same_account(cast):
    with pytest.raises(NotAllowed, match="belongs to a partner"):
        grant_role(person=cast.ana.person, role="therapist", by=cast.cora, at=NOW)


def test_a_clinic_keeps_its_last_operator(cast):
    olga = staff("Olga", Role.OPERATOR)
    with pytest.raises(NotAllowed, match="only operator"):
        end_role(staff_role=StaffRole.objects.get(person=olga), by=olga, at=NOW)


def test_a_lost_second_factor_is_set_back_by_somebody_else_and_told(client, cast):
    with_app(cast.okafor)
    client.force_login(cast.okafor)
    assert client.get(reverse("my-account")).status_code == 200
    reset_second_factor(person=cast.okafor, reason="seen in person", by=cast.cora, at=NOW)
    assert not Authenticator.objects.filter(user=cast.okafor).exists()
    assert client.get(reverse("my-account")).status_code == 302
    assert "set back" in mails_to("okafor@example.org")[0].body
    assert SecondFactorReset.objects.get().by == cast.cora


def test_nobody_sets_back_their_own_second_factor(client, cast):
    with_app(cast.cora)
    with pytest.raises(NotAllowed, match="their own"):
        reset_second_factor(person=cast.cora, reason="mine", by=cast.cora, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondFactorReset.objects.create(person=cast.cora, by=cast.cora, at=NOW, reason="mine")
    client.force_login(cast.cora)
    page = client.post(
        reverse("people-second-factor", args=[cast.cora.pk]), {"reason": "mine"}
    ).content.decode()
    assert "Nobody resets their own" in page and Authenticator.objects.filter(user=cast.cora)


def test_a_therapist_sets_back_nobodys(cast):
    with pytest.raises(NotAllowed, match="may not"):
        reset_second_factor(person=cast.ana.person, reason="r", by=cast.okafor, at=NOW)


def test_the_people_page_lists_staff_and_only_those_who_invite_open_it(
    client, cast, django_assert_max_num_queries
):
    client.force_login(cast.okafor)
    assert client.get(reverse("people")).status_code == 404
    client.force_login(cast.cora)
    with django_assert_max_num_queries(15):
        page = client.get(reverse("people")).content.decode()
    assert "Okafor" in page and "Ana" not in page
    page = client.post(
        reverse("people"), {"name": "Ines", "email": "no address", "role": "therapist"}
    )
    assert page.status_code == 422 and "no address" in page.content.decode()
    client.post(
        reverse("people"), {"name": "Ines", "email": "ines@example.org", "role": "therapist"}
    )
    assert "ines@example.org" in client.get(reverse("people")).content.decode()


def test_a_person_is_given_a_role_and_loses_it_by_hand(client, cast):
    client.force_login(cast.cora)
    page = reverse("people-person", args=[cast.theo.pk])
    client.post(page, {"role": "researcher"})
    assert roles_of(cast.theo) == {"therapist", "researcher"}
    held = StaffRole.objects.get(person=cast.theo, role="researcher")
    client.post(reverse("people-role-end", args=[held.pk]))
    assert roles_of(cast.theo) == {"therapist"}
    assert client.get(page).status_code == 200


def test_the_couples_people_page_says_who_has_joined_and_changes_the_care_team(
    client, cast, django_assert_max_num_queries
):
    client.force_login(cast.okafor)
    address = reverse("couple-people", args=[cast.couple.pk])
    with django_assert_max_num_queries(15):
        page = client.get(address).content.decode()
    assert "ana@example.org" in page and "Lind" in page
    client.post(
        reverse("people-care-team", args=[cast.couple.pk]),
        {"member": f"{cast.theo.pk}:therapist"},
    )
    assert cast.couple in couples_of(cast.theo)
    member = cast.couple.care_team.get(person=cast.theo)
    client.post(reverse("people-care-end", args=[cast.couple.pk, member.pk]))
    assert cast.couple not in couples_of(cast.theo)


def test_a_name_is_changed_on_ones_own_page(client, cast):
    client.force_login(cast.ana.person)
    client.post(reverse("my-account"), {"name": "Ana Maria"})
    assert "Ana Maria" in client.get(reverse("my-account")).content.decode()
    assert client.post(reverse("my-account"), {"name": ""}).status_code == 422


def test_an_address_is_changed_by_somebody_else_and_the_old_one_no_longer_opens(client, cast):
    EmailAddress.objects.create(user=cast.ana.person, email="ana@example.org", verified=True)
    client.force_login(cast.ana.person)
    coordinator = Client()
    coordinator.force_login(cast.cora)
    page = reverse("people-address", args=[cast.ana.person_id])
    taken = coordinator.post(page, {"email": "ben@example.org"})
    assert "already signs in" in taken.content.decode()
    coordinator.post(page, {"email": "Safe@example.org"})
    assert client.get(reverse("my-account")).status_code == 302
    for email in ("ana@example.org", "safe@example.org"):
        Client().post(reverse("account_request_login_code"), {"email": email})
    told, asked = (mails_to(f"{name}@example.org") for name in ("ana", "safe"))
    assert not any("code" in mail.body for mail in told)
    assert sum("Your code" in mail.body for mail in asked) == 1
    change = AddressChange.objects.get()
    assert (change.before, change.by) == ("ana@example.org", cast.cora)


def test_nobody_changes_their_own_address(client, cast):
    with pytest.raises(NotAllowed, match="their own"):
        change_address(person=cast.cora, email="c@example.org", by=cast.cora, at=NOW)
    client.force_login(cast.okafor)
    assert client.get(reverse("people-address", args=[cast.ana.person_id])).status_code == 404


def test_a_couple_is_called_by_the_names_that_are_known():
    assert name_of_couple("Gia", "Hal") == "Gia and Hal"
    assert name_of_couple("Gia", None) == "Gia"


@pytest.mark.parametrize("name", ["O’Brien-d'Arc", "W" * 60, "مريم العذراء", "<b>Ida</b>"])
def test_a_couple_may_have_long_and_unusual_names(cast, client, name):
    couple = register_couple(first_names=(name, name), by=cast.cora, at=NOW)
    client.force_login(cast.cora)
    for page in ("couple", "couple-people", "couple-course"):
        answer = client.get(reverse(page, args=[couple.pk]), follow=True)
        assert answer.status_code == 200 and escape(name) in answer.content.decode()
    assert escape(couple.name) in client.get(reverse("caseload")).content.decode()


@pytest.mark.parametrize("second", ["Zed", " zed ", "ZED"])
def test_two_partners_of_the_same_first_name_are_told_apart_before_the_record_opens(
    cast, client, second
):
    client.force_login(cast.cora)
    before = Couple.objects.count()
    page = reverse("couple-new")
    refused = client.post(page, {"first_name": "Zed", "second_name": second})
    said = refused.content.decode()
    assert refused.status_code == 422 and Couple.objects.count() == before
    assert "nothing would tell them apart" in said and "Add an initial" in said
    alone = register_couple(first_names=("Zed", None), by=cast.cora, at=NOW)
    other = reverse("people-other-partner", args=[alone.pk])
    assert "Add an initial" in client.post(other, {"first_name": second}).content.decode()
    assert alone.partners.count() == 1
    assert client.post(other, {"first_name": "Zed B."}).status_code == 302
    assert client.post(page, {"first_name": "Zed", "second_name": "Zed B."}).status_code == 302
