"""Saved once: after Save and Back there is nothing to save a second time, and no error of the browser."""

import pytest
from playwright.sync_api import Page, expect

from duologue.enquiry.models import Enquiry
from duologue.integration.models import Insight, PatternSeen
from tests.web.test_typed_again import HERE_AGAIN, WORDS
from tests.web.test_typed_again import insights as insights
from tests.web.test_typed_again import sign_in as sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def keep(tab: Page, words: str) -> None:
    tab.get_by_label("Your words").fill(words)
    tab.get_by_role("button", name="Keep it").click()
    expect(tab.locator("main p", has_text=words)).to_have_count(1)


def test_after_back_the_form_is_empty_and_pressing_again_saves_nothing(
    tab: Page, insights: str
) -> None:
    keep(tab, WORDS)
    tab.go_back()
    expect(tab.get_by_label("Your words")).to_have_value("")
    expect(tab.get_by_text(HERE_AGAIN)).to_have_count(0)
    tab.get_by_role("button", name="Keep it").click()
    tab.wait_for_timeout(300)
    assert Insight.objects.count() == 1


def test_other_words_after_back_are_another_row(tab: Page, insights: str) -> None:
    keep(tab, WORDS)
    tab.go_back()
    keep(tab, "Something else.")
    assert Insight.objects.count() == 2


def test_a_form_of_choices_is_empty_after_saving_and_here_again_before(
    cast, tab: Page, live_server, insights: str
) -> None:
    page = live_server.url + "/my-room/pattern-today/"
    tab.goto(page)
    tab.get_by_label("How strong was it").fill("7")
    tab.locator("[name=ended]").first.check()
    tab.get_by_role("link", name="Today").click()
    tab.go_back()
    expect(tab.get_by_label("How strong was it")).to_have_value("7")
    expect(tab.locator("[name=ended]").first).to_be_checked()
    tab.locator("main form button").last.click()
    expect(tab.get_by_text("Noticing it is already something")).to_be_visible()
    tab.go_back()
    expect(tab.get_by_label("How strong was it")).to_have_value("")
    expect(tab.locator("[name=ended]").first).not_to_be_checked()
    assert PatternSeen.objects.count() == 1


def test_back_after_two_refusals_is_the_page_and_no_error_of_the_browser(
    tab: Page, live_server
) -> None:
    tab.goto(live_server.url + "/")
    tab.goto(live_server.url + "/fit/call/")
    for name in ("Ana", "Ana B."):
        tab.locator("[name=name]").fill(name)
        tab.evaluate("document.querySelector('main form').noValidate = true")
        tab.locator("main form button").last.click()
        expect(tab.locator(".error-summary")).to_be_visible()
    for _ in range(2):
        tab.go_back()
        expect(tab.locator("[name=name]")).to_have_count(1)
    tab.go_back()
    assert tab.url == live_server.url + "/"
    assert Enquiry.objects.count() == 0
