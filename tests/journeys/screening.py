"""Screening: what a partner tells, what the team measures and enters."""

from playwright.sync_api import Page

from tests.journeys.arriving import PASSPHRASE, Visitor
from tests.journeys.hands import follow, press, says, tick, turn, write
from tests.journeys.questions import answer_items

ON_PAPER = "phq-9 gad-7 who-5 pcl-5 audit dast-10 asrm c-ssrs ecr-rs iric ders-16".split()
MANY_SCREENS = 12


def says_how_to_reach(partner: Visitor) -> None:
    page = partner.page
    page.check("input[name=channel][value=mail]")
    write(page, "The email only you read", partner.email)
    page.check("input[name=hours][value=evening]")
    page.check("input[name=voicemail][value=no]")
    write(page, "What name should our mails carry?", "Willow Street")
    press(page, "Save")
    says(page, "Saved. You can change it any time.")


def tells_history(partner: Visitor, *, medicine: str, allergy: str) -> None:
    """The medical history, screen by screen, and sent."""
    page = partner.open("/my-room/about-me/")
    follow(page, "Go on")
    for _ in range(MANY_SCREENS):
        if page.url.endswith("/my-room/about-me/"):
            break
        for row in page.locator("main input[type=radio][value=no]").all():
            row.check()
        if page.get_by_label("I take no medicines at all").count():
            _medicines(page, medicine)
        if page.get_by_label("Date of birth").count():
            write(page, "Date of birth", "1986-04-12")
            write(page, "Height", "172")
            write(page, "Weight", "70")
            write(page, "Allergies", allergy)
        press(page, "Next")
    press(page, "Send to my team")
    says(page, "Sent to your team.")


def _medicines(page: Page, medicine: str) -> None:
    if not medicine:
        tick(page, "I take no medicines at all")
        return
    write(page, "Name", medicine)
    write(page, "How much", "50 mg")
    write(page, "How often", "every morning")


def answers_alone_on_the_tablet(therapist: Visitor, partner: str, tablet: Page) -> None:
    """The private screen, by a code, with no account."""
    page = therapist.open(f"/team/partners/{partner}/hand-out/")
    page.get_by_label("Questionnaire").select_option("hark")
    tick(page, "a code on the clinic's tablet")
    press(page, "Make it")
    tablet.goto("/a/")
    write(tablet, "Code of eight digits", page.locator(".figure").inner_text())
    press(tablet, "Begin")
    turn(tablet, "Begin", "link")
    answer_items(tablet)
    says(tablet, "You can give the tablet back, or close this page.")
    address = tablet.url
    back = tablet.go_back()
    # All the questions are one line of the history; before it stands the page that asks for a code.
    nothing = back is None or back.status == 404 or back.url.endswith("/a/")
    assert nothing, "who gets the tablet next sees nothing"
    assert tablet.request.get(address.replace("/done/", "/")).status == 404


def opens_and_finds_it_clear(clinician: Visitor, partner: str) -> None:
    """The sealed answers, with the clinician's own password; what they find is signed."""
    page = clinician.open(f"/team/partners/{partner}/sealed/")
    follow(page, "waiting to be read")
    write(page, "Your password", "not this one")
    press(page, "Open")
    says(page, "This is not your password. Nothing was opened")
    write(page, "Your password", PASSPHRASE)
    press(page, "Open")
    says(page, "answered", "When you leave this page, the answers are gone from it.")
    follow(page, "Sign what you find")
    tick(page, "Clear: nothing here speaks against going on")
    press(page, "Sign")
    says(page, "Signed. Others learn only whether it is clear.")


def enters_from_paper(clinician: Visitor, partner: str, instrument: str, row: int = 1) -> None:
    """`row` of the printed answers, counted from one, for every item."""
    page = clinician.open(f"/team/partners/{partner}/paper/{instrument}/")
    for choice in page.locator("main select").all():
        choice.select_option(index=min(row, choice.locator("option").count() - 1))
    for box in page.locator("main input[type=number]").all():
        box.fill("3")
    press(page, "Enter and score")
    says(page, "Entered")


def clears(prescriber: Visitor, partner: str) -> None:
    page = prescriber.open(f"/team/partners/{partner}/vitals/new/")
    for label, value in (
        ("Blood pressure, upper", "122"),
        ("Blood pressure, lower", "78"),
        ("Heart rate", "66"),
        ("Oxygen saturation", "98"),
        ("Weight", "70"),
    ):
        write(page, label, value)
    press(page, "Keep")
    follow(page, "Decide")
    tick(page, "Cleared, until a date")
    press(page, "Sign")
    says(page, "It is told on the next fixed date, as for everyone.")


def done_elsewhere(clinician: Visitor, couple: str, step: str, partner: str = "") -> None:
    """A step changed by hand, for what did not happen in Duologue."""
    whose = f"&partner={partner}" if partner else ""
    page = clinician.open(f"/team/couples/{couple}/step/?step={step}{whose}")
    tick(page, "It was done elsewhere")
    press(page, "Keep")
    says(page, "Kept.")
