"""One partner takes the medicine, the other is asked about their own side if they wish. Told in
order, as in `test_together`; what that story walks screen by screen is changed by hand here.
"""

import pytest

from tests.journeys.conftest import Story
from tests.journeys.hands import id_in, never_says, press, says, tick, turn, write
from tests.journeys.papers import countersigns, fetched, sign_consent
from tests.journeys.printed import words_of
from tests.journeys.questions import address, answer
from tests.journeys.rooms import finds_nothing, learns_nothing
from tests.journeys.screening import (
    answers_alone_on_the_tablet,
    clears,
    done_elsewhere,
    opens_and_finds_it_clear,
    says_how_to_reach,
    tells_history,
)
from tests.journeys.session import (
    books,
    checks_the_day,
    finds_the_gate_open,
    finds_the_gate_shut,
    gives,
    lets_go_home,
    makes_the_room_ready,
    notes_who_came,
    orders,
    takes_into_stock,
    watches,
)

pytestmark = [pytest.mark.slow, pytest.mark.browser]
TWO = ("Ira", "Jon")
LOT = "K-2042"
IRAS = ("nightjar", "heron", "plover", "Lamotrigine")
BY_HAND = "pcl-5 audit dast-10 asrm c-ssrs own-assessment".split()
CONSENTS = "treatment off-label touch recording sharing big-decisions".split()
PREPARED = (
    "what-ketamine-is set-and-setting what-to-expect after-the-session the-day-checklist "
    "pattern-map preparation-1 preparation-2"
).split()


def test_a_course_begins_for_one_and_both_may_come_in(story: Story) -> None:
    page = story.okafor.open("/team/couples/new/")
    write(page, "First name of the one who asked", "Ira")
    write(page, "First name of their partner", "Jon")
    press(page, "Open it")
    story.couple = id_in(page.url, "couples")
    tick(page, "One of you")
    tick(page, "Ira")
    press(page, "Begin")
    for member in ("Dr Lind, prescriber", "Mona, session monitor"):
        page.get_by_label("Who, and as what").select_option(label=member)
        press(page, "Add to the care team")
    for partner in (story.one, story.two):
        write(page, f"{partner.name}’s own email", partner.email)
        press(page, f"Invite {partner.name}")
        partner.join_as_partner()
        says_how_to_reach(partner)
    page = story.okafor.open(f"/team/couples/{story.couple}/")
    for name in TWO:
        link = page.get_by_role("link", name=f"{name}’s chart")
        story.partners[name] = id_in(link.get_attribute("href") or "", "partners")


def test_only_the_one_who_takes_the_medicine_is_screened_for_it(story: Story) -> None:
    ira = story.of(story.one)
    done_elsewhere(story.okafor, story.couple, "first-conversation", ira)
    for partner in (story.one, story.two):
        sign_consent(partner.page, "confidentiality", name=partner.name)
    tells_history(story.one, medicine="Lamotrigine", allergy="")
    never_says(story.two.open("/today/"), "Your health and medicines")
    for step in BY_HAND:
        done_elsewhere(story.okafor, story.couple, step, ira)
    answers_alone_on_the_tablet(story.okafor, ira, story.tablet)
    opens_and_finds_it_clear(story.okafor, ira)
    done_elsewhere(story.okafor, story.couple, "private-screen", story.of(story.two))
    answer(story.one.page, story.of(story.one), "who-5.before", 2)
    clears(story.lind, ira)
    page = story.okafor.open(f"/team/couples/{story.couple}/suitability/")
    tick(page, "suitable for joint work with medicine")
    write(page, "Why, as you would say it to both", "Ira wishes it and Jon agrees.")
    press(page, "Sign")


def test_the_other_is_asked_about_their_own_side_and_may_leave_it_out(story: Story) -> None:
    page = story.two.open(address(story.of(story.two), "partner-who-5.partner-before"))
    says(page, "5 questions")
    turn(page, "Begin", "link")
    turn(page, "Leave this one out")
    says(page, "2 of 5")


def test_one_signs_prepares_and_is_found_ready(story: Story) -> None:
    ira = story.of(story.one)
    for document in CONSENTS:
        sign_consent(story.one.page, document, name="Ira")
    for clinician, role in ((story.okafor, "therapist"), (story.lind, "prescriber")):
        countersigns(clinician.open("/team/day/"), ira, role)
    done_elsewhere(story.okafor, story.couple, "consent-sharing", story.of(story.two))
    for step in PREPARED:
        done_elsewhere(story.okafor, story.couple, step, ira)
    page = story.one.open("/my-room/intentions/")
    write(page, "Your words", "nightjar: to be less alone with it.")
    press(page, "Keep it")
    page = story.okafor.open(f"/team/couples/{story.couple}/readiness/")
    tick(page, "I find")
    press(page, "Keep it")


def test_one_is_given_the_medicine_and_goes_home(story: Story) -> None:
    house, ira = story.house, story.of(story.one)
    page = story.cora.open("/team/calendar/rooms/")
    if "Willow room" not in page.inner_text("main"):
        write(page, "Name of the room", "Willow room")
        press(page, "Add")
    session = books(story.cora, house, story.couple, 1)
    takes_into_stock(story.mona, LOT)
    orders(story.lind, ira, "Ira")
    house.pass_time(minutes=61)
    finds_the_gate_shut(
        story.mona, session, ira,
        "The checks of the day are not done", "Nobody has written that the room is ready",
    )  # fmt: skip
    makes_the_room_ready(story.mona, session, observers=1)
    checks_the_day(story.mona, house, session, ira, "Ira")
    finds_the_gate_open(story.mona, session, ira)
    gives(story.mona, session, ira, "Ira", LOT)
    never_says(story.mona.open(f"/team/sessions/{session}/"), "Record a dose for Jon")
    watches(story.mona, session, ira, "Ira")
    house.pass_time(minutes=155)
    watches(story.mona, session, ira, "Ira")
    lets_go_home(story.mona, session, ira, "Ira")
    notes_who_came(story.okafor, session)
    page = story.one.open("/my-room/note/")
    write(page, "Your words", "heron: I could breathe.")
    press(page, "Keep it")
    learns_nothing(story.two, *IRAS)


def test_the_course_ends_and_each_gets_a_letter_of_their_own(story: Story) -> None:
    page = story.okafor.open(f"/team/couples/{story.couple}/closing/")
    write(page, "To both", "One of you took the medicine, both of you did the work.")
    write(page, "To Ira alone", "plover: you asked for help.")
    press(page, "Keep and preview")
    tick(page, "Close the course as well")
    press(page, "Sign the closing summary")
    says(page, "Signed.", "The course is closed.")
    letters, addresses = {}, {}
    for partner in (story.one, story.two):
        shown = partner.open("/my-room/letters/")
        link = shown.get_by_role("link", name="Download the letter")
        addresses[partner.name] = link.get_attribute("href") or ""
        letters[partner.name] = words_of(fetched(shown, addresses[partner.name]))
    assert "plover" in letters["Ira"]
    assert "both of you" in letters["Jon"]
    assert not [word for word in IRAS if word in letters["Jon"]]
    finds_nothing(story.two, addresses["Ira"])
    says(story.one.open("/today/"), "Nothing is waiting for you")
