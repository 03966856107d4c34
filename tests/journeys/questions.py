"""Answering a questionnaire as a person does: one item a screen."""

from uuid import UUID

from playwright.sync_api import Page

from duologue.privacy.addresses import page_id
from tests.journeys.hands import says, turn

MOST_ITEMS = 40


def address(partner: str, step: str) -> str:
    """Where the partner of this id answers a step of their course."""
    return f"/my-room/questions/{page_id(UUID(partner), 'questions', step)}/"


def answer(page: Page, partner: str, step: str, place: int = 0) -> None:
    """From Today's button to thanks; `place` is the row that is touched on every screen."""
    page.goto(address(partner, step))
    says(page, "Your partner is never told what you answered")
    turn(page, "Begin", "link")
    answer_items(page, place)


def answer_items(page: Page, place: int = 0) -> None:
    for _ in range(MOST_ITEMS):
        rows = page.locator("main input[type=radio]")
        if rows.count():
            rows.nth(min(place, rows.count() - 1)).check()
        elif page.locator("#value").count():
            page.locator("#value").fill("3")
        else:
            break
        turn(page, "Next")
    turn(page, "Hand in my answers")
    says(page, "Thank you.", "Your partner is not told.")
