"""Passkeys in a real browser, with an authenticator the browser makes up."""

import os
import re

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.people.signing_in import (
    PASSWORD,
    code_mailed_to,
    with_password,
    without_second_factor,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(live_server, monkeypatch, settings):
    """A page of a fresh Chromium with a passkey device in it."""
    from playwright.sync_api import sync_playwright

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    settings.ALLOWED_HOSTS = ["localhost"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        page = browser.new_page(base_url=live_server.url.replace("127.0.0.1", "localhost"))
        devices = page.context.new_cdp_session(page)
        devices.send("WebAuthn.enable")
        devices.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        page.set_default_timeout(8000)
        yield page
        browser.close()


def test_a_partner_adds_a_passkey_and_signs_in_with_it(cast: Cast, page) -> None:
    page.goto(reverse("account_login"))
    page.get_by_label("Your email").fill("ana@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("heading", name="Write your code").wait_for()
    page.get_by_label("Code").fill(code_mailed_to("ana@example.org"))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/today/"))

    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("What do you call this device?").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url(re.compile("/recovery-codes/"))
    page.goto(reverse("my-account"))
    assert "My phone" in page.content()

    page.context.clear_cookies()
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile("/today/"))


def test_staff_may_use_a_passkey_as_their_second_factor(cast: Cast, page) -> None:
    with_password(without_second_factor(cast.okafor))

    def sign_in() -> None:
        page.goto(reverse("account_login"))
        page.get_by_label("Work email").fill("okafor@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in with a password").click()

    sign_in()
    page.get_by_role("heading", name="Your second factor").wait_for()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url(re.compile("/recovery-codes/"))
    page.context.clear_cookies()
    sign_in()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile("/team/day/"))


def test_leaving_lands_on_the_neutral_page_and_back_shows_nothing(cast: Cast, page) -> None:
    page.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="<h1>Neutral</h1>"))
    page.goto(reverse("account_login"))
    page.get_by_label("Your email").fill("ana@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(code_mailed_to("ana@example.org"))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/today/"))
    page.goto(reverse("my-account"))
    page.get_by_role("button", name="Leave now").click()
    page.get_by_role("heading", name="Neutral").wait_for()
    # Until the beacon has arrived, the next request is led away as well, past this test's route.
    while any(cookie["name"] == "left" for cookie in page.context.cookies()):
        page.wait_for_timeout(20)
    page.goto(reverse("my-account"))
    page.get_by_role("heading", name="Sign in").first.wait_for()
