"""A phone zoomed to twice its size: 195 px are left."""

import pytest
from playwright.sync_api import Page

from tests.web.test_typed_again import sign_in as sign_in


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_ways_stay_in_reach_and_the_date_in_one_piece(
    cast, tab: Page, live_server, sign_in
) -> None:
    sign_in(cast.ana.person)
    tab.set_viewport_size({"width": 195, "height": 422})
    tab.goto(live_server.url + "/today/")
    bar = tab.locator(".bottom-nav")
    assert bar.evaluate("bar => getComputedStyle(bar).position") == "sticky"
    assert bar.bounding_box()["height"] <= 100
    assert tab.locator(".partner-head > span").bounding_box()["height"] < 30
    assert tab.evaluate("document.documentElement.scrollWidth") == 195
