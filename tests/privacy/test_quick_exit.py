"""Leave now, in a real browser: the session is dead, and going back shows nothing of ours.

How fast it is: `python -m benchmarks.leave`.
"""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings as ours
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, sync_playwright

from tests.cast import Cast
from tests.privacy.test_coerced import NOTHING, kept_by

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TYPED = "the blue door at the back"
KEPT = "what Ana wrote yesterday"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps a loop running in this thread, beside which Django asks nothing.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def signed_in(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.ana.person)
    return client


@pytest.fixture
def open_page(live_server, browser: Browser, signed_in: Client):
    opened = []

    def fresh(**more: bool) -> Page:
        context = browser.new_context(base_url=live_server.url, **more)
        context.set_default_timeout(20_000)
        context.route("https://**", lambda route: route.fulfill(body="<h1>Neutral</h1>"))
        cookie = signed_in.cookies[ours.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": ours.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        opened.append(context)
        return context.new_page()

    yield fresh
    for context in opened:
        context.close()


def in_the_middle_of_writing(page: Page) -> None:
    page.goto("/today/")
    page.goto(reverse("integration-insights"))
    page.get_by_label("Your words").fill(KEPT)
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text(KEPT).wait_for()
    page.wait_for_load_state("load")  # a script that is still coming keeps nothing
    page.get_by_label("Your words").fill(TYPED)


def press_button(page: Page) -> None:
    page.get_by_role("button", name="Leave now").click()


def press_escape(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Escape")


@pytest.mark.parametrize("leave", [press_button, press_escape])
def test_leaving_in_the_middle_of_writing_leaves_nothing(open_page, signed_in, leave) -> None:
    page = open_page()
    in_the_middle_of_writing(page)
    kept = "words => JSON.stringify({...sessionStorage}).includes(words)"
    page.wait_for_function(kept, arg=TYPED)
    assert TYPED in str(kept_by(page)["session"]), "the words were not kept, so this proves nothing"
    length = page.evaluate("history.length")
    leave(page)
    page.get_by_role("heading", name="Neutral").wait_for()
    assert page.evaluate("history.length") == length, "the neutral page took the place of ours"
    assert signed_in.get(reverse("my-account")).status_code == 302, "the session is dead"
    shows_nothing_at_back(page)
    page.goto("/help-now/")
    assert kept_by(page) == NOTHING


def test_leaving_without_scripts_leaves_nothing(open_page, signed_in) -> None:
    page = open_page(java_script_enabled=False)
    in_the_middle_of_writing(page)
    press_button(page)
    page.get_by_role("heading", name="Neutral").wait_for()
    assert signed_in.get(reverse("my-account")).status_code == 302
    shows_nothing_at_back(page)


def test_another_tab_goes_blank_with_it(open_page) -> None:
    page = open_page()
    other = page.context.new_page()
    other.goto("/today/")
    in_the_middle_of_writing(page)
    press_button(page)
    page.get_by_role("heading", name="Neutral").wait_for()
    other.wait_for_function("document.body.innerText === ''")
    assert other.title() == "New tab"


def shows_nothing_at_back(page: Page) -> None:
    for _ in range(4):
        page.go_back()
        page.wait_for_timeout(200)
        shown = page.content()
        assert not [word for word in (TYPED, KEPT, "My room", "Ana") if word in shown], page.url
