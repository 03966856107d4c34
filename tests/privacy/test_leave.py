import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from duologue.privacy.left import LeftMiddleware


@pytest.mark.parametrize("how", ["post", "get"])
def test_leaving_ends_the_session_and_lands_on_a_neutral_page(client, cast, how):
    client.force_login(cast.ana.person)
    answer = getattr(client, how)("/leave/")
    assert answer.status_code == 302 and answer.url == settings.DUOLOGUE_NEUTRAL_ADDRESS
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert answer["Cache-Control"] == "no-store"
    assert answer.cookies[settings.SESSION_COOKIE_NAME].value == ""
    assert client.get(reverse("my-account")).status_code == 302


def test_a_copy_of_the_session_ends_with_it(client, cast):
    client.force_login(cast.ana.person)
    copy = Client()
    copy.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert copy.get(reverse("my-account")).status_code == 200
    client.post("/leave/")
    assert copy.get(reverse("my-account")).status_code == 302


@pytest.mark.parametrize("how", ["post", "get"])
def test_a_press_that_never_reached_us_ends_the_session_at_the_next_request(client, cast, how):
    client.force_login(cast.ana.person)
    copy = Client()
    copy.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.cookies["left"] = "1"
    answer = getattr(client, how)(reverse("contact-messages"), {"body": "x"})
    assert answer.status_code == 302 and answer.url == settings.DUOLOGUE_NEUTRAL_ADDRESS
    assert answer["Cache-Control"] == "no-store"
    assert answer.cookies[settings.SESSION_COOKIE_NAME].value == ""
    assert answer.cookies["left"].value == ""
    assert copy.get(reverse("my-account")).status_code == 302
    assert client.get(reverse("account_login")).status_code == 200, "the way back in is open"


def test_who_has_not_left_costs_no_question_to_the_database(rf, db, django_assert_num_queries):
    answer = HttpResponse("the page")
    with django_assert_num_queries(0):
        assert LeftMiddleware(lambda _: answer)(rf.get("/my-room/")) is answer


def test_leaving_needs_no_token_and_no_session(db, cast):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/leave/").status_code == 302


def test_the_browser_lets_the_button_lead_away_without_scripts(client, cast):
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]
    forms = next(part for part in policy.split(";") if "form-action" in part)
    assert "https://www.wikipedia.org" in forms and "'self'" in forms
