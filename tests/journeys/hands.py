"""What hands do on a page, and what eyes look for."""

import re

from playwright.sync_api import Page


def press(page: Page, name: str) -> None:
    """A button, and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def turn(page: Page, name: str, role: str = "button") -> None:
    """A button or link inside a questionnaire, where the page changes and the address does not."""
    before = page.locator("main").element_handle()
    page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
    page.wait_for_function("before => !before.isConnected", arg=before)


def follow(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile(re.escape(name))).first.click()


def write(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).first.fill(text)


def tick(page: Page, label: str) -> None:
    page.get_by_label(label).first.check()


def says(page: Page, *words: str) -> None:
    shown = " ".join(page.inner_text("body").split())
    missing = [each for each in words if each not in shown]
    assert not missing, f"{page.url} does not say {missing}, but: {shown}"


def never_says(page: Page, *words: str) -> None:
    shown = page.content()
    assert not [each for each in words if each in shown], page.url


def id_in(address: str, after: str) -> str:
    """The id that stands after this word in an address."""
    found = re.search(rf"{after}/([0-9a-f-]{{36}})", address)
    assert found, address
    return found[1]
