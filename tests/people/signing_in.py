"""Hands for these tests: a password, an authenticator app, a mailbox."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth

from duologue.contact.models import OutboxMail
from duologue.people.models import Person

PASSWORD = "a long quiet sentence 7"


def with_password(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save()
    return person


def without_second_factor(person: Person) -> Person:
    Authenticator.objects.filter(user=person).delete()
    return person


def with_app(person: Person) -> str:
    """Give this person an authenticator app and nothing else; returns its secret."""
    without_second_factor(person)
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(person, secret)
    return secret


def code_of(secret: str) -> str:
    """What the app shows now."""
    counter = int(time.time()) // 30
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def mails_to(address: str) -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(to=address).order_by("-at", "-id"))


def code_mailed_to(address: str) -> str:
    found = re.search(r"Your code: (\S+)", mails_to(address)[0].body)
    assert found
    return found[1]


def link_mailed_to(address: str) -> str:
    found = re.search(r"https?://[^/]+(/\S+)", mails_to(address)[0].body)
    assert found
    return found[1]
