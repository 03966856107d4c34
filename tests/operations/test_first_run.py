import re

import pytest
from django.test import Client

from duologue.operations.actions import open_first_clinic
from duologue.operations.first_run import SETUP_CODE
from duologue.people.models import Clinic, Person
from duologue.people.queries import roles_of
from tests.cast import NOW

pytestmark = pytest.mark.django_db
ASKED = {
    "code": "AAAA-BBBB-CCCC",
    "name": "Willow Street Clinic",
    "alias": "Willow Street",
    "country": "NZ",
    "time_zone": "Pacific/Auckland",
    "person_name": "Cora",
    "email": "Cora@example.org",
    "password": "a long enough phrase",
}


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody who opens a clinic that was started for the first time."""
    monkeypatch.setenv(SETUP_CODE, "AAAA-BBBB-CCCC")
    return Client()


def test_every_page_leads_to_the_set_up_until_there_is_a_clinic(visitor: Client) -> None:
    for path in ("/", "/accounts/login/", "/team/caseload/"):
        assert visitor.get(path).headers["Location"] == "/setup/"
    visitor.post("/setup/", ASKED)
    assert Client().get("/accounts/login/").status_code == 200


def test_the_first_account_runs_the_installation_and_coordinates(visitor: Client) -> None:
    answer = visitor.post("/setup/", ASKED)
    assert answer.headers["Location"] == "/accounts/2fa/"
    page = visitor.get("/accounts/2fa/").content.decode()
    assert "Willow Street Clinic is open, and you are signed in." in page
    assert visitor.get("/accounts/2fa/totp/activate/").status_code == 200
    assert visitor.get("/team/day/").headers["Location"] == "/accounts/2fa/"
    clinic, person = Clinic.objects.get(), Person.objects.get()
    assert (clinic.name, clinic.country, clinic.time_zone) == (
        "Willow Street Clinic",
        "NZ",
        "Pacific/Auckland",
    )
    assert not clinic.synthetic
    assert person.email == "cora@example.org"
    assert roles_of(person) == {"operator", "coordinator"}
    assert person.check_password("a long enough phrase")


def test_setting_up_twice_changes_nothing(visitor: Client) -> None:
    visitor.post("/setup/", ASKED)
    visitor.post("/setup/", {**ASKED, "email": "mallory@example.org"})
    assert Person.objects.get().name == "Cora"


def test_a_clinic_that_is_there_is_left_as_it_is() -> None:
    asked = {name: said for name, said in ASKED.items() if name != "code"}
    assert open_first_clinic(**asked, at=NOW)
    assert (
        open_first_clinic(**asked | {"name": "Another", "email": "m@example.org"}, at=NOW) is None
    )
    assert Clinic.objects.get().name == "Willow Street Clinic"


def test_the_code_may_be_typed_in_small_letters(visitor: Client) -> None:
    visitor.post("/setup/", {**ASKED, "code": " aaaa-bbbb-cccc "})
    assert Clinic.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": "AAAA-BBBB-CCCD"}, "This is not the code"),
        ({"password": "short"}, "at least 12 characters"),
        ({"password": "password1234"}, "too common"),
        ({"password": "cora@example.org"}, "too similar"),
        ({"time_zone": "EST5EDT"}, "Choose one of the answers"),
        ({"time_zone": ""}, "New Zealand has more than one time zone. Choose the clinic"),
        ({"alias": ""}, "Nothing is filled in yet"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    visitor: Client, wrong: dict[str, str], said: str
) -> None:
    page = visitor.post("/setup/", {**ASKED, **wrong}).content.decode()
    assert said in page
    assert "Willow Street Clinic" in page
    assert 'value="a long enough phrase"' not in page
    assert not Clinic.objects.exists()


@pytest.mark.parametrize(
    ("country", "zone"), [("GB", "Europe/London"), ("DE", "Europe/Berlin"), ("CH", "Europe/Zurich")]
)
def test_a_country_tells_its_time_zone(visitor: Client, country: str, zone: str) -> None:
    visitor.post("/setup/", {**ASKED, "country": country, "time_zone": ""})
    assert Clinic.objects.get().time_zone == zone


def test_where_a_country_has_several_time_zones_they_come_first(visitor: Client) -> None:
    page = visitor.post("/setup/", {**ASKED, "time_zone": ""}).content.decode()
    listed = page[page.index('name="time_zone"') :]
    assert listed.index("Pacific/Chatham") < listed.index("Africa/Abidjan")
    assert not re.search(r'value="UTC"\s+selected', page)


def test_there_is_no_such_page_once_the_clinic_is_running(cast) -> None:
    assert Client().get("/setup/").status_code == 404
