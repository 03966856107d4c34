"""A clinic of more than 2,000 couples and 1,000,000 answers, to measure pages in.

Twenty made-up couples, told by the demo with its fixed seed, are copied inside the database:
every row of theirs with new ids. Thirty copies are six hundred couples, one year's worth; they are
under care now, by five copies of the demo's eight staff, so that a therapist treats about sixty
couples. Every further thirty are a year further back, and `years.sql` ends their care. `more.sql`
adds what such years leave behind. What belongs to the house (the clinic, its rooms, its stock)
stays single. Nothing here is used by the running program.

    python -m benchmarks.volume FOLDER

fills a fresh clinic in FOLDER, with a PostgreSQL of its own.
"""

import argparse
import json
import os
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.words import under_own_keys

SEED = 7
COPIES = 125  # 2,500 couples, so that there are 1,000,000 answers
COPIES_A_STAFF = 6
STAFFS = 5  # copies of the demo's eight people: forty work here
A_YEAR = COPIES_A_STAFF * STAFFS  # copies whose care began in one year

# What a clinic has once, however many couples it treats.
OF_THE_HOUSE = ("people_clinic", "calendar_room", "calendar_roomclosure", "dosing_stocklot")
# What is not a couple's: `more.sql` writes as much of it as such a clinic has.
WRITTEN_THERE = ("enquiry_enquiry", "enquiry_enquiryoutcome", "workshops_cohort",
    "workshops_cohortbooking", "workshops_cohortmember", "workshops_cohortsession",
    "workshops_facilitator")  # fmt: skip
# Rows of a person that are copied as often as the person is: with staff, not with couples.
OF_A_PERSON = {"people_staffrole": "person_id", "mfa_authenticator": "user_id",
               "account_emailaddress": "user_id"}  # fmt: skip
# Keys of staff: there is one for each copy of its owner, however many couples they treat.
OF_STAFF = ("privacy_sealingkey", "privacy_sealingkeywrap", "privacy_sealingkeyloss",
    "privacy_escrow", "privacy_escrowshare")  # fmt: skip
# The database wants the gate before the dose, and no key says so.
FIRST = {"dosing_administration": {"dosing_gateopened"}}
LIBRARIES = ("auth_", "django_", "procrastinate_", "operations_cache")
COLUMNS = """
SELECT c.relname, a.attname, t.typname, f.relname,
       a.attnum = ANY(p.conkey) AND array_length(p.conkey, 1) = 1
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_constraint p ON p.conrelid = c.oid AND p.contype = 'p'
LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' AND k.conkey = ARRAY[a.attnum]
LEFT JOIN pg_class f ON f.oid = k.confrelid
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
ORDER BY c.relname, a.attnum
"""
# The id of the k-th copy of a row; of the person who stands for a person in that copy, and of a key
# of theirs. Each copied owner has a key of their own with the same bytes, and the copied words name it.
FUNCTIONS = """
DROP TABLE IF EXISTS pg_temp.staff;
CREATE TEMP TABLE staff AS SELECT DISTINCT person_id AS id FROM people_staffrole;
CREATE OR REPLACE FUNCTION pg_temp.copied(id uuid, k int) RETURNS uuid LANGUAGE sql IMMUTABLE AS
  $$ SELECT md5(id::text || '/' || k)::uuid $$;
DROP TABLE IF EXISTS pg_temp.author_keys;
CREATE TEMP TABLE author_keys AS
  SELECT id FROM privacy_ownkey WHERE author_id IN (SELECT id FROM pg_temp.staff);
CREATE OR REPLACE FUNCTION pg_temp.of_staff(id uuid, k int) RETURNS uuid LANGUAGE sql IMMUTABLE AS
  $$ SELECT CASE WHEN k / {each} % {staffs} = 0 THEN id
            ELSE md5(id::text || '/staff/' || k / {each} % {staffs})::uuid END $$;
CREATE OR REPLACE FUNCTION pg_temp.own_key(key uuid, k int) RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT CASE WHEN key IN (SELECT id FROM pg_temp.author_keys) THEN pg_temp.of_staff(key, k)
            ELSE pg_temp.copied(key, k) END $$;
CREATE OR REPLACE FUNCTION pg_temp.person(p uuid, k int) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF p IS NULL THEN RETURN NULL; END IF;
  IF EXISTS (SELECT 1 FROM pg_temp.staff WHERE id = p) THEN
    RETURN pg_temp.of_staff(p, k);
  END IF;
  RETURN md5(p::text || '/' || k)::uuid;
END $$;
-- Own words begin with the id of their key, and the copy's key has another (privacy/ownkeys/cipher.py).
CREATE OR REPLACE FUNCTION pg_temp.words(said text, k int) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE kept bytea;
BEGIN
  IF said IS NULL OR NOT starts_with(said, 'own1:') THEN RETURN said; END IF;
  kept := decode(substr(said, 6), 'base64');
  RETURN 'own1:' || translate(encode(
    uuid_send(pg_temp.own_key(encode(substring(kept FOR 16), 'hex')::uuid, k)) || substring(kept FROM 17),
    'base64'), E'\n', '');
END $$;
"""
PAST = """
CREATE TEMP TABLE past AS
  SELECT pg_temp.copied(id, k) AS couple, now() - k / {a_year} * interval '364 days' AS at
  FROM told, generate_series({a_year}, {last}) k
"""


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    refers_to: str | None
    key: bool


