from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from tests.web.conftest import browser as browser

SHOTS = Path("build/screenshots")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_button_moves_when_limits_are_met_and_a_pressure_stays_on_one_line(
    cast, day, live_server, browser: Browser
) -> None:
    client = Client()
    client.force_login(cast.mona)
    context = browser.new_context(viewport={"width": 1180, "height": 820})
    context.add_cookies(
        [
            {"name": name, "value": cookie.value, "url": live_server.url}
            for name, cookie in client.cookies.items()
        ]
    )
    page = context.new_page()

    def places() -> dict[str, float]:
        page.goto(live_server.url + reverse("dosing-session", args=[day.session.id]))
        return {
            link.inner_text(): link.bounding_box()["y"] for link in page.locator(".columns a").all()
        }

    day.observe(cast.ana, 20)
    day.observe(cast.ben, 20)
    before = places()
    day.observe(
        cast.ana, systolic=205, diastolic=120, spo2=88, heart_rate=140, moaas=2,
        symptoms=["chest pain", "loss of consciousness"],
    )  # fmt: skip
    after = places()
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / "session-limits-met.png", full_page=True)
    assert before and before == {label: after[label] for label in before}
    assert page.locator(".tile .value").first.evaluate(
        "one => one.scrollWidth <= one.clientWidth && one.firstChild.nodeType === 3"
    )
    context.close()
