"""Make the database fit this version: migrate as the owner, apply the policy, and remember that it was done."""

import hashlib
import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from psycopg import errors, sql

from duologue.operations.clinic_home import CannotStart

PACKAGE = Path(__file__).resolve().parents[1]
LIBRARIES = (
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
)
# What row-level security is made from.
POLICY = ("policy.yaml", "asking.sql", "policy.py", "generate.py", "apply.py")
REMEMBERED = "SELECT obj_description(to_regclass('django_migrations'), 'pg_class')"


def fingerprint() -> str:
    """What this version's tables would be made from: a digest over every migration file.

    Costs milliseconds and no Django, so a warm start asks nothing else.
    """
    digest = hashlib.sha256()
    for file in _migration_files():
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:32]


def is_prepared(url: str) -> bool:
    """Whether the database was last prepared by a version with these same migrations."""
    with psycopg.connect(url) as connection:
        row = connection.execute(REMEMBERED).fetchone()
    return row is not None and row[0] == fingerprint()


def must_be_prepared(owner: str) -> None:
    """Raises `CannotStart` where this version has not made the tables yet."""
    if not is_prepared(owner):
        raise CannotStart(
            "This clinic's tables are not yet those of this version of Duologue. Start the clinic "
            "once, then ask again."
        )


def prepare(owner: str, say: Callable[[str], None] = print) -> None:
    """Migrate, make the cache table, put the policy on the tables; does nothing when nothing changed since last time.

    The mark is a comment on Django's own table of migrations: it travels with a backup and
    cannot be set by the role that serves requests.
    """
    if is_prepared(owner):
        return
    say("Preparing the database; the first time takes some seconds.")
    import django
    from django.core.management import call_command
    from django.db import connections

    from duologue.privacy.apply import apply, check
    from duologue.privacy.policy import Mistake, policy

    django.setup()
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    call_command("createcachetable", database="owner", verbosity=0)
    connections.close_all()
    try:
        check(owner, policy())
        apply(owner, policy())
    except Mistake as mistake:
        raise CannotStart(str(mistake)) from mistake
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(
            sql.SQL("COMMENT ON TABLE django_migrations IS {}").format(sql.Literal(fingerprint()))
        )


def clinic_row(request: str) -> tuple[bool, str] | None:
    """(synthetic, time zone) of the clinic of this database, None before its first run."""
    with psycopg.connect(request) as connection:
        try:
            connection.execute("SELECT asking.begin('system')")
            row = connection.execute(
                "SELECT synthetic, time_zone FROM people_clinic ORDER BY created_at LIMIT 1"
            ).fetchone()
        except (errors.UndefinedTable, errors.InvalidSchemaName):
            return None
    return (bool(row[0]), str(row[1])) if row else None


def _migration_files() -> Iterator[Path]:
    yield from sorted(PACKAGE.glob("*/migrations/*.py"))
    yield from (PACKAGE / "privacy" / name for name in POLICY)
    for library in LIBRARIES:
        folder = importlib.util.find_spec(library)
        assert folder and folder.origin
        yield from sorted(Path(folder.origin).parent.glob("migrations/*.py"))
