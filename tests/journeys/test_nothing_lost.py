"""What hands do by accident: twice, backwards, in two windows, without a connection; and leaving."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Story
from tests.journeys.hands import follow, id_in, never_says, press, says, tick, turn, write
from tests.journeys.papers import sign_consent
from tests.journeys.screening import done_elsewhere, says_how_to_reach

pytestmark = [pytest.mark.slow, pytest.mark.browser]
TWO = ("Noa", "Tom")


@pytest.fixture(scope="module")
def noa(story: Story) -> Page:
    """Noa's phone, at the first question of a questionnaire."""
    page = story.okafor.open("/team/couples/new/")
    write(page, "First name of the one who asked", "Noa")
    write(page, "First name of their partner", "Tom")
    press(page, "Open it")
    story.couple = id_in(page.url, "couples")
    for choice in ("Together, low dose", "Noa", "Tom"):
        tick(page, choice)
    press(page, "Begin")
    for partner in (story.one, story.two):
        write(page, f"{partner.name}’s own email", partner.email)
        press(page, f"Invite {partner.name}")
        partner.join_as_partner()
        says_how_to_reach(partner)
    done_elsewhere(story.okafor, story.couple, "first-conversation")
    for partner in (story.one, story.two):
        sign_consent(partner.page, "confidentiality", name=partner.name)
    return story.one.page


def at_first_question(page: Page) -> str:
    page.goto("/today/")
    follow(page, "Worry and tension")
    page.get_by_role("link", name=re.compile("Begin|Carry on")).click()
    found = re.match(r".*/questions/[^/]+/", page.url)
    assert found
    page.goto(found[0] + "1/")
    return found[0]


@contextmanager
def no_connection(page: Page) -> Iterator[None]:
    page.context.set_offline(True)
    try:
        yield
    finally:
        page.context.set_offline(False)


def touch(page: Page, row: int) -> None:
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("main input[type=radio]").nth(row).check()


def test_an_answer_is_saved_when_touched_and_found_on_going_back(noa: Page) -> None:
    at_first_question(noa)
    touch(noa, 2)
    expect(noa.locator("[data-saved]")).to_contain_text("saved")
    noa.reload()
    expect(noa.locator("main input[type=radio]").nth(2)).to_be_checked()
    turn(noa, "Next")
    expect(noa.locator("main input[type=radio]").nth(2)).not_to_be_checked()
    turn(noa, "← Back", "link")
    expect(noa.locator("main input[type=radio]").nth(2)).to_be_checked()


def test_pressing_next_twice_goes_one_question_on(noa: Page) -> None:
    at_first_question(noa)
    noa.locator("main input[type=radio]").nth(1).check()
    noa.get_by_role("button", name="Next").dblclick()
    expect(noa.locator(".where")).to_contain_text("2 of")


def test_in_two_windows_the_answer_given_last_stands(noa: Page) -> None:
    first = at_first_question(noa)
    other = noa.context.new_page()
    other.goto(first + "1/")
    touch(noa, 0)
    touch(other, 3)
    noa.reload()
    expect(noa.locator("main input[type=radio]").nth(3)).to_be_checked()
    other.close()


def test_without_a_connection_nothing_is_lost_and_the_page_says_so(noa: Page) -> None:
    at_first_question(noa)
    row = noa.locator("main input[type=radio]").nth(2)
    with no_connection(noa):
        row.check()
        expect(noa.locator("[data-saved]")).not_to_contain_text("✓ saved")
        noa.get_by_role("button", name="Next").click()
        says(noa, "There is no connection just now.")
    expect(row).to_be_checked()
    turn(noa, "Next")
    noa.reload()
    expect(row).to_be_checked()


def test_a_long_form_sent_twice_makes_one_and_back_keeps_what_was_typed(noa: Page) -> None:
    noa.goto("/my-room/insights/")
    write(noa, "Your words", "I saw the loop from outside.")
    noa.get_by_role("button", name="Keep it").dblclick()
    says_once(noa, "I saw the loop from outside.")
    noa.go_back()
    noa.goto("/my-room/insights/")
    says_once(noa, "I saw the loop from outside.")


def test_a_long_form_survives_a_lost_connection(noa: Page) -> None:
    noa.goto("/my-room/insights/")
    write(noa, "Your words", "Written in a tunnel.")
    with no_connection(noa):
        noa.get_by_role("button", name="Keep it").click()
        says(noa, "There is no connection just now. What you typed is still here")
    press(noa, "Keep it")
    says_once(noa, "Written in a tunnel.")


def test_a_wrong_address_is_kind(noa: Page) -> None:
    answer = noa.goto("/my-room/nowhere/")
    assert answer is not None
    assert answer.status == 404
    says(noa, "There is nothing here", "Nothing you wrote is lost.")
    follow(noa, "Today")


def test_leave_now_ends_the_session_and_back_shows_nothing(noa: Page) -> None:
    noa.goto("/my-room/insights/")
    noa.get_by_role("button", name="Leave now").click()
    expect(noa.locator("h1")).to_have_text("Elsewhere")
    noa.go_back()
    noa.wait_for_timeout(300)
    never_says(noa, "I saw the loop from outside.", "Written in a tunnel.")
    noa.goto("/my-room/insights/")
    assert "/accounts/login/" in noa.url


def says_once(page: Page, words: str) -> None:
    expect(page.locator("main p", has_text=words)).to_have_count(1)
