from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from duologue.contact.actions import (
    keep_safe_contact,
    mark_messages_read,
    send_invitation,
    tell_of_second_factor_reset,
    tell_of_sign_in_change,
    write_message,
)
from duologue.contact.models import OutboxMail
from duologue.contact.queries import unread_for
from duologue.people.models import Invitation, Role
from tests.cast import NOW

TELLING = "therapy ketamine couple partner session medicine treatment".split()


def test_an_invitation_holds_the_link_and_nothing_it_is_about(cast) -> None:
    invitation = Invitation(email="gia@example.org", role=Role.MONITOR, expires_at=NOW)
    send_invitation(invitation=invitation, token="a-token")
    mail = OutboxMail.objects.get()
    assert mail.to == "gia@example.org"
    assert settings.DUOLOGUE_ADDRESS in mail.body and "a-token" in mail.body
    assert not [word for word in TELLING if word in (mail.subject + mail.body).lower()]


def test_a_reset_is_told_to_the_accounts_own_address(cast) -> None:
    tell_of_second_factor_reset(person=cast.ana.person)
    mail = OutboxMail.objects.get()
    assert mail.to == cast.ana.person.email
    assert "If you did not ask for it" in mail.body


def test_a_changed_sign_in_is_told_at_the_old_and_the_new_address_in_the_same_words(cast) -> None:
    tell_of_sign_in_change(person=cast.ana.person, before="old@example.org")
    mails = OutboxMail.objects.all()
    assert {mail.to for mail in mails} == {"old@example.org", cast.ana.person.email}
    assert len({(mail.subject, mail.body) for mail in mails}) == 1
    assert not [word for word in TELLING if word in (mails[0].subject + mails[0].body).lower()]


def test_a_sign_in_code_carries_the_name_the_partner_chose_at_the_sign_in_address(
    cast,
) -> None:
    cache.clear()  # attempts counted from other tests
    keep_safe_contact(
        partner=cast.ana,
        channel="mail",
        hours="morning",
        alias="Garden Club",
        address="safe@example.org",
        by=cast.ana.person,
        at=NOW,
    )
    for email, name in (("ana@example.org", "Garden Club"), ("ben@example.org", "Willow Street")):
        Client().post(reverse("account_request_login_code"), {"email": email})
        mail = OutboxMail.objects.get(to=email)
        assert mail.subject == f"{name}: your code"
        assert "Willow Street" not in mail.body
    assert not OutboxMail.objects.filter(to="safe@example.org").exists()


def test_reading_a_thread_counts_for_the_one_who_reads(cast) -> None:
    write_message(partner=cast.ana, body="May we move Thursday?", by=cast.ana.person, at=NOW)
    assert mark_messages_read(partner=cast.ana, by=cast.ana.person, at=NOW) == 0
    assert mark_messages_read(partner=cast.ana, by=cast.okafor, at=NOW) == 1
    assert mark_messages_read(partner=cast.ana, by=cast.okafor, at=NOW) == 0
    assert unread_for(cast.okafor) == ()
