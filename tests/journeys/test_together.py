"""One couple, from the public page to the closing letter. Told in order: each test goes on
where the one before it stopped, so run the whole file.

What the story leaves out, and the page by which it does: `done_elsewhere` (a step changed by hand).
"""

import pytest

from duologue.preparation.loader import lessons
from tests.journeys.conftest import Story
from tests.journeys.hands import follow, id_in, press, says, tick, write
from tests.journeys.papers import countersigns, fetched, sign_consent, signed_paper
from tests.journeys.printed import words_of
from tests.journeys.questions import answer
from tests.journeys.rooms import finds_nothing, learns_nothing
from tests.journeys.screening import (
    ON_PAPER,
    answers_alone_on_the_tablet,
    clears,
    done_elsewhere,
    enters_from_paper,
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
TWO = ("Ana", "Ben")
LOT = "K-2041"
CONSENTS = "treatment off-label touch recording sharing big-decisions".split()
LESSONS = "what-ketamine-is set-and-setting what-to-expect after-the-session the-day-checklist"
ANAS = (
    "lantern", "Sertraline", "Penicillin", "marigold", "thistle", "bramble", "juniper",
)  # fmt: skip
BENS = ("harbour", "seagull", "compass", "rudder", "mooring")


def test_ana_asks_on_the_public_page_to_be_called(story: Story) -> None:
    page = story.one.page
    page.goto("/")
    says(page, "Two people,", "In danger, or thinking of ending your life?")
    follow(page, "Is this right for us?")
    while page.locator("main input[type=radio]").count():
        page.locator("main input[type=radio]").first.check()
        press(page, "Next")
    says(page, "Advice, not a diagnosis", "Worth a first talk", "Nothing has been kept so far.")
    press(page, "Ask the clinic to call me")
    write(page, "What may we call you?", "Ana")
    tick(page, "phone call")
    write(page, "Your number or address", "020 7946 0001")
    write(page, "Anything we should know", "We keep having the same fight.")
    tick(page, "Send my answers along")
    press(page, "Ask for a call")
    says(page, "We have it")


def test_the_therapist_opens_a_record_and_begins_their_course(story: Story) -> None:
    page = story.okafor.open("/team/enquiries/")
    follow(page, "Ana")
    says(page, "020 7946 0001", "We keep having the same fight.", "Worth a first talk")
    tick(page, "talked: a record comes next")
    press(page, "Note it")
    follow(page, "Open a record")
    assert page.get_by_label("First name of the one who asked").input_value() == "Ana"
    write(page, "First name of their partner", "Ben")
    press(page, "Open it")
    story.couple = id_in(page.url, "couples")
    tick(page, "Together, low dose")
    tick(page, "Ana")
    tick(page, "Ben")
    press(page, "Begin")
    says(page, "The course has begun.")
    for member in ("Dr Lind, prescriber", "Mona, session monitor"):
        page.get_by_label("Who, and as what").select_option(label=member)
        press(page, "Add to the care team")
    for name in TWO:
        write(page, f"{name}’s own email", f"{name.lower()}@example.org")
        press(page, f"Invite {name}")
        says(page, "A link is on its way to", f"{name.lower()}@example.org")


def test_both_join_by_mail_and_say_how_they_may_be_reached(story: Story) -> None:
    for partner in (story.one, story.two):
        partner.join_as_partner()
        says_how_to_reach(partner)
    story.two.page.context.clear_cookies()
    story.two.open("/today/")
    says(story.two.page, "Ben.")
    page = story.okafor.open(f"/team/couples/{story.couple}/")
    for name in TWO:
        link = page.get_by_role("link", name=f"{name}’s chart")
        story.partners[name] = id_in(link.get_attribute("href") or "", "partners")


def test_each_signs_what_stays_theirs_before_the_first_private_question(story: Story) -> None:
    done_elsewhere(story.okafor, story.couple, "first-conversation")
    says(story.one.open("/today/"), "What stays yours and what may be said together")
    for partner in (story.one, story.two):
        sign_consent(partner.page, "confidentiality", name=partner.name, wrong_first=True)
    paper = signed_paper(story.one.page, "confidentiality")
    assert "Ana" in words_of(paper)
    href = story.one.page.get_by_role("link", name="The paper you signed").get_attribute("href")
    finds_nothing(story.two, href or "")


def test_each_tells_their_health_and_answers_alone_on_the_phone(story: Story) -> None:
    tells_history(story.one, medicine="Sertraline", allergy="Penicillin, a rash")
    tells_history(story.two, medicine="", allergy="")
    answer(story.one.page, story.of(story.one), "csi-16.before", 2)
    hers = story.one.page.url.replace("/done/", "/")
    answer(story.two.page, story.of(story.two), "gad-7.before", 1)
    finds_nothing(story.two, hers, hers + "1/")


def test_the_rest_comes_on_paper_and_the_private_screen_on_the_tablet(story: Story) -> None:
    for partner in (story.one, story.two):
        for instrument in ON_PAPER:
            if (partner.name, instrument) != ("Ben", "gad-7"):
                enters_from_paper(story.okafor, story.of(partner), instrument)
        answers_alone_on_the_tablet(story.okafor, story.of(partner), story.tablet)
        opens_and_finds_it_clear(story.okafor, story.of(partner))
    enters_from_paper(story.okafor, story.of(story.two), "csi-16", 3)
    learns_nothing(story.two, *ANAS)


def test_the_prescriber_clears_each_and_the_therapist_finds_them_suitable(story: Story) -> None:
    done_elsewhere(story.okafor, story.couple, "joint-assessment")
    for partner in (story.one, story.two):
        done_elsewhere(story.okafor, story.couple, "own-assessment", story.of(partner))
        clears(story.lind, story.of(partner))
    page = story.okafor.open(f"/team/couples/{story.couple}/suitability/")
    tick(page, "suitable for joint work with medicine")
    write(page, "Why, as you would say it to both", "You both wish to work on the same loop.")
    press(page, "Sign")
    says(page, "You both wish to work on the same loop.")


def test_each_reads_understands_and_signs_alone(story: Story) -> None:
    for partner in (story.one, story.two):
        for document in CONSENTS:
            sign_consent(partner.page, document, name=partner.name)
        for clinician, role in ((story.okafor, "therapist"), (story.lind, "prescriber")):
            countersigns(clinician.open("/team/day/"), story.of(partner), role)
    says(story.okafor.open(f"/team/couples/{story.couple}/"), "7 of 7")


def test_each_prepares_alone_and_ana_shares_one_intention(story: Story) -> None:
    titles = {one.id: one.title for one in lessons()}
    for partner in (story.one, story.two):
        for lesson in LESSONS.split():
            page = partner.open("/my-room/lessons/")
            follow(page, titles[lesson])
            press(page, "I have read this")
    page = story.one.open("/my-room/intentions/")
    write(page, "Your words", "To say the small things before they grow.")
    press(page, "Keep it")
    follow(page, "Share these words with us both")
    press(page, "Yes, share these words")
    says(page, "Shared. For one hour only you see it, and you can take it back.")
    write(page, "Your words", "lantern: I am afraid he will leave.")
    press(page, "Keep it")
    his = story.two.open("/my-room/intentions/")
    write(his, "Your words", "harbour: to stop hiding.")
    press(his, "Keep it")
    learns_nothing(story.two, "To say the small things before they grow.")
    story.house.pass_time(hours=1)
    says(story.two.open("/our-room/"), "To say the small things before they grow.")
    learns_nothing(story.two, *ANAS)
    learns_nothing(story.one, *BENS)


def test_they_draw_their_loop_and_are_found_ready(story: Story) -> None:
    page = story.okafor.open(f"/team/couples/{story.couple}/pattern/")
    write(page, "What sets it off", "dinner is late and nobody says why")
    write(page, "What it is about", "who is trying")
    places = (("Ana", "asks again, louder"), ("Ben", "goes quiet and leaves"))
    for number, (name, happens) in enumerate(places, 1):
        page.get_by_label(f"Place {number}: whose").select_option(label=name)
        page.get_by_label("What happens").nth(number - 1).fill(happens)
    press(page, "Keep this version")
    for partner in (story.one, story.two):
        says(partner.open("/our-room/"), "goes quiet")
    for meeting in ("preparation-1", "preparation-2"):
        done_elsewhere(story.okafor, story.couple, meeting)
    page = story.okafor.open(f"/team/couples/{story.couple}/readiness/")
    says(page, "5 of 5", "version 1")
    tick(page, "I find this couple ready to begin")
    press(page, "Keep it")


def test_the_first_medicine_session_is_booked_ordered_and_answered_before(story: Story) -> None:
    page = story.cora.open("/team/calendar/rooms/")
    write(page, "Name of the room", "Willow room")
    press(page, "Add")
    story.session = books(story.cora, story.house, story.couple, 1)
    takes_into_stock(story.mona, LOT)
    for partner in (story.one, story.two):
        says(partner.open("/today/"), "Your next appointment", "Willow room", "Before the session")
        answer(partner.page, story.of(partner), "csi-4.s1", 2)
        orders(story.lind, story.of(partner), partner.name)


def test_the_session_is_given_watched_and_ends_with_both_going_home(story: Story) -> None:
    house, session = story.house, story.session
    house.pass_time(minutes=61)
    says(story.mona.open("/team/day/"), "Medicine session 1", "Day-of checks")
    for partner in (story.one, story.two):
        finds_the_gate_shut(
            story.mona, session, story.of(partner),
            "The checks of the day are not done", "Nobody has written that the room is ready",
        )  # fmt: skip
    makes_the_room_ready(story.mona, session, observers=2)
    for partner in (story.one, story.two):
        checks_the_day(story.mona, house, session, story.of(partner), partner.name)
        finds_the_gate_open(story.mona, session, story.of(partner))
        gives(story.mona, session, story.of(partner), partner.name, LOT)
        watches(story.mona, session, story.of(partner), partner.name)
    says(story.mona.open(f"/team/sessions/{session}/"), "35 mg (0.70 mL)", "122/80")
    house.pass_time(minutes=130)
    for partner in (story.one, story.two):
        watches(story.mona, session, story.of(partner), partner.name)
        lets_go_home(story.mona, session, story.of(partner), partner.name)
    notes_who_came(story.okafor, session)


def test_each_looks_back_alone_and_the_two_agree_on_one_thing(story: Story) -> None:
    own = {"Ana": ("marigold", "thistle", "bramble"), "Ben": ("seagull", "compass", "rudder")}
    for partner in (story.one, story.two):
        page = partner.open("/my-room/note/")
        write(page, "Your words", f"{own[partner.name][0]}: the room was warm.")
        press(page, "Keep it")
    story.house.pass_time(hours=30)
    for partner in (story.one, story.two):
        says(partner.open("/today/"), "One day after", "Your days after the session")
        answer(partner.page, story.of(partner), "asked-24h.s1", 2)
        page = partner.open("/my-room/insights/")
        write(page, "Your words", f"{own[partner.name][1]}: I saw what I do.")
        press(page, "Keep it")
        follow(page, "Make a practice of it")
        write(page, "What you will do", f"{own[partner.name][2]}: say that I am afraid.")
        press(page, "Choose it")
        page = partner.open("/my-room/check-in/")
        for name in "close shared their-side defensive settled ours".split():
            page.check(f"input[name='{name}'][value='6']")
        press(page, "Keep it")
    page = story.one.open("/our-room/agreements/")
    write(page, "What you propose", "We stop at nine in the evening.")
    press(page, "Propose it")
    page = story.two.open("/our-room/agreements/")
    press(page, "Yes, I choose this too")
    says(page, "both said yes")
    learns_nothing(story.two, *ANAS)
    learns_nothing(story.one, *BENS)


def test_the_course_goes_on_to_its_last_session_and_is_asked_at_its_end(story: Story) -> None:
    for number in range(2, 6):
        done_elsewhere(story.okafor, story.couple, f"medicine-session.s{number}")
    last = books(story.cora, story.house, story.couple, 6)
    story.house.pass_time(hours=5)
    notes_who_came(story.okafor, last)
    story.house.pass_time(days=15)
    says(story.one.open("/today/"), "Your relationship")
    # Of what is due at one moment a page of My day shows the first few, by their ids.
    pages = (story.okafor.open(f"/team/day/?page={number}") for number in range(1, 9))
    waiting = next(page for page in pages if "CSI-16" in page.inner_text("main"))
    says(waiting, "CSI-16", "Ana and Ben")
    answer(story.one.page, story.of(story.one), "csi-16.end", 4)
    enters_from_paper(story.okafor, story.of(story.two), "csi-16", 6)
    says(story.okafor.open(f"/team/couples/{story.couple}/"), "CSI-16", "Ana", "Ben")


def test_each_gets_a_closing_letter_with_their_own_words_only(story: Story) -> None:
    done_elsewhere(story.okafor, story.couple, "closing-meeting")
    page = story.okafor.open(f"/team/couples/{story.couple}/closing/")
    write(page, "To both", "You came with one loop and leave with a word for it.")
    write(page, "To Ana alone", "juniper: you say when you are afraid.")
    write(page, "To Ben alone", "mooring: you stay in the room.")
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
    assert "one loop" in letters["Ana"] and "juniper" in letters["Ana"]
    assert "one loop" in letters["Ben"] and "mooring" in letters["Ben"]
    assert not [word for word in BENS if word in letters["Ana"]]
    assert not [word for word in ANAS if word in letters["Ben"]]
    finds_nothing(story.two, addresses["Ana"])
    finds_nothing(story.one, addresses["Ben"])


def test_when_the_course_is_closed_nothing_more_is_asked_of_anybody(story: Story) -> None:
    for partner, others in ((story.one, BENS), (story.two, ANAS)):
        says(partner.open("/today/"), "Nothing is waiting for you")
        learns_nothing(partner, *others)
    says(story.okafor.open("/team/caseload/"), "Ana and Ben", "no course under way")
