"""For migrations: papers that lay plain in a table go under their owners' keys.

A migration is the owner of the tables, whom forced row-level security stops as well; it lifts that
for the tables it touches, within its transaction. Written in SQL, since models change later.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db.models import BinaryField
from django.utils import timezone

from duologue.privacy.ownkeys import cipher
from duologue.privacy.ownkeys.master import master_key

KEYS = ("privacy_ownkey", "privacy_keydestroyed")
FORCED = "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relforcerowsecurity"


def put_under_own_keys(
    connection: Any, *, table: str, column: str, owners: str, reads: Sequence[str] = ()
) -> int:
    """Lock every paper of that column; returns how many.

    `owners` is a question for (row id, "partner" or "couple", the owner's id), `reads` the other
    tables that it reads. A paper whose owner
    was erased is locked under a key that nobody keeps.
    """
    keys: dict[UUID, tuple[UUID, bytes]] = {}
    done = 0
    with connection.cursor() as cursor:
        # What waits for the end of the transaction would stop a change of the table.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(FORCED, [[table, *reads, *KEYS]])
        forced = [name for (name,) in cursor.fetchall()]
        for name in forced:
            cursor.execute(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY")
        cursor.execute(owners)
        for row, kind, owner in cursor.fetchall():
            cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [row])
            plain = bytes(cursor.fetchone()[0])
            if plain.startswith(cipher.VERSION.encode()):
                continue
            if owner not in keys:
                keys[owner] = _key(cursor, f"{kind}_id", owner)
            key_id, key = keys[owner]
            kept = cipher.keep_paper(plain, key_id=key_id, key=key)
            bound = BinaryField().get_db_prep_value(kept, connection)
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [bound, row])
            done += 1
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in forced:
            cursor.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
    return done


def _key(cursor: Any, column: str, owner: UUID) -> tuple[UUID, bytes]:
    cursor.execute(f"SELECT id, wrapped FROM privacy_ownkey WHERE {column} = %s", [owner])
    if found := cursor.fetchone():
        return found[0], cipher.unlock(bytes(found[1]), master_key())
    cursor.execute(f"SELECT id FROM privacy_keydestroyed WHERE {column} = %s", [owner])
    if gone := cursor.fetchone():
        return gone[0], cipher.new_key()
    key_id, key = uuid4(), cipher.new_key()
    cursor.execute(
        f"INSERT INTO privacy_ownkey (id, {column}, wrapped, at) VALUES (%s, %s, %s, %s)",
        [key_id, owner, cipher.lock(key, master_key()), timezone.now()],
    )
    return key_id, key
