"""What makes, changes and loses keys. Each function is one transaction."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from duologue.people.models import Person, Role
from duologue.people.queries import roles_of
from duologue.privacy.keys import rules
from duologue.privacy.keys.models import (
    Escrow,
    EscrowShare,
    SealingKey,
    SealingKeyLoss,
    SealingKeyWrap,
)
from duologue.privacy.keys.queries import keys_in_use

CLINICIANS = {Role.THERAPIST.value, Role.PRESCRIBER.value}


class NoKey(LookupError):
    """This person has no key that a password could open."""


class AlreadyShown(ValueError):
    """A share is shown once."""


@dataclass(frozen=True)
class Opened:
    """A private key, for the length of one request. Never keep it."""

    id: UUID
    private: bytes


@transaction.atomic
def keep_key(*, person: Person, password: str, at: datetime) -> SealingKey | None:
    """See that a clinician has a key under this password of theirs; None for everybody else."""
    if not CLINICIANS & roles_of(person):
        return None
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    there = keys_in_use([person.pk]).get(person.pk)
    return there or make_key(person=person, password=password, at=at)


@transaction.atomic
def make_key(*, person: Person, password: str, at: datetime) -> SealingKey:
    """A new key, wrapped by the password. What was sealed before stays sealed to the older one."""
    pair = rules.new_pair()
    key = SealingKey.objects.create(person=person, public=pair.public, at=at)
    _wrap(key, pair.private, password, at)
    return key


@transaction.atomic
def change_password(*, person: Person, old: str, new: str, at: datetime) -> None:
    """Wrap the key by the new password. Where the old one does not open it, it is lost."""
    try:
        opened = unlock(person=person, password=old)
    except NoKey:
        return
    except rules.WrongPassword:
        lose_key(person=person, at=at)
        return
    SealingKeyWrap.objects.filter(key=opened.id).delete()
    _wrap(SealingKey.objects.get(id=opened.id), opened.private, new, at)


@transaction.atomic
def lose_key(*, person: Person, at: datetime) -> None:
    """The password was forgotten: the key opens nothing more. The next password begins a new one."""
    key = keys_in_use([person.pk]).get(person.pk)
    if key is not None:
        SealingKeyLoss.objects.get_or_create(key=key, defaults={"at": at})
        SealingKeyWrap.objects.filter(key=key).delete()


def unlock(*, person: Person, password: str) -> Opened:
    """The key of this person, opened by their password. Raises NoKey, rules.WrongPassword."""
    key = keys_in_use([person.pk]).get(person.pk)
    kept = SealingKeyWrap.objects.filter(key=key).first() if key else None
    if key is None or kept is None:
        raise NoKey
    cost = rules.Cost(kept.passes, kept.memory)
    wrapped = rules.Wrapped(bytes(kept.salt), bytes(kept.box), cost)
    return Opened(key.id, rules.unwrap(wrapped, password))


@transaction.atomic
def name_escrow(*, first: Person, second: Person, by: Person, at: datetime) -> Escrow:
    """Choose the two who keep the escrow from now on; each is shown a share of their own."""
    return Escrow.objects.create(first=first, second=second, by=by, at=at)


@transaction.atomic
def show_share(*, escrow: Escrow, holder: Person, at: datetime) -> str:
    """Make the share of one holder and return it as it is written down. Raises AlreadyShown.

    The two shares are made apart: at no time does anybody, or this program, hold both.
    """
    if holder.pk not in (escrow.first_id, escrow.second_id):
        raise PermissionError("only the two who were named are shown a share")
    Escrow.objects.select_for_update(no_key=True, of=("self",)).get(pk=escrow.pk)
    if EscrowShare.objects.filter(escrow=escrow, holder=holder).exists():
        raise AlreadyShown
    pair = rules.new_pair()
    EscrowShare.objects.create(escrow=escrow, holder=holder, public=pair.public, at=at)
    return rules.written_share(pair.private)


def _wrap(key: SealingKey, private: bytes, password: str, at: datetime) -> None:
    made = rules.wrap(private, password, rules.COSTS[settings.DUOLOGUE_KEY_COST])
    SealingKeyWrap.objects.create(
        key=key, salt=made.salt, box=made.box, at=at,
        passes=made.cost.passes, memory=made.cost.memory,
    )  # fmt: skip
