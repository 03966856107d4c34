from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from duologue.people.models import Role
from tests.cast import staff
from tests.people.signing_in import (
    PASSWORD,
    code_mailed_to,
    code_of,
    mails_to,
    with_app,
    with_password,
    without_second_factor,
)


@pytest.fixture(autouse=True)
def no_attempts_counted_from_other_tests(db):
    cache.clear()


def ask_for_code(client, email):
    return client.post(reverse("account_request_login_code"), {"email": email}, follow=True)


def test_a_partner_signs_in_with_a_code_from_the_mail_and_no_password(client, cast):
    page = ask_for_code(client, "ana@example.org")
    assert page.redirect_chain[-1][0] == reverse("account_confirm_login_code")
    code = code_mailed_to("ana@example.org")
    answer = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert answer.url == reverse("home")
    assert client.session["_auth_user_id"] == str(cast.ana.person_id)
    assert client.get(reverse("home")).url == reverse("today")


def test_a_wrong_code_keeps_the_door_shut_and_says_so(client, cast):
    ask_for_code(client, "ana@example.org")
    page = client.post(reverse("account_confirm_login_code"), {"code": "AAAA-BBBB"})
    assert page.status_code == 200
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_sees_the_same_page_and_gets_no_mail(client, cast):
    known = ask_for_code(client, "ana@example.org").content.decode()
    client.cookies.clear()
    unknown = ask_for_code(client, "nora@example.org").content.decode()

    def bare(page):
        return [line for line in page.splitlines() if "csrf" not in line]

    assert bare(known.replace("ana@", "x@")) == bare(unknown.replace("nora@", "x@"))
    assert mails_to("nora@example.org") == []


def test_a_sign_in_mail_says_nothing_of_what_it_is_about(client, cast):
    ask_for_code(client, "ana@example.org")
    mail = mails_to("ana@example.org")[0]
    said = (mail.subject + mail.body).lower()
    assert "willow street" in said
    for word in ("clinic", "therapy", "ketamine", "couple", "ben", "duologue"):
        assert word not in said


def test_staff_get_no_code_by_mail(client, cast):
    page = ask_for_code(client, "okafor@example.org")
    assert page.redirect_chain[-1][0] == reverse("account_confirm_login_code")
    assert mails_to("okafor@example.org") == []


def test_staff_sign_in_with_a_password_and_then_a_code_from_their_app(client, cast):
    with_password(cast.okafor)
    secret = with_app(cast.okafor)
    answer = client.post(
        reverse("account_login"), {"login": "okafor@example.org", "password": PASSWORD}
    )
    assert answer.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.session["_auth_user_id"] == str(cast.okafor.pk)
    assert client.get(reverse("home")).url == reverse("my-day")


def test_staff_without_a_second_factor_are_stopped_until_they_set_one_up(client, cast):
    with_password(without_second_factor(cast.okafor))
    client.post(reverse("account_login"), {"login": "okafor@example.org", "password": PASSWORD})
    for stopped in (reverse("home"), reverse("people"), "/team/day/", "/nowhere/"):
        assert client.get(stopped).url == reverse("mfa_index"), stopped
    for reachable in ("mfa_index", "my-account", "account_logout", "help-now"):
        assert client.get(reverse(reachable)).status_code == 200, reachable

    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = page.context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    assert "recovery" in done.content.decode().lower()
    assert client.get(reverse("home")).url == reverse("my-day")


def test_a_secret_in_the_database_is_not_the_secret_in_the_app(cast):
    secret = with_app(cast.okafor)
    assert secret not in str(Authenticator.objects.get(user=cast.okafor).data)


