"""Every test meets a real PostgreSQL, as the role that serves requests and owns nothing."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

# Two cores are shared by browser, database and tests: how long an example takes says nothing.
hypothesis.settings.register_profile("calm", deadline=None)
hypothesis.settings.load_profile("calm")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duologue.settings")


@pytest.fixture(scope="session")
def postgres() -> Iterator[tuple[str, str]]:
    """A PostgreSQL of this test run's own: (owner, request) connection strings."""
    from duologue.operations import clinic_home, postgres

    with tempfile.TemporaryDirectory(prefix="duologue-test-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        home = Path(folder)
        yield postgres.start_embedded(home, clinic_home.open_home(home))
        postgres.stop_embedded(home)


@pytest.fixture(scope="session")
def django_db_setup(postgres: tuple[str, str], django_db_blocker) -> None:
    """Migrate as the owner, then serve as the request role."""
    from django.core.management import call_command
    from django.db import connections

    from duologue.operations.postgres import grant, refuse_privilege

    owner, request = postgres
    for alias, url in (("owner", owner), ("default", request)):
        parts = conninfo_to_dict(url)
        connections[alias].close()
        connections[alias].settings_dict.update(
            NAME=parts["dbname"],
            USER=parts["user"],
            PASSWORD=parts["password"],
            HOST=parts["host"],
            PORT="",
        )
        connections[alias].settings_dict["OPTIONS"].pop("pool", None)
    with django_db_blocker.unblock():
        call_command("migrate", database="owner", verbosity=0)
        call_command("createcachetable", database="owner", verbosity=0)
        grant(owner)
        connections["owner"].close()
    refuse_privilege(request)  # elsewhere whole suites passed without ever meeting a policy


pytest_plugins = ["tests.cast"]


@pytest.fixture(autouse=True)
def empty_after_real_transactions(request: pytest.FixtureRequest) -> Iterator[None]:
    """The request role cannot truncate, so tests that commit are cleared by the owner."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        owner, _ = request.getfixturevalue("postgres")
        with psycopg.connect(owner, autocommit=True) as connection:
            tables = connection.execute(
                "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables "
                "WHERE schemaname = 'public' AND tablename NOT IN "
                "('django_migrations', 'django_content_type', 'auth_permission')"
            ).fetchone()[0]
            connection.execute(f"TRUNCATE {tables} CASCADE")
