"""What paper looks like, whatever the screen it is printed from."""

import pytest
from playwright.sync_api import Page


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_paper_is_never_dark(tab: Page, live_server) -> None:
    tab.emulate_media(color_scheme="dark", media="screen")
    tab.goto(live_server.url + "/evidence/")
    of_root = "name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()"
    names = ("--paper", "--ink", "--one", "--two")
    assert tab.evaluate(of_root, "--paper") == "#11161b"
    tab.emulate_media(color_scheme="dark", media="print")
    assert [tab.evaluate(of_root, name) for name in names] == ["#fff", "#000", "#1b6a85", "#ad4a12"]
