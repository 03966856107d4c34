"""What somebody meets on the first pages of a clinic that has just opened."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from duologue.calendar.models import Room
from duologue.operations.actions import open_first_clinic
from duologue.overview.beginning import to_begin
from duologue.people.actions import assign_care_team, register_couple
from duologue.people.models import Role
from duologue.privacy.keys.actions import name_escrow, show_share
from duologue.programme.actions import start_episode
from tests.cast import NOW, staff

COORDINATES = frozenset({"operator", "coordinator"})


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def pages(roles) -> list[str]:
    return [href for _, href in to_begin(frozenset(roles))]


def test_an_empty_clinic_says_what_comes_first_until_each_is_there(db):
    asked = {"alias": "Willow", "country": "GB", "time_zone": "Europe/London", "password": "x" * 12}
    who = {"person_name": "Cora", "email": "cora@example.org"}
    cora = open_first_clinic(name="Willow Street", **asked, **who, at=NOW)
    names = ("calendar-rooms", "people", "privacy-escrow", "couple-new")
    rooms, people, escrow, couple = (reverse(n) for n in names)
    assert pages(COORDINATES) == [rooms, people, escrow, couple]
    assert pages({"operator"}) == [people, escrow] and pages({"therapist"}) == [couple]
    assert pages({"monitor"}) == []
    Room.objects.create(name="Garden room", by=cora, at=NOW)
    assert pages(COORDINATES) == [people, escrow, couple]
    therapist = staff("Ines", Role.THERAPIST)
    assert pages(COORDINATES) == [escrow, couple]
    kept = name_escrow(first=cora, second=therapist, by=cora, at=NOW)
    for holder in (cora, therapist):
        assert escrow in pages(COORDINATES), "until both have taken their share"
        show_share(escrow=kept, holder=holder, at=NOW)
    assert pages(COORDINATES) == [couple]
    day = signed_in(therapist).get(reverse("my-day")).content.decode()
    assert "To begin" in day and couple in day
    opened = register_couple(first_names=("Eve", "Finn"), by=cora, at=timezone.now())
    assert pages(COORDINATES) == []
    assign_care_team(couple=opened, person=therapist, role="therapist", by=cora, at=timezone.now())
    assert "To begin" not in signed_in(therapist).get(reverse("my-day")).content.decode()


def test_a_coordinators_day_stays_within_its_questions(cast, django_assert_max_num_queries):
    two = {"programme": "together-psycholytic", "dosed": [cast.ana, cast.ben]}
    start_episode(couple=cast.couple, **two, by=cast.okafor, at=NOW)
    client = signed_in(cast.cora)
    with django_assert_max_num_queries(15):
        assert client.get(reverse("my-day")).status_code == 200


def test_booking_without_rooms_says_who_makes_them(cast):
    address = reverse("calendar-book", args=[cast.couple.pk])
    assert reverse("calendar-rooms") in signed_in(cast.cora).get(address).content.decode()
    told = signed_in(cast.okafor).get(address).content.decode()
    assert "A coordinator adds them" in told and reverse("calendar-rooms") not in told
    Room.objects.create(name="Garden room", by=cast.cora, at=NOW)
    assert "no rooms yet" not in signed_in(cast.okafor).get(address).content.decode()


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.OPERATOR])
def test_no_link_on_the_first_pages_leads_nowhere(cast, role):
    client = signed_in(staff("Rao", role))
    for name in ("my-day", "caseload"):
        page = client.get(reverse(name)).content.decode()
        assert "Open a record" not in page and "open a record" not in page
        for href in {part.split('"')[0] for part in page.split('href="/')[1:]}:
            if not href.startswith("static/"):
                assert client.get(f"/{href}").status_code != 404, href


def test_a_researcher_is_told_that_nothing_is_here_yet(cast):
    page = signed_in(staff("Rao", Role.RESEARCHER)).get(reverse("my-day")).content.decode()
    assert "nothing for a researcher to open yet" in page
