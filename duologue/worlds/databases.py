"""One database for each world, copied from the base that both were made from."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import psycopg
from django.db import connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

OWN_FUNCTIONS_WITH_A_CLOCK = (
    "SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
    " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'worlds')"
    " AND p.prokind = 'f' AND strpos(p.prosrc, 'clock_timestamp()') > 0"
)
UNHURRIED = ("fsync", "synchronous_commit", "full_page_writes")


@dataclass(frozen=True)
class Server:
    """A PostgreSQL of made-up people only. `admin` may copy databases and meets no policy;
    `request` is the role that serves requests. Both are connection strings."""

    admin: str
    request: str

    def hurry(self) -> None:
        """Made-up worlds may be lost in a power cut: nothing waits for the disk."""
        with psycopg.connect(self.admin, dbname="postgres", autocommit=True) as connection:
            # Compiling plans costs more than they do; a worker in between could change their order.
            for name in (*UNHURRIED, "jit", "autovacuum"):
                connection.execute(
                    sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name))
                )
            connection.execute("SELECT pg_reload_conf()")

    def copy(self, name: str, *, of: str) -> None:
        """A new database `name`, the same as `of` to the last row and sequence."""
        connections.close_all()
        with psycopg.connect(self.admin, dbname="postgres", autocommit=True) as connection:
            _drop(connection, name)
            connection.execute(
                # Files are copied as they lie: rows keep their order on disk.
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                    sql.Identifier(name), sql.Identifier(of)
                )
            )

    def stop_clock(self, name: str, moment: datetime) -> None:
        """In this database, and copies of it, functions that ask for the time are told `moment`."""
        with psycopg.connect(self.admin, dbname=name, autocommit=True) as connection:
            connection.execute("CREATE SCHEMA IF NOT EXISTS worlds")
            connection.execute("GRANT USAGE ON SCHEMA worlds TO PUBLIC")
            connection.execute(
                sql.SQL(
                    "CREATE OR REPLACE FUNCTION worlds.clock() RETURNS timestamptz"
                    " LANGUAGE sql STABLE AS 'SELECT timestamptz {}'"
                ).format(sql.SQL("''" + moment.isoformat() + "''"))
            )
            for (definition,) in connection.execute(OWN_FUNCTIONS_WITH_A_CLOCK).fetchall():
                stopped = str(definition).replace("clock_timestamp()", "worlds.clock()")
                connection.execute(stopped.encode())

    def drop(self, name: str) -> None:
        connections.close_all()
        with psycopg.connect(self.admin, dbname="postgres", autocommit=True) as connection:
            _drop(connection, name)

    def holds(self, name: str) -> bool:
        with psycopg.connect(self.admin, dbname="postgres") as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def enter(self, name: str, *, telling: bool = False) -> None:
        """Let this process meet `name`: as who serves requests, or, `telling`, as who sets up."""
        role = self.admin if telling else self.request
        parts = conninfo_to_dict(make_conninfo(role, dbname=name))
        connection = connections["default"]
        connection.close()
        connection.settings_dict["OPTIONS"].pop("pool", None)
        connection.settings_dict.update(
            NAME=parts["dbname"],
            USER=parts["user"],
            PASSWORD=parts.get("password", ""),
            HOST=parts["host"],
            PORT=str(parts.get("port", "")),
        )


def rows_written() -> Counter[str]:
    """How many rows were made, changed and removed so far in the world entered, by table.

    What a visit alone writes is left out: the session, and the log of who looked.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables"
            " WHERE relname <> 'django_session' AND relname NOT LIKE 'audit\\_%'"
        )
        return Counter(dict(cursor.fetchall()))


def _drop(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )
