"""The page for what is not there: the same for what is somebody else's."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from duologue.people.models import Person
from tests.conftest import NO_QUESTION


def opened(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    client.get(reverse("home"))  # the first page of a session asks for the second factor
    return client


def test_it_is_the_same_whatever_it_is_that_is_not_yours(cast):
    client, met = opened(cast.theo), []
    for couple in (cast.couple.pk, uuid4()):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("couple", args=[couple]))
        met.append((page.status_code, page.content, len(asked)))
    assert met[0] == met[1]
    elsewhere = [client.get(address) for address in ("/nothing-here/", reverse("today"))]
    assert {(page.status_code, page.content) for page in elsewhere} == {met[0][:2]}


def test_staff_are_led_to_their_day_and_caseload(cast):
    page = opened(cast.okafor).get("/nothing-here/").content.decode()
    for name, label in (("my-day", "My day"), ("caseload", "Caseload")):
        assert f'href="{reverse(name)}">{label}</a>' in page
    assert "Today" not in page


def test_a_partner_is_led_to_today_and_help_now_and_to_no_page_of_the_teams(cast):
    page = opened(cast.ana.person).get("/nothing-here/").content.decode()
    for name, label in (("today", "Today"), ("help-now", "Help now")):
        assert f'href="{reverse(name)}">{label}</a>' in page
    assert "/team/" not in page


def test_finding_the_way_back_asks_the_database_nothing(cast):
    client = opened(cast.okafor)
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/nothing-here/").status_code == 404
    said = [one["sql"] for one in asked if not one["sql"].startswith(NO_QUESTION)]
    assert len(said) == 3, "the session, who is asking, and telling the database so"


@pytest.mark.django_db
def test_a_stranger_is_led_to_the_public_first_page():
    page = Client().get("/nothing-here/").content.decode()
    assert 'class="button" href="/"' in page and reverse("home") not in page


def test_what_is_forbidden_is_not_told_from_what_is_not_there():
    refused = get_resolver().resolve_error_handler(403)
    page = refused(RequestFactory().get("/team/day/"), PermissionDenied())
    assert page.status_code == 404 and b"There is nothing here" in page.content
