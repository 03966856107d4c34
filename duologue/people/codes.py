"""A code handed out in person: for a partner whose mail does not come, or who has none."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from duologue.people import rules
from duologue.people.models import Partner, Person, SignInCode, SignInCodeUse
from duologue.people.queries import roles_of
from duologue.people.rules import NotAllowed
from duologue.people.signals import code_handed_out

LASTS = timedelta(minutes=10)


@transaction.atomic
def hand_out(*, partner: Partner, by: Person, at: datetime) -> str:
    """Eight digits that sign this partner in once within ten minutes; an earlier code ends.

    They are returned this once, to be said or shown to the person who stands there.
    """
    person = partner.person
    if person is None:
        raise NotAllowed(
            rules.Closed(f"{partner.first_name} has not joined yet.", "Invite them first.")
        )
    code = f"{secrets.randbelow(10**8):08d}"
    SignInCode.objects.create(
        person=person, digest=_digest(person, code), by=by, at=at, expires_at=at + LASTS
    )
    code_handed_out.send(SignInCode, person=person, partner=partner, by=by, at=at)
    return code


@transaction.atomic
def use(*, email: str, code: str, at: datetime) -> Person | None:
    """Who may come in with this address and code; None when they open nothing."""
    person = Person.objects.filter(email__iexact=email, closed_at=None).first()
    if person is None or roles_of(person):
        return None
    newest = (
        SignInCode.objects.select_for_update().filter(person=person).order_by("-at", "-id").first()
    )
    if newest is None or at >= newest.expires_at:
        return None
    # Asked after the lock is held: two browsers with one code, and the second finds it used.
    if SignInCodeUse.objects.filter(code=newest).exists():
        return None
    if not constant_time_compare(newest.digest, _digest(person, code)):
        return None
    SignInCodeUse.objects.create(code=newest, at=at)
    return person


def _digest(person: Person, code: str) -> str:
    keyed = salted_hmac("duologue.people.codes", f"{person.pk}:{code}", algorithm="sha256")
    return keyed.hexdigest()
