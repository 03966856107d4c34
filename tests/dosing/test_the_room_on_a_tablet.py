from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from duologue.dosing.models import Observation
from tests.web.conftest import browser as browser

SHOTS = Path("build/screenshots")


pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tablet(cast, live_server, browser: Browser) -> Iterator[Page]:
    """Mona's, signed in."""
    client = Client()
    client.force_login(cast.mona)
    context = browser.new_context(viewport={"width": 1180, "height": 820}, base_url=live_server.url)
    context.add_cookies(
        [
            {"name": name, "value": cookie.value, "url": live_server.url}
            for name, cookie in client.cookies.items()
        ]
    )
    yield context.new_page()
    context.close()


def test_no_button_moves_when_limits_are_met_and_a_pressure_stays_on_one_line(
    cast, day, tablet: Page
) -> None:
    def places() -> dict[str, float]:
        tablet.goto(reverse("dosing-session", args=[day.session.id]))
        return {
            link.inner_text(): link.bounding_box()["y"]
            for link in tablet.locator(".columns a").all()
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
    tablet.screenshot(path=SHOTS / "session-limits-met.png", full_page=True)
    assert before and before == {label: after[label] for label in before}
    assert tablet.locator(".tile .value").first.evaluate(
        "one => one.scrollWidth <= one.clientWidth && one.firstChild.nodeType === 3"
    )


def test_an_observation_begun_is_here_again_after_back_and_is_written_once(
    cast, day, tablet: Page
) -> None:
    room = reverse("dosing-session", args=[day.session.id])
    tablet.goto(room)
    tablet.goto(reverse("dosing-observations", args=[day.session.id, cast.ana.pk]))
    fresh = tablet.get_by_label("When").input_value()
    tablet.get_by_label("When").fill(fresh[:-5] + "00:01")
    tablet.get_by_label("Systolic").fill("128")
    tablet.get_by_label("Nausea").select_option("1")
    tablet.get_by_label("chest pain", exact=True).check()
    tablet.get_by_label("Note").fill("Wants quiet.")
    tablet.get_by_role("link", name="Back to the room").click()
    tablet.go_back()
    expect(tablet.get_by_text("What you had typed is here again.")).to_be_visible()
    expect(tablet.get_by_text("It was typed at")).to_be_visible()
    assert tablet.get_by_label("When").input_value()[-5:] != "00:01", "an old time is not new"
    expect(tablet.get_by_label("Systolic")).to_have_value("128")
    expect(tablet.get_by_label("Nausea")).to_have_value("1")
    expect(tablet.get_by_label("chest pain", exact=True)).to_be_checked()
    SHOTS.mkdir(parents=True, exist_ok=True)
    tablet.screenshot(path=SHOTS / "observation-here-again.png", full_page=True)

    tablet.get_by_role("button", name="Save for Ana").click()
    expect(tablet.locator(".error-summary")).to_contain_text("Enter the diastolic too")
    tablet.goto(room)
    tablet.go_back()
    tablet.get_by_label("Diastolic").fill("82")
    tablet.get_by_role("button", name="Save for Ana").dblclick()
    tablet.wait_for_function("Object.keys(sessionStorage).length === 0")
    tablet.go_back()
    tablet.goto(reverse("dosing-observations", args=[day.session.id, cast.ana.pk]))
    expect(tablet.get_by_label("Note")).to_have_value("")
    assert [(one.systolic, one.diastolic, one.note) for one in Observation.objects.all()] == [
        (128, 82, "Wants quiet.")
    ]


def test_vitals_have_the_whole_width_and_fields_for_a_thumb(cast, day, tablet: Page) -> None:
    tablet.goto(reverse("dosing-observations", args=[day.session.id, cast.ana.pk]))
    form, pressure = tablet.locator("form.pairs"), tablet.get_by_label("Systolic")
    assert form.bounding_box()["width"] > 0.9 * 1180
    assert pressure.bounding_box()["height"] >= 64
    assert pressure.get_attribute("inputmode") == "numeric"
    beside = tablet.get_by_label("Diastolic").bounding_box()
    assert beside["y"] == pressure.bounding_box()["y"], "both pressures stand on one line"
