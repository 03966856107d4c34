"""Words typed and not yet sent are here again, for the same person in the same tab, and nowhere else."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from duologue.integration.models import Insight
from duologue.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HERE_AGAIN = "What you had typed is here again."
WORDS = "I saw the loop from outside."


def kept(tab: Page) -> int:
    return tab.evaluate("Object.keys(sessionStorage).length")


@pytest.fixture
def sign_in(tab: Page, live_server) -> Iterator[Callable[[Person], None]]:
    def as_person(person: Person) -> None:
        client = Client()
        client.force_login(person)
        tab.context.clear_cookies()
        tab.context.add_cookies(
            [
                {"name": name, "value": cookie.value, "url": live_server.url}
                for name, cookie in client.cookies.items()
            ]
        )

    yield as_person
    tab.goto("about:blank")


@pytest.fixture
def insights(cast, tab: Page, live_server, sign_in) -> str:
    """Ana has written an insight and not sent it. Returns the page's address."""
    sign_in(cast.ana.person)
    address = live_server.url + reverse("integration-insights")
    tab.goto(address)
    tab.get_by_label("Your words").fill(WORDS)
    return address


def test_after_back_they_are_here_again_and_can_be_thrown_away(tab: Page, insights: str) -> None:
    asked: list[str] = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    tab.get_by_role("link", name="Today").click()
    tab.go_back()
    expect(tab.get_by_label("Your words")).to_have_value(WORDS)
    expect(tab.get_by_role("status").filter(has_text=HERE_AGAIN)).to_have_count(1)
    tab.get_by_role("button", name="Throw it away").click()
    expect(tab.get_by_label("Your words")).to_have_value("")
    expect(tab.get_by_label("Your words")).to_be_focused()
    assert kept(tab) == 0
    tab.goto(insights)
    expect(tab.get_by_label("Your words")).to_have_value("")
    expect(tab.get_by_text(HERE_AGAIN)).to_have_count(0)
    assert asked == []


def test_once_sent_nothing_is_kept_and_back_brings_an_empty_form(tab: Page, insights: str) -> None:
    assert kept(tab) == 1
    tab.get_by_role("button", name="Keep it").click()
    expect(tab.locator("main p", has_text=WORDS)).to_have_count(1)
    assert kept(tab) == 0
    tab.go_back()
    tab.goto(insights)
    expect(tab.get_by_label("Your words")).to_have_value("")
    assert Insight.objects.count() == 1


def test_an_answer_lost_on_the_way_and_sent_again_after_back_makes_one_row(
    tab: Page, live_server, insights: str
) -> None:
    tab.goto(live_server.url + reverse("today"))
    tab.goto(insights)

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    tab.route(insights, lose)
    with tab.expect_event("requestfailed"):
        tab.get_by_role("button", name="Keep it").click()
    tab.wait_for_timeout(300)
    assert Insight.objects.count() == 1
    tab.unroute(insights)
    tab.go_back()
    tab.evaluate("address => location.assign(address)", insights)
    expect(tab.get_by_text(HERE_AGAIN)).to_have_count(1)
    tab.get_by_role("button", name="Keep it").click()
    expect(tab.locator("main p", has_text=WORDS)).to_have_count(1)
    assert Insight.objects.count() == 1


def test_signing_out_takes_them_away(tab: Page, live_server, insights: str) -> None:
    tab.goto(live_server.url + reverse("account_logout"))
    assert kept(tab) == 1
    tab.locator("main form button").click()
    expect(tab.get_by_role("link", name="Sign in").first).to_be_visible()
    assert kept(tab) == 0


def test_the_page_for_signing_in_takes_them_away(tab: Page, live_server, insights: str) -> None:
    tab.context.clear_cookies()
    tab.goto(live_server.url + reverse("account_login"))
    assert kept(tab) == 0


def test_whoever_signs_in_next_in_this_tab_never_sees_them(
    cast, tab: Page, sign_in: Callable[[Person], None], insights: str
) -> None:
    sign_in(cast.ben.person)
    tab.goto(insights)
    expect(tab.get_by_label("Your words")).to_have_value("")
    expect(tab.get_by_text(HERE_AGAIN)).to_have_count(0)
    assert kept(tab) == 0


def test_leaving_takes_them_away_before_anything_else(
    tab: Page, live_server, insights: str
) -> None:
    elsewhere = re.compile(f"^(?!{re.escape(live_server.url)})http")
    tab.route(elsewhere, lambda route: route.fulfill(body="weather"))
    tab.context.set_offline(True)
    tab.get_by_role("button", name="Leave now").click()
    expect(tab.locator("body")).to_have_text("")
    assert kept(tab) == 0
    tab.context.set_offline(False)
    tab.wait_for_url(elsewhere)


def test_a_page_that_failed_keeps_them(tab: Page, live_server, insights: str) -> None:
    tab.goto(live_server.url + "/nothing-here/")
    assert kept(tab) == 1
    tab.goto(insights)
    expect(tab.get_by_label("Your words")).to_have_value(WORDS)


@pytest.mark.parametrize(
    "form",
    [
        '<form method="post"><input name="a"><input name="b" type="password"></form>',
        '<form method="post"><input name="a"><input name="b" autocomplete="one-time-code"></form>',
        '<form method="post" data-keep="no"><textarea name="a"></textarea></form>',
        '<form method="post" data-autosave><textarea name="a"></textarea></form>',
        '<form method="post" autocomplete="off"><textarea name="a"></textarea></form>',
        '<div class="account"><form method="post"><textarea name="a"></textarea></form></div>',
        '<form method="get"><textarea name="a"></textarea></form>',
        '<form method="post"><input name="a"></form>',
    ],
)
def test_what_is_secret_signed_or_saved_as_one_goes_is_never_kept(
    tab: Page, live_server, insights: str, form: str
) -> None:
    tab.goto(insights)
    tab.get_by_role("button", name="Throw it away").click()
    tab.evaluate(
        "form => document.querySelector('main').insertAdjacentHTML('beforeend', form)", form
    )
    for field in tab.locator("[name=a], [name=b]").all():
        field.fill("12345678")
    assert kept(tab) == 0


@pytest.mark.parametrize("address", ["account_login", "people-code"])
def test_a_page_of_nobody_has_no_mark(client: Client, address: str) -> None:
    assert '<meta name="tab-mark" content="">' in client.get(reverse(address)).content.decode()


def test_the_mark_is_another_at_every_sign_in_and_names_nobody(cast, client: Client) -> None:
    def page() -> str:
        client.force_login(cast.ana.person)
        shown = client.get(reverse("today")).content.decode()
        return shown.split('<meta name="tab-mark" content="')[1].split('"')[0]

    first = page()
    client.logout()
    second = page()
    assert first and second and first != second
    assert str(cast.ana.person.pk).replace("-", "") not in first