def test_taking_the_last_authenticator_away_stops_staff_again(client, cast):
    with_password(cast.okafor)
    secret = with_app(cast.okafor)
    client.post(reverse("account_login"), {"login": "okafor@example.org", "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(reverse("home")).url == reverse("my-day")
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get(reverse("home")).url == reverse("mfa_index")


def test_a_partner_needs_no_second_factor(client, cast):
    client.force_login(cast.ana.person)
    assert client.get(reverse("home")).url == reverse("today")


def test_the_second_factor_is_asked_of_the_database_only_when_signing_in(
    client, cast, django_assert_max_num_queries
):
    with_app(cast.okafor)
    client.force_login(cast.okafor)
    with django_assert_max_num_queries(8) as seen:
        client.get(reverse("home"))
    assert not [one for one in seen.captured_queries if "mfa_authenticator" in one["sql"]]


@pytest.mark.parametrize("off", ["account_signup", "account_email", "account_set_password"])
def test_nobody_signs_up_or_adds_addresses(client, cast, off):
    client.force_login(cast.ana.person)
    assert client.get(reverse(off)).status_code == 404


def test_a_forgotten_password_is_mailed_only_to_who_has_one(client, cast):
    with_password(cast.okafor)
    for email in ("okafor@example.org", "ana@example.org", "nora@example.org"):
        answer = client.post(reverse("account_reset_password"), {"email": email})
        assert answer.url == reverse("account_reset_password_done")
    assert len(mails_to("okafor@example.org")) == 1
    assert mails_to("ana@example.org") == mails_to("nora@example.org") == []


def test_home_leads_an_operator_to_the_people_page(client, cast):
    olga = staff("Olga", Role.OPERATOR)
    with_app(olga)
    client.force_login(olga)
    assert client.get(reverse("home")).url == reverse("people")


def test_signing_out_everywhere_ends_every_session(client, cast):
    from django.test import Client

    other = Client()
    for one in (client, other):
        one.force_login(cast.ana.person)
        assert one.get(reverse("my-account")).status_code == 200
    client.post(reverse("people-sessions-end"))
    assert other.get(reverse("my-account")).status_code == 302


PAGES_FOR_ANYBODY = (
    "account_login account_request_login_code account_reset_password account_inactive "
    "account_reset_password_done account_reset_password_from_key_done"
).split()
PAGES_SIGNED_IN = (
    "my-account account_logout account_change_password mfa_index mfa_list_webauthn "
    "mfa_view_recovery_codes mfa_generate_recovery_codes mfa_add_webauthn mfa_deactivate_totp"
).split()


@pytest.mark.parametrize("name", PAGES_FOR_ANYBODY)
def test_pages_before_signing_in_are_ours_and_calm(client, cast, name):
    page = client.get(reverse(name)).content.decode()
    assert page.count("<h1") == 1 and "Leave now" in page


def test_pages_about_signing_in_are_ours_and_calm(client, cast):
    with_password(cast.okafor)
    secret = with_app(cast.okafor)
    client.post(reverse("account_login"), {"login": "okafor@example.org", "password": PASSWORD})
    assert "<h1" in client.get(reverse("mfa_authenticate")).content.decode()
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    client.post(reverse("mfa_generate_recovery_codes"))
    for name in PAGES_SIGNED_IN:
        answer = client.get(reverse(name))
        assert answer.status_code == 200, name
        page = answer.content.decode()
        assert page.count("<h1") == 1 and "Leave now" in page, name
        assert "<title>" in page and "clinic" not in page.split("</title>")[0].lower(), name


def test_who_signed_in_a_while_ago_is_asked_again_before_changing_how(client, cast):
    with_password(cast.okafor)
    secret = with_app(cast.okafor)
    client.post(reverse("account_login"), {"login": "okafor@example.org", "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        asked = client.get(reverse("mfa_generate_recovery_codes"), follow=True)
        assert "Is it still you?" in asked.content.decode()
        assert "With your authenticator app" in asked.content.decode()
        client.post(asked.request["PATH_INFO"] + "?next=/accounts/2fa/", {"password": PASSWORD})
        assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200


def test_a_code_that_does_not_fit_is_said_once_and_kindly(client, cast):
    with_app(with_password(cast.okafor))
    client.post(reverse("account_login"), {"login": cast.okafor.email, "password": PASSWORD})
    page = client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert page.count("This code does not fit") == 1 and "Incorrect" not in page
