import json

import psycopg
import pytest
from django.db import connections
from django.test import Client

from duologue.operations.prepare import fingerprint
from duologue.people.models import Person, Role
from tests.cast import NOW, staff

pytestmark = pytest.mark.django_db(transaction=True)


def checks(client: Client) -> dict[str, bool]:
    answer = client.get("/health/", headers={"accept": "application/json"})
    return {check["part"]: check["well"] for check in json.loads(answer.content)["checks"]}


def test_it_says_that_the_worker_is_missing_and_what_to_do(client: Client) -> None:
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert "Not well" in answer.content.decode()
    assert "start Duologue again" in answer.content.decode()
    assert not checks(client)["worker"]


def test_it_opens_without_a_database(client: Client) -> None:
    parameters = connections["default"].settings_dict
    host, parameters["HOST"] = parameters["HOST"], "/nowhere"
    try:
        answer = client.get("/health/")
        assert answer.status_code == 503
        assert "Start Duologue again" in answer.content.decode()
        assert not checks(client)["database"]
    finally:
        parameters["HOST"] = host


def test_it_says_nothing_about_anybody(client: Client, cast) -> None:
    page = client.get("/health/").content.decode()
    for name in ("Willow", "Ana", "Ben", "Okafor", "example.org"):
        assert name not in page
    assert client.get("/health/").headers["Cache-Control"] == "no-store"
    assert not client.get("/health/").cookies


def test_tables_of_another_version_are_noticed(client: Client, postgres: tuple[str, str]) -> None:
    assert not checks(client)["tables"], "tests migrate without the mark"
    owner, _ = postgres
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(f"COMMENT ON TABLE django_migrations IS '{fingerprint()}'")
        assert checks(client)["tables"]
        connection.execute("COMMENT ON TABLE django_migrations IS NULL")


def test_only_an_operator_reads_how_it_is_with_each_part(client: Client, cast) -> None:
    def read(person: Person | None) -> str:
        client.logout()
        if person:
            client.force_login(person)
            client.get("/accounts/")  # their second factor is asked for once
        return client.get("/health/").content.decode()

    olga = staff("Olga", Role.OPERATOR)
    for person in (None, cast.ana.person, cast.okafor, cast.cora):
        page = read(person)
        assert "GB left" not in page and "was never seen" not in page and "Not well" in page
    assert "GB left" in read(olga) and "was never seen" in read(olga)
    olga.end_sessions(at=NOW)
    assert "GB left" not in client.get("/health/").content.decode()
