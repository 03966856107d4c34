"""A role that may write every row while a made-up clinic is told; it is gone afterwards.

Only for made-up people: a clinic with real ones never has it. It owns nothing and bypasses
nothing; each table lets it in by a policy of its own, which goes with it.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from duologue.operations.postgres import REQUEST

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

SCENE = "duologue_scene"


@contextmanager
def scene(admin: str) -> Iterator[None]:
    """Django's connection is this role's as long as the block lasts, in one transaction.

    `admin` is the connection string of a role that may make roles and policies.
    """
    from django.db import connection, transaction

    before = dict(connection.settings_dict)
    connect_as_scene(connection, set_up(admin))
    try:
        with transaction.atomic():
            yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        strike(admin)


def connect_as_scene(connection: "BaseDatabaseWrapper", url: str) -> None:
    """Point Django's connection at this role, without a pool."""
    parts = conninfo_to_dict(url)
    connection.close()
    connection.settings_dict.update(
        NAME=parts["dbname"],
        USER=parts["user"],
        PASSWORD=parts["password"],
        HOST=parts["host"],
        PORT=str(parts.get("port", "")),
        OPTIONS={k: v for k, v in connection.settings_dict["OPTIONS"].items() if k != "pool"},
    )


def set_up(admin: str) -> str:
    """Make the role anew; returns its connection string."""
    strike(admin)
    password = secrets.token_urlsafe(24)
    with psycopg.connect(admin) as connection:
        role = sql.Identifier(SCENE)
        for statement in (
            "CREATE ROLE {} LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS",
            f"GRANT {REQUEST} TO {{}}",
            "GRANT USAGE ON SCHEMA public, asking TO {}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
        ):
            connection.execute(sql.SQL(statement).format(role))
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(password)))
        for (table,) in connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall():
            connection.execute(
                sql.SQL("CREATE POLICY scene ON {} FOR ALL TO {} USING (true)").format(
                    sql.Identifier(table), role
                )
            )
    return make_conninfo(admin, user=SCENE, password=password)


def strike(admin: str) -> None:
    """Take the role and its policies away; nothing happens where there is none."""
    with psycopg.connect(admin) as connection:
        there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [SCENE]).fetchone()
        if there:
            role = sql.Identifier(SCENE)
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
            connection.execute(sql.SQL("DROP OWNED BY {}").format(role))
            connection.execute(sql.SQL("DROP ROLE {}").format(role))