def fill(home: Path, *, copies: int = COPIES, today: date | None = None) -> dict[str, int]:
    """Make the clinic in `home`, which must not hold one; returns rows by table."""
    from duologue.operations.opening import open_clinic
    from duologue.operations.postgres import admin_of
    from duologue.operations.prepare import prepare

    open_clinic(home, kind="demo")
    owner = os.environ["DUOLOGUE_OWNER_DATABASE"]
    prepare(owner)
    secrets = json.loads((home / "secrets.json").read_text())
    admin = admin_of(owner, secrets)
    _twenty_couples(admin, today or date.today())  # noqa: DTZ011
    with psycopg.connect(admin, autocommit=True) as connection:
        with connection.transaction():
            # Triggers and keys were checked when the twenty were written; copies keep their shape.
            connection.execute("SET LOCAL session_replication_role = replica")
            connection.execute("CREATE TEMP TABLE told AS SELECT id FROM people_couple")
            copy(connection, copies, once=(*OF_THE_HOUSE, *WRITTEN_THERE))
            # The couples of earlier years, and when their care ended.
            connection.execute(PAST.format(a_year=A_YEAR, last=copies - 1))
            for file in ("years.sql", "more.sql"):
                connection.execute((Path(__file__).parent / file).read_text())
            under_own_keys(connection)
        connection.execute("VACUUM (ANALYZE)")
        return _counted(connection)


def _twenty_couples(admin: str, today: date) -> None:
    import django
    from django.db import connections

    django.setup()
    from duologue.demo.clinic import build
    from duologue.operations.scene import scene

    with scene(admin):
        build(seed=SEED, today=today)
    connections.close_all()


def copy(
    connection: psycopg.Connection[Any],
    copies: int,
    *,
    staff_each: int = COPIES_A_STAFF,
    only: Collection[str] = (),
    once: Collection[str] = OF_THE_HOUSE,
) -> None:
    """Copy every row until each is there `copies` times, with new ids; `once` stays single.

    `only` names the tables to copy, none meaning all. A row that may be there once only stays so.
    """
    connection.execute(
        FUNCTIONS.replace("{each}", str(staff_each)).replace("{staffs}", str(STAFFS))
    )
    for table, columns in _tables(connection).items():
        of_ours = [c.type for c in columns if c.key] == ["uuid"] or table in OF_A_PERSON
        if of_ours and table not in once and (not only or table in only):
            connection.execute(_copying(table, columns, copies, staff_each, once))


