"""Ten main pages as people meet them, at three widths and in the dark: kept as pictures in
out/screenshots/ (`CI` keeps them too), looked at by axe here and by a person before a release."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.house.tree import ROOT
from tests.journeys.hands import follow
from tests.journeys.house import DESK, PHONE, TABLET, device
from tests.journeys.papers import opens
from tests.operations.running import Running

pytestmark = [pytest.mark.slow, pytest.mark.browser]
PICTURES = ROOT / "out" / "screenshots"
WIDTHS = {"phone": PHONE, "tablet": TABLET, "desk": DESK}
# Yuki has most to look at; Adaeze is asked something on every day of the week.
PARTNER, ASKED, THERAPIST, MONITOR = "yuki", "adaeze", "okafor", "sato"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home: Path = tmp_path_factory.mktemp("pictures") / "home"
    running = Running(sys.executable, "-m", "duologue.cli", "demo", home=home)
    running.wait_until_open(seconds=600)
    PICTURES.mkdir(parents=True, exist_ok=True)
    yield running
    running.stop()


def somebody(browser: Browser, demo: Running, key: str, **more: str) -> Page:
    page = device(browser, demo.address, PHONE, **more)
    page.goto(f"/demo/{key}/")
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("/(today|team/day)/"))
    return page


def item(page: Page) -> None:
    """The first question of what is open."""
    page.goto("/today/")
    page.locator("a[href*='/my-room/questions/']").first.click()
    page.wait_for_url(re.compile("/questions/"))
    page.get_by_role("link", name=re.compile("Begin|Carry on")).click()
    page.locator("form.answer").wait_for()


def consent(page: Page) -> None:
    opens(page, "treatment")


def couple(page: Page) -> None:
    page.goto("/team/caseload/?name=Yuki")
    follow(page, "Yuki and Thomas")


def session(page: Page) -> None:
    page.goto("/team/day/")
    follow(page, "Medicine session")
    if page.get_by_role("link", name="Open the session").count():
        follow(page, "Open the session")


PAGES = {
    "first-page": ("", "/"),
    "today": (PARTNER, "/today/"),
    "journey": (PARTNER, "/journey/"),
    "item": (ASKED, item),
    "our-room": (PARTNER, "/our-room/"),
    "consent": (PARTNER, consent),
    "help-now": (PARTNER, "/help-now/"),
    "my-day": (THERAPIST, "/team/day/"),
    "caseload": (THERAPIST, "/team/caseload/"),
    "couple": (THERAPIST, couple),
    "calendar": (THERAPIST, "/team/calendar/"),
    "session": (MONITOR, session),
}


@pytest.fixture(scope="module")
def people(browser: Browser, demo: Running) -> dict[str, Page]:
    known = {key: somebody(browser, demo, key) for key in (PARTNER, ASKED, THERAPIST, MONITOR)}
    return {**known, "": device(browser, demo.address, PHONE)}


@pytest.mark.parametrize("name", PAGES)
def test_a_main_page_is_whole_at_every_width_and_in_the_dark(
    name: str, people: dict[str, Page]
) -> None:
    who, where = PAGES[name]
    page = people[who]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(where) if isinstance(where, str) else where(page)
    found = {}
    for width, size in WIDTHS.items():
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
        found[width] = violations(page)
        found[f"{width}: wider than the screen"] = wider(page)
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=PICTURES / f"{name}-dark.png", full_page=True)
    found["dark"] = violations(page)
    assert not {where: what for where, what in found.items() if what}


def violations(page: Page) -> list[str]:
    report = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in report for node in each["nodes"]]


def wider(page: Page) -> bool:
    """Whether the page itself must be pushed sideways; a table may scroll within its frame."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )
