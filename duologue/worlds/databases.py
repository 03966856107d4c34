"""One database for each world, copied from the base that both were made from."""

from dataclasses import dataclass

import psycopg
from django.db import connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo


@dataclass(frozen=True)
class Server:
    """A PostgreSQL of made-up people only. `admin` may copy databases and meets no policy;
    `request` is the role that serves requests. Both are connection strings."""

    admin: str
    request: str

    def hurry(self) -> None:
        """Made-up worlds may be lost in a power cut: nothing waits for the disk."""
        with psycopg.connect(self.admin, dbname="postgres", autocommit=True) as connection:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
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


def _drop(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )
