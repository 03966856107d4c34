"""The keys at hand in one transaction: as many as whoever asks may see, and no longer.

One query fetches them all, so that a page costs one query more however many words it shows.
Each is unlocked when it is first used.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.core.signals import request_finished, request_started
from django.db import connection, transaction
from django.utils import timezone

from duologue.privacy.ownkeys import cipher
from duologue.privacy.ownkeys.master import master_key
from duologue.privacy.ownkeys.models import OWNERS

ERASED = "Erased at this person's request."
MANY = 1000  # keys fetched together: a caseload; whoever sees a whole clinic gets the rest singly
SEEN = (
    "(SELECT id, coalesce(partner_id, couple_id, author_id), wrapped FROM privacy_ownkey {which})"
    " UNION ALL (SELECT id, NULL, NULL FROM privacy_keydestroyed {which})"
)
Owner = tuple[str, UUID]  # one of OWNERS, and its id


class OutOfReach(RuntimeError):
    """The row may be read and its key not: the two policies do not fit each other."""


class Pin:
    """Hangs in the transaction's list of things to do afterwards, and is gone when it is over.

    A savepoint that is rolled back takes its pin along: a key made in it was never there.
    """

    def __call__(self) -> None:
        forget()


@dataclass
class Ring:
    pins: list["Pin"] = field(default_factory=list)
    wrapped: dict[UUID, bytes] = field(default_factory=dict)
    of_owner: dict[UUID, UUID] = field(default_factory=dict)
    destroyed: set[UUID] = field(default_factory=set)
    open: dict[UUID, bytes] = field(default_factory=dict)
    filled: bool = False

    def fill(self, key_id: UUID | None = None) -> None:
        """Fetch that key, or without one as many as there are."""
        which = "WHERE id = %s" if key_id else f"LIMIT {MANY}"
        with connection.cursor() as cursor:
            cursor.execute(SEEN.format(which=which), [key_id] * 2 if key_id else None)
            for found, owner, wrapped in cursor.fetchall():
                if wrapped is None:
                    self.destroyed.add(found)
                else:
                    self.wrapped[found] = bytes(wrapped)
                    self.of_owner[owner] = found
        self.filled = True

    def knows(self, key_id: UUID) -> bool:
        return key_id in self.wrapped or key_id in self.destroyed

    def key(self, key_id: UUID) -> bytes:
        if key_id not in self.open:
            self.open[key_id] = cipher.unlock(self.wrapped[key_id], master_key())
        return self.open[key_id]


def words(kept: str) -> str | None:
    """What was kept; None when its key is destroyed. Raises OutOfReach."""
    key_id, locked = cipher.split(kept)
    key = _key(key_id)
    return None if key is None else cipher.read(locked, key)


def paper(kept: bytes) -> bytes | None:
    """As `words`, of a paper."""
    key_id, locked = cipher.split(kept)
    key = _key(key_id)
    return None if key is None else cipher.read_paper(locked, key)


def keep(said: str, owner: Owner) -> str:
    """What is kept in place of `said`; the owner's key is made when there is none."""
    key_id, key = _key_of(owner)
    return cipher.keep(said, key_id=key_id, key=key)


def keep_paper(said: bytes, owner: Owner) -> bytes:
    """As `keep`, of a paper."""
    key_id, key = _key_of(owner)
    return cipher.keep_paper(said, key_id=key_id, key=key)


def forget(**_: Any) -> None:
    """Let go of every key at hand: somebody else asks now, or a key was destroyed."""
    connection.own_keys = None


def _key(key_id: UUID) -> bytes | None:
    ring = _at_hand()
    if not ring.filled:
        ring.fill()
    if not ring.knows(key_id):
        ring.fill(key_id)
    if key_id in ring.destroyed:
        return None
    if not ring.knows(key_id):
        raise OutOfReach(
            "These words may be read and their key may not: privacy/policy.yaml has to let "
            "whoever reads a row of own words read its owner's row of privacy_ownkey."
        )
    return ring.key(key_id)


def _key_of(owner: Owner) -> tuple[UUID, bytes]:
    _, owner_id = owner
    ring = _at_hand()
    if owner_id not in ring.of_owner and not _find(ring, owner):
        _make(ring, owner)
    key_id = ring.of_owner[owner_id]
    return key_id, ring.key(key_id)


def _at_hand() -> Ring:
    ring: Ring | None = getattr(connection, "own_keys", None)
    hanging = {id(done) for _, done, _ in connection.run_on_commit}
    if ring is not None and ring.pins and all(id(pin) in hanging for pin in ring.pins):
        return ring
    ring = Ring()
    if connection.in_atomic_block:  # else the next statement may be somebody else's
        connection.own_keys = ring
        _pin(ring)
    return ring


def _pin(ring: Ring) -> None:
    pin = Pin()
    ring.pins.append(pin)
    transaction.on_commit(pin)


def _find(ring: Ring, owner: Owner) -> bool:
    column = _column(owner)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, wrapped FROM privacy_ownkey WHERE {column} = %s", [owner[1]])
        row = cursor.fetchone()
    if row:
        ring.wrapped[row[0]], ring.of_owner[owner[1]] = bytes(row[1]), row[0]
    return bool(row)


def _make(ring: Ring, owner: Owner) -> None:
    column, key_id = _column(owner), uuid4()
    wrapped = cipher.lock(cipher.new_key(), master_key())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO privacy_ownkey (id, {column}, wrapped, at) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT DO NOTHING",
            [key_id, owner[1], wrapped, timezone.now()],
        )
        made = cursor.rowcount
    if made:
        if connection.in_atomic_block:
            _pin(ring)
        ring.wrapped[key_id], ring.of_owner[owner[1]] = wrapped, key_id
    elif not _find(ring, owner):  # somebody else made it at the same moment, or we may not see it
        raise OutOfReach("The key of these words' owner is not for whoever writes them.")


def _column(owner: Owner) -> str:
    if owner[0] not in OWNERS:
        raise ValueError(f"own words belong to one of {', '.join(OWNERS)}, not to {owner[0]!r}")
    return f"{owner[0]}_id"


request_started.connect(forget, dispatch_uid="own keys are for one request")
request_finished.connect(forget, dispatch_uid="own keys end with the request")
