"""A clinic that brings its own PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from duologue.operations import clinic_home, postgres
from duologue.operations.clinic_home import CannotStart
from tests.operations.running import Running

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The superuser of a server somebody else runs, with the databases of two departments."""
    home = tmp_path_factory.mktemp("hospital") / "home"
    secrets = clinic_home.open_home(home)
    owner, _ = postgres.start_embedded(home, secrets)
    admin = make_conninfo(
        host=conninfo_to_dict(owner)["host"],
        user="postgres",
        dbname="postgres",
        password=secrets["superuser"],
    )
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("DROP DATABASE duologue")
        connection.execute("DROP ROLE duologue_request")
        connection.execute("CREATE ROLE therapy LOGIN CREATEROLE PASSWORD 'theirs'")
        connection.execute("CREATE ROLE strict LOGIN PASSWORD 'theirs'")
        connection.execute("CREATE DATABASE therapy OWNER therapy")
    yield admin
    postgres.stop_embedded(home)


def test_duologue_runs_on_it(hospital: str, begin) -> None:
    url = make_conninfo(hospital, user="therapy", dbname="therapy", password="theirs")
    clinic = begin(Running.clinic, DATABASE_URL=url)
    clinic.wait_until_open()
    assert clinic.health()["worker"]
    assert clinic.get("/setup/")[0] == 200
    assert not clinic.postgres(), "it starts no server of its own"
    assert clinic.stop() == 0, clinic.said


def test_a_role_that_may_not_make_roles_is_told_what_it_needs(
    hospital: str, tmp_path: Path
) -> None:
    url = make_conninfo(hospital, user="strict", dbname="therapy", password="theirs")
    with pytest.raises(CannotStart, match="CREATEROLE"):
        postgres.use_own_server(url, {"request": "secret"})


def test_a_server_that_does_not_answer_is_named_as_the_cause() -> None:
    with pytest.raises(CannotStart, match="DATABASE_URL does not answer"):
        postgres.use_own_server("host=/nowhere dbname=therapy", {"request": "secret"})
