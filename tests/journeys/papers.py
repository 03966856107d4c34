"""Reading a consent, showing that it was understood, choosing, signing."""

from playwright.sync_api import Page

from duologue.consent.loader import document
from tests.journeys.hands import follow, press, says, write


def sign_consent(page: Page, which: str, *, name: str, wrong_first: bool = False) -> None:
    """From the text to the signature, as somebody who read it."""
    asked = document(which)
    opens(page, which)
    follow(page, "Next: a few questions about it")
    if asked.questions and wrong_first:
        for question in asked.questions:
            page.check(
                f"[name='{question.id}'][value='{next(o.id for o in question.options if not o.right)}']"
            )
        press(page, "Next")
        says(page, "In other words:", asked.questions[0].explain[:40])
    for question in asked.questions:
        page.check(
            f"[name='{question.id}'][value='{next(o.id for o in question.options if o.right)}']"
        )
    press(page, "Next")
    if asked.choices:
        for choice in asked.choices:
            if choice.options:
                page.check(f"[name='{choice.id}'][value='{choice.options[0].id}']")
            else:
                page.fill(f"[name='{choice.id}']", "Only my hands.")
        press(page, "Next: see the paper")
    write(page, "Your name, typed as your signature", name)
    press(page, "Sign")


def opens(page: Page, which: str) -> None:
    """From the list: the address of a paper tells nothing."""
    page.goto("/my-room/papers/")
    follow(page, document(which).title)
    says(page, document(which).title)


def signed_paper(page: Page, which: str) -> bytes:
    """The PDF of what was signed."""
    opens(page, which)
    says(page, "You signed this")
    address = page.get_by_role("link", name="The paper you signed").get_attribute("href")
    return fetched(page, address or "")


def fetched(page: Page, address: str) -> bytes:
    """A file as the person's browser would get it. Chromium without a head shows no PDF."""
    answer = page.request.get(address)
    assert answer.ok, answer.status
    return answer.body()


def countersigns(page: Page, partner: str, role: str) -> None:
    """Every paper of this partner that waits for this role."""
    page.goto(f"/team/partners/{partner}/consents/")
    while page.get_by_role("button", name=f"Sign beside as {role}").count():
        press(page, f"Sign beside as {role}")
        page.goto(f"/team/partners/{partner}/consents/")
