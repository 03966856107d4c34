"""A draft that saves itself, in a real browser on a page of its own."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.conftest import browser, tab  # noqa: F401  fixtures

SCRIPT = Path(__file__).parents[2] / "duologue/notes/static/notes/draft.js"
PAGE = """<title>x</title><meta name="tab-mark" content="m"><form data-draft method="post" action="/d/">
<input type="hidden" name="base" value="first"><textarea name="s-a" aria-label="a"></textarea>
<p data-saved></p><button>Save</button></form><script type="module" src="/draft.js"></script>"""
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def opened(tab: Page, status: int = 200) -> list[str]:  # noqa: F811
    """The bodies posted, autosaves and pressed saves alike."""
    posted: list[str] = []

    def answer(route: Route) -> None:
        asked = route.request
        if asked.method == "POST":
            posted.append(asked.post_data or "")
            if asked.headers["accept"] == "application/json":
                route.fulfill(status=status, json={"base": "second"} if status == 200 else {})
            else:
                route.fulfill(body="kept", content_type="text/html")
        elif asked.url.endswith(".js"):
            route.fulfill(path=SCRIPT, content_type="text/javascript")
        else:
            route.fulfill(body=PAGE, content_type="text/html")

    tab.route("http://clinic.test/**", answer)
    tab.goto("http://clinic.test/d/")
    return posted


def test_a_draft_saves_itself_and_goes_on_from_the_version_it_got(tab: Page) -> None:  # noqa: F811
    posted = opened(tab)
    tab.get_by_label("a").fill("one")
    expect(tab.locator("[data-saved]")).to_have_text("✓ saved, for you alone")
    assert tab.locator("[name=base]").input_value() == "second"
    tab.get_by_role("button").click()
    expect(tab.locator("body")).to_have_text("kept")
    assert len(posted) == 2 and "second" in posted[1]


def test_a_draft_changed_elsewhere_is_not_saved_over(tab: Page) -> None:  # noqa: F811
    posted = opened(tab, status=409)
    tab.get_by_label("a").fill("one")
    expect(tab.locator("[data-saved]")).to_contain_text("changed somewhere else")
    tab.get_by_label("a").fill("one and more")
    tab.wait_for_timeout(3500)
    assert len(posted) == 1


def test_words_typed_offline_are_here_again_after_a_reload(tab: Page) -> None:  # noqa: F811
    opened(tab, status=500)
    tab.get_by_label("a").fill("typed in a tunnel")
    tab.reload()
    expect(tab.get_by_role("status")).to_contain_text("What you had typed is here again.")
    expect(tab.get_by_label("a")).to_have_value("typed in a tunnel")
    tab.get_by_role("button", name="Throw it away").click()
    expect(tab.get_by_label("a")).to_have_value("")
    assert tab.evaluate("sessionStorage.length") == 0


def test_what_was_saved_is_kept_no_longer(tab: Page) -> None:  # noqa: F811
    opened(tab)
    tab.get_by_label("a").fill("one")
    assert tab.evaluate("sessionStorage.length") == 1
    expect(tab.locator("[data-saved]")).to_have_text("✓ saved, for you alone")
    assert tab.evaluate("sessionStorage.length") == 0
