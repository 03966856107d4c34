"""The words that `more.sql` wrote, kept as the program keeps them: under their owner's own key.

It writes them plainly, or copies what another owner's key locks; here they are locked anew.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

# (table, column, whose owner it is, where that owner's id stands)
WRITTEN = (
    ("contact_message", "body", "partner", "t.partner_id", ""),
    ("safety_alert", "because", "partner", "t.partner_id", ""),
    ("safety_alertclosure", "done", "partner", "o.partner_id", "JOIN safety_alert o ON o.id = t.alert_id"),
    ("notes_noteversion", "text", "couple", "o.couple_id", "JOIN notes_note o ON o.id = t.note_id AND o.partner_id IS NULL"),
)  # fmt: skip
KEYS = "SELECT id, coalesce(partner_id, couple_id, author_id), wrapped FROM privacy_ownkey"


def under_own_keys(connection: psycopg.Connection[Any]) -> None:
    from duologue.privacy.ownkeys import cipher
    from duologue.privacy.ownkeys.master import master_key

    keys: dict[UUID, bytes] = {}
    of_owner: dict[UUID, UUID] = {}
    for id, owner, wrapped in connection.execute(KEYS):
        keys[id], of_owner[owner] = cipher.unlock(bytes(wrapped), master_key()), id

    def key_of(owner: UUID, kind: str) -> UUID:
        if owner not in of_owner:
            of_owner[owner] = made = uuid4()
            keys[made] = cipher.new_key()
            connection.execute(
                sql.SQL("INSERT INTO privacy_ownkey (id, {}, wrapped, at) VALUES (%s, %s, %s, now())")
                .format(sql.Identifier(f"{kind}_id")),
                [made, owner, cipher.lock(keys[made], master_key())],
            )  # fmt: skip
        return of_owner[owner]

    def anew(rows: list[tuple[UUID, str, UUID]], kind: str) -> Iterator[tuple[str, UUID]]:
        for id, said, owner in rows:
            under, locked = cipher.split(said) if said.startswith(cipher.VERSION) else (None, b"")
            own = key_of(owner, kind)
            if under != own:
                words = cipher.read(locked, keys[under]) if under else said
                yield cipher.keep(words, key_id=own, key=keys[own]), id

    for table, column, kind, owner, join in WRITTEN:
        names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
        found = sql.SQL("SELECT t.id, t.{column}, {owner} FROM {table} t {join}").format(
            **names, owner=sql.SQL(owner), join=sql.SQL(join)
        )
        rows = connection.execute(found).fetchall()
        with connection.cursor() as cursor:
            cursor.executemany(
                sql.SQL("UPDATE {table} SET {column} = %s WHERE id = %s").format(**names),
                list(anew(rows, kind)),
            )
