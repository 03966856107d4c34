"""Rows made from the catalogue alone, by a superuser whose transaction is rolled back.

No trigger, foreign key or check stands in the way, so what is asked of a row is its policy.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

COLUMNS = """
SELECT a.attname, t.typname, format_type(a.atttypid, a.atttypmod), f.relname,
       a.attgenerated <> '' OR a.attidentity = 'a'
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_constraint c ON c.conrelid = a.attrelid AND c.contype = 'f' AND c.conkey = ARRAY[a.attnum]
LEFT JOIN pg_class f ON f.oid = c.confrelid
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
UNIQUE = """
SELECT i.indexrelid::regclass::text, c.conname FROM pg_index i
LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('u', 'x')
WHERE i.indrelid = %(table)s::regclass AND (i.indisunique AND NOT i.indisprimary OR i.indisexclusion)
"""
CHECKS = "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'"
VALUES = {"jsonb": "{}", "bytea": "\\x00", "bool": "false", "int2": "1", "int4": "1", "int8": "1",
          "numeric": "1", "float8": "1", "date": "2026-01-02", "interval": "0"}  # fmt: skip


@dataclass
class Stage:
    """One transaction of the superuser, with those whose names the rows bear."""

    connection: psycopg.Connection[Any]
    partner: UUID
    couple: UUID
    owner: UUID  # the account of that partner
    named: UUID  # whom the other columns that hold a person name
    whole_couple: bool = False  # the row names no partner
    bare: set[str] = field(default_factory=set)

    def make(self, table: str, values: Mapping[str, object] | None = None) -> dict[str, Any]:
        """A row of A's in this table, with whatever it hangs on."""
        self._unbind(table)
        row: dict[str, object] = {}
        for name, kind, full, parent, made in self.columns(table):
            if not made:
                row[name] = self._value(table, name, kind, full, parent)
        row |= values or {}
        query = sql.SQL("INSERT INTO {t} SELECT * FROM jsonb_populate_record(NULL::{t}, %s)"
                        " RETURNING to_jsonb({t})").format(t=sql.Identifier(table))  # fmt: skip
        return self.connection.execute(query, [json.dumps(row, default=str)]).fetchone()[0]  # type: ignore[index]

    def columns(self, table: str) -> list[tuple[str, str, str, str | None, bool]]:
        return self.connection.execute(COLUMNS, [table]).fetchall()

    def _value(self, table: str, name: str, kind: str, full: str, parent: str | None) -> object:
        if parent == "people_partner" or (parent is None and name == "partner"):
            return None if self.whole_couple else self.partner
        if parent == "people_couple" or (parent is None and name == "couple"):
            return self.couple
        if parent == "people_person" or (parent is None and name == "person"):
            mine = name == "user_id" or (name == "person_id" and table in PERSONS)
            return self.owner if mine else self.named
        if parent == table:
            return None
        if parent is not None:
            return self.make(parent)["id"]
        if kind == "uuid":
            return uuid4()
        if kind == "timestamptz":
            later = name in ("expires_at", "until", "closes_at")
            return "2099-01-01T00:00Z" if later else "2026-01-01T00:00Z"
        return [] if kind.startswith("_") else VALUES.get(kind, "x")

    def _unbind(self, table: str) -> None:
        if table in self.bare:
            return
        self.bare.add(table)
        name = sql.Identifier(table)
        drop = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {} CASCADE")
        for (check,) in self.connection.execute(CHECKS, [table]).fetchall():
            self.connection.execute(drop.format(name, sql.Identifier(check)))
        for index, bound in self.connection.execute(UNIQUE, {"table": table}).fetchall():
            if bound:
                self.connection.execute(drop.format(name, sql.Identifier(bound)))
            else:
                self.connection.execute(sql.SQL("DROP INDEX {}").format(sql.SQL(index)))


# Of these the person column says whose the row is; elsewhere it names a member of the staff.
PERSONS = {
    "calendar_feed", "contact_notice", "people_addresschange", "people_invitationuse",
    "people_secondfactorreset", "people_signincode",
}  # fmt: skip
