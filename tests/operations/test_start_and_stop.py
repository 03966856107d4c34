import signal
from contextlib import suppress

import psutil
import psycopg
import pytest

from tests.operations.running import Running

pytestmark = pytest.mark.slow


def test_a_clinic_starts_sets_itself_up_and_stops(begin) -> None:
    clinic = begin(Running.clinic)
    clinic.wait_until_open()
    assert clinic.health() == dict.fromkeys(
        ["web server", "database", "tables", "worker", "disk", "mail"], True
    )
    status, page, address = clinic.get("/")
    assert (status, address) == (200, clinic.address + "/setup/")
    assert "Set up your clinic" in page

    asked = {
        "name": "Willow Street Clinic",
        "alias": "Willow Street",
        "country": "GB",
        "time_zone": "Europe/London",
        "person_name": "Cora",
        "email": "cora@example.org",
        "password": "a long enough phrase",
    }
    _, page, _ = clinic.post("/setup/", code="WRONG", **asked)
    assert "This is not the code" in page
    assert "Willow Street Clinic" in page, "what was typed is kept"
    assert "a long enough phrase" not in page

    code = clinic.said.split("one-time code: ")[1].split()[0]
    status, _, address = clinic.post("/setup/", code=code, **asked)
    assert status == 200
    assert address == clinic.address + "/accounts/2fa/", "whoever opens the clinic is signed in"
    _, _, address = clinic.get("/setup/")
    assert address == clinic.address + "/accounts/2fa/", "the page opens once"

    assert clinic.postgres()
    family = clinic.children()
    assert clinic.stop() == 0, clinic.said
    assert "Stopping." in clinic.said
    assert "Traceback" not in clinic.said
    assert not clinic.postgres()
    assert not [process for process in family if process.is_running()]

    again = begin(Running.clinic, clinic.home)
    again.wait_until_open()
    assert "one-time code" not in again.said
    assert "Preparing the database" not in again.said, "nothing to migrate, so nothing is migrated"
    assert again.stop(signal.SIGINT) == 0


def test_when_one_process_ends_the_others_are_stopped(begin) -> None:
    clinic = begin(Running.clinic)
    clinic.wait_until_open()
    worker = next(p for p in clinic.children() if "duologue.operations.worker" in p.cmdline())
    worker.kill()
    assert clinic.process.wait(60) == 1
    assert "The worker ended by itself" in clinic.said
    assert not clinic.postgres()


def test_after_a_power_cut_it_starts_again_and_stops_as_before(begin) -> None:
    clinic = begin(Running.clinic)
    clinic.wait_until_open()
    for process in [psutil.Process(clinic.process.pid), *clinic.children(), *clinic.postgres()]:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    clinic.process.wait(10)
    again = begin(Running.clinic, clinic.home)
    again.wait_until_open()
    assert again.health()["database"]
    assert again.stop() == 0, again.said
    assert not again.postgres()


def test_when_the_supervisor_alone_is_killed_the_rest_stops_in_order_and_the_next_start_waits(
    begin,
) -> None:
    clinic = begin(Running.clinic)
    clinic.wait_until_open()
    family = clinic.children()
    assert clinic.postgres()
    clinic.process.kill()
    clinic.process.wait(10)
    again = begin(Running.clinic, clinic.home, port=clinic.port)
    again.wait_until_open()
    assert "waiting until it is stopped" in again.said
    psutil.wait_procs(family, timeout=10)  # ended, and perhaps not yet collected by the system
    assert not [process for process in family if process.is_running()]
    log = (clinic.home / "postgres" / "log").read_text()
    assert "received fast shutdown request" in log
    assert "database system was not properly shut down" not in log
    assert again.health()["database"]
    assert again.stop() == 0, again.said
    assert not again.postgres()


def test_it_refuses_a_role_that_could_see_past_the_policies(
    postgres: tuple[str, str],
) -> None:
    from duologue.operations.clinic_home import CannotStart
    from duologue.operations.postgres import refuse_privilege

    owner, request = postgres
    refuse_privilege(request)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS owned_by_the_owner (id int)")
    try:
        with pytest.raises(CannotStart, match="duologue_owner owns"):
            refuse_privilege(owner)
    finally:
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute("DROP TABLE owned_by_the_owner")
