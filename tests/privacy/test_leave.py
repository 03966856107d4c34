import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse


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


def test_leaving_needs_no_token_and_no_session(db, cast):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/leave/").status_code == 302


def test_the_browser_lets_the_button_lead_away_without_scripts(client, cast):
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]
    forms = next(part for part in policy.split(";") if "form-action" in part)
    assert "https://www.wikipedia.org" in forms and "'self'" in forms
