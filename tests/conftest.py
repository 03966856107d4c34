"""Every test meets a real PostgreSQL; what it asks by a request meets the policies."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import hypothesis
import psycopg
import pytest
from django.test.utils import CaptureQueriesContext

# Two cores are shared by browser, database and tests: how long an example takes says nothing.
hypothesis.settings.register_profile("calm", deadline=None)
hypothesis.settings.load_profile("calm")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duologue.settings")
os.environ.setdefault("DUOLOGUE_KEY_COST", "least")  # Argon2id in earnest takes a second a key


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """A folder of this test run's own, readable to the account that PostgreSQL runs as."""
    with tempfile.TemporaryDirectory(prefix="duologue-test-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def postgres(home: Path) -> Iterator[tuple[str, str]]:
    """A PostgreSQL of this test run's own: (owner, request) connection strings."""
    from duologue.operations import clinic_home, postgres

    yield postgres.start_embedded(home, clinic_home.open_home(home))
    postgres.stop_embedded(home)


@pytest.fixture(scope="session")
def superuser(home: Path, postgres: tuple[str, str]) -> str:
    """Who may make roles in the test run's own PostgreSQL."""
    from duologue.operations import clinic_home
    from duologue.operations.postgres import admin_of

    return admin_of(postgres[0], clinic_home.open_home(home))


@pytest.fixture(scope="session")
def django_db_setup(postgres: tuple[str, str], superuser: str, django_db_blocker) -> None:
    """Migrate as the owner and put the policy on the tables."""
    from django.core.management import call_command
    from django.db import connections

    from duologue.operations.postgres import refuse_privilege
    from duologue.operations.scene import connect_as_scene, set_up
    from duologue.privacy.apply import apply
    from duologue.privacy.policy import policy

    owner, request = postgres
    connect_as_scene(connections["owner"], owner)
    with django_db_blocker.unblock():
        call_command("migrate", database="owner", verbosity=0)
        call_command("createcachetable", database="owner", verbosity=0)
        connections["owner"].close()
    apply(owner, policy())
    refuse_privilege(request)  # elsewhere whole suites passed without ever meeting a policy
    # Tests set their scene as a role that meets no policy; a request runs as the request role.
    told = set_up(superuser)
    refuse_privilege(told)
    connect_as_scene(connections["default"], told)


pytest_plugins = ["tests.cast"]
# A test's request runs inside the test's own transaction; what comes and goes with that is no question.
NO_QUESTION = ("SAVEPOINT", "RELEASE", "SELECT set_config('role', 'none'")


@pytest.fixture
def django_assert_max_num_queries() -> Callable[
    [int], AbstractContextManager[CaptureQueriesContext]
]:
    """As pytest-django's, for what a page asks the database."""

    @contextmanager
    def at_most(bar: int) -> Iterator[CaptureQueriesContext]:
        from django.db import connection

        with CaptureQueriesContext(connection) as asked:
            yield asked
        found = [q["sql"] for q in asked if not q["sql"].startswith(NO_QUESTION)]
        assert len(found) <= bar, "\n".join([f"{len(found)} questions:", *found])

    return at_most


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
