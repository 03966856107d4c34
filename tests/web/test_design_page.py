"""The page of components: in a demonstration only, without violations, in both themes."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser

SHOTS = Path("build/screenshots")
pytestmark = pytest.mark.django_db(transaction=True)


def test_it_shows_every_component_in_both_themes(demonstration, client: Client) -> None:
    html = client.get("/design/").content.decode()
    for mark in (
        "card",
        "person",
        "state",
        "phases",
        "banner",
        "empty",
        "table",
        "chart",
        "drawing loop",
    ):
        assert html.count(f'class="{mark}') >= 2, mark
    for mark in ("window", "tile", "limit", "timeline", "dots", "pages", "choice", "error-summary"):
        assert mark in html, mark
    assert 'data-theme="light"' in html and 'data-theme="dark"' in html


def test_it_is_nowhere_to_be_found_in_a_real_clinic(settings, client: Client) -> None:
    settings.DUOLOGUE_DEMO = False
    assert client.get("/design/").status_code == 404


def test_nothing_in_it_needs_an_inline_script_or_style(demonstration, client: Client) -> None:
    html = client.get("/design/").content.decode()
    assert " style=" not in html and " onclick=" not in html and "<script>" not in html


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390, 320])
def test_it_fits_and_axe_finds_nothing(
    demonstration, live_server, browser: Browser, scheme: str, width: int
) -> None:
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/design/")
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"design-{width}-{scheme}.png", full_page=True)
    cut = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found = Axe().run(page) if width != 320 else None
    context.close()
    assert cut <= 0, "something sticks out to the side"
    assert found is None or found.violations_count == 0, found.generate_report()
