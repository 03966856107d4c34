"""The whole course folded on a phone, and the team's pages on paper: what stands, all of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from duologue.programme.actions import start_episode
from tests.web.conftest import browser as browser

SHOTS = Path("build/screenshots")
PAPER = {"width": 700, "height": 1000}

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(cast, live_server, browser: Browser) -> Iterator[Page]:
    """Dr Okafor's phone, without scripts; Ana and Ben are in a course."""
    start_episode(
        couple=cast.couple, programme="together-psycholytic", dosed=[cast.ana, cast.ben],
        by=cast.okafor, at=timezone.now(),
    )  # fmt: skip
    client = Client()
    client.force_login(cast.okafor)
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, base_url=live_server.url, java_script_enabled=False
    )
    context.add_cookies(
        [
            {"name": name, "value": cookie.value, "url": live_server.url}
            for name, cookie in client.cookies.items()
        ]
    )
    yield context.new_page()
    context.close()


def steps_seen(page: Page) -> list[str]:
    return [row.inner_text() for row in page.locator("tbody th").all() if row.is_visible()]


def test_a_phone_shows_the_phase_they_are_in_and_folds_the_others(cast, page: Page) -> None:
    page.goto(reverse("couple-course", args=[cast.couple.id]))
    phases = page.locator("details.fold")
    names = phases.locator("h2").all_inner_texts()
    assert names[0] == "Enquiry" and names[-1] == "Follow-up" and len(names) == 7
    assert phases.evaluate_all("all => all.map(one => one.open)").count(True) < 3
    expect(phases.first.get_by_text("where they are")).to_be_visible()
    seen, every = steps_seen(page), page.locator("tbody th").count()
    assert 0 < len(seen) < every / 2
    page.screenshot(path=SHOTS / "course-phone.png", full_page=True)
    phases.last.locator("summary").click()
    assert len(steps_seen(page)) > len(seen), "without scripts"


def test_on_paper_the_course_is_whole(cast, page: Page) -> None:
    page.set_viewport_size(PAPER)
    page.goto(reverse("couple-course", args=[cast.couple.id]))
    page.emulate_media(media="print")
    last = page.locator("details.fold").last
    expect(last.locator("tbody th").last).to_be_visible()
    assert last.locator("tbody th").last.bounding_box()["height"] > 0
    expect(last.locator("h2")).to_be_visible()
    expect(page.get_by_text("Change").first).to_be_hidden()
    page.screenshot(path=SHOTS / "course-paper.png", full_page=True)


@pytest.mark.parametrize("name", ["couple", "partner"])
def test_on_paper_stands_what_is_known_and_nothing_to_press(cast, page: Page, name: str) -> None:
    page.set_viewport_size(PAPER)
    who = cast.couple.id if name == "couple" else cast.ana.id
    page.goto(reverse(name, args=[who]))
    page.emulate_media(media="print")
    page.screenshot(path=SHOTS / f"{name}-paper.png", full_page=True)
    for pressed in page.locator("a, button, input, select, textarea, form, summary").all():
        kept = pressed.evaluate("one => !!one.closest('dl, .list, h1')")
        assert kept or not pressed.is_visible(), pressed.inner_text()
    expect(page.get_by_text("Ana").first).to_be_visible()


@pytest.mark.parametrize("name", ["adverse-event-new", "contact-partner-messages"])
def test_on_paper_a_page_of_the_team_shows_no_empty_form(cast, page: Page, name: str) -> None:
    page.goto(reverse(name, args=[cast.ana.id]))
    assert page.locator("main form").count() > 0
    page.emulate_media(media="print")
    expect(page.locator("main form").first).to_be_hidden()