def _tables(connection: psycopg.Connection[Any]) -> dict[str, list[Column]]:
    """The columns of every table of ours, each table after those it refers to."""
    found: dict[str, list[Column]] = {}
    for table, name, kind, refers_to, key in connection.execute(COLUMNS):
        if not table.startswith(LIBRARIES):
            found.setdefault(table, []).append(Column(name, kind, refers_to, bool(key)))
    order = TopologicalSorter(
        {
            table: {c.refers_to for c in columns if c.refers_to in found and c.refers_to != table}
            | FIRST.get(table, set())
            for table, columns in found.items()
        }
    )
    return {table: found[table] for table in order.static_order()}


def _copying(
    table: str, columns: list[Column], copies: int, staff_each: int, once: Collection[str]
) -> sql.Composed:
    taken = [c for c in columns if not (c.key and c.type != "uuid")]
    staff_is = {"people_person": "id", **OF_A_PERSON}.get(table)
    each_staff = sql.SQL("")
    if staff_is:
        each_staff = sql.SQL(
            "WHERE {whose} NOT IN (SELECT id FROM staff) OR k % {each} = 0 AND k < {each} * {staffs}"
        ).format(
            whose=sql.Identifier("r", staff_is),
            each=sql.Literal(staff_each),
            staffs=sql.Literal(STAFFS),
        )
    return sql.SQL(
        "INSERT INTO {table} ({names}) SELECT {values} FROM {table} r "
        "CROSS JOIN generate_series(1, {last}) k {each_staff} ON CONFLICT DO NOTHING"
    ).format(
        table=sql.Identifier(table),
        names=sql.SQL(", ").join(sql.Identifier(c.name) for c in taken),
        values=sql.SQL(", ").join(_value(table, column, once) for column in taken),
        last=sql.Literal(copies - 1),
        each_staff=each_staff,
    )


def _value(table: str, column: Column, once: Collection[str]) -> sql.Composable:
    here = sql.Identifier("r", column.name)
    if column.refers_to in once:
        return here
    if column.refers_to == "people_person" or (table == "people_person" and column.key):
        return sql.SQL("pg_temp.person({}, k)").format(here)
    if column.refers_to in OF_STAFF or (table in OF_STAFF and column.key):
        return sql.SQL("pg_temp.of_staff({}, k)").format(here)
    if table == "privacy_ownkey" and column.key:
        return sql.SQL("pg_temp.own_key({}, k)").format(here)
    if column.type == "uuid":
        return sql.SQL("pg_temp.copied({}, k)").format(here)
    if column.type == "text" and "people_partner" not in once:  # the copied owners have other keys
        return sql.SQL("pg_temp.words({}, k)").format(here)
    if column.type == "timestamptz":  # so that not everything falls on the same minute
        return sql.SQL(
            "{} - k * interval '7 minutes' - k / {} * interval '364 days'"
        ).format(here, sql.Literal(A_YEAR))  # fmt: skip
    if column.type == "date":
        return sql.SQL("{} - k / {} * 364").format(here, sql.Literal(A_YEAR))
    if column.type == "bytea":  # signed papers: their size is not what is measured
        return sql.SQL("substring({} FOR 1024)").format(here)
    if column.name == "email":
        return sql.SQL("k || '.' || {}").format(here)
    if column.name == "token_digest":
        return sql.SQL("encode(sha256(({} || k)::bytea), 'hex')").format(here)
    return here


def _counted(connection: psycopg.Connection[Any]) -> dict[str, int]:
    names = [row[0] for row in connection.execute(
        "SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public' ORDER BY relname"
    )]  # fmt: skip
    counted = {}
    for name in names:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
        counted[name] = connection.execute(query).fetchone()[0]  # type: ignore[index]
    return {name: rows for name, rows in counted.items() if rows}


def main() -> None:
    parser = argparse.ArgumentParser(description="Fill a fresh clinic to measure pages in.")
    parser.add_argument("home", type=Path, help="a folder that does not exist yet")
    parser.add_argument("--copies", type=int, default=COPIES, help="of twenty couples")
    arguments = parser.parse_args()
    if arguments.home.exists():
        parser.error(f"{arguments.home} exists; name a folder that does not.")
    began = time.monotonic()
    for table, rows in fill(arguments.home.resolve(), copies=arguments.copies).items():
        print(f"{table:<40} {rows:>10,}")
    print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
