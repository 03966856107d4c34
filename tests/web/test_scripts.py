"""The small scripts in a real browser, each alone on a page of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

SCRIPTS = Path(__file__).parents[2] / "duologue/web/static/web"
HERE = "http://clinic.test"
pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Server:
    """Answers for `clinic.test`: one page, the scripts from disk, and whatever is posted is noted."""

    def __init__(self, body: str, script: str) -> None:
        self.page = f'<title>x</title>{body}<script type="module" src="/{script}"></script>'
        self.posts: list[str] = []
        self.answer: Callable[[Route], None] = lambda route: route.fulfill(json={"saved": True})

    def __call__(self, route: Route) -> None:
        path = route.request.url.removeprefix(HERE)
        if route.request.method == "POST":
            self.posts.append(path)
            self.answer(route)
        elif path.endswith(".js"):
            route.fulfill(path=SCRIPTS / path.lstrip("/"), content_type="text/javascript")
        else:
            route.fulfill(body=self.page, content_type="text/html")


def opened(tab: Page, body: str, script: str) -> Server:
    server = Server(body, script)
    tab.route(f"{HERE}/**", server)
    tab.route("http://neutral.test/**", lambda route: route.fulfill(body="weather"))
    tab.goto(HERE + "/private/")
    tab.wait_for_load_state("networkidle")
    return server


LEAVE = '<form method="post" action="/leave/" data-leave data-to="http://neutral.test/"><button>Leave now</button></form>'
ITEM = (
    '<form method="post" action="/item/" data-autosave><input type="radio" name="a" value="1" id="one">'
    '<input type="radio" name="a" value="2" id="two"></form><p data-saved></p>'
)


@pytest.mark.parametrize("how", ["press", "escape"])
def test_leaving_ends_the_session_and_this_page_is_no_longer_in_the_history(
    tab: Page, how: str
) -> None:
    server = opened(tab, LEAVE, "leave.js")
    if how == "press":
        tab.get_by_text("Leave now").click()
    else:
        for _ in range(3):
            tab.keyboard.press("Escape")
    tab.wait_for_url("http://neutral.test/")
    assert server.posts == ["/leave/"]
    tab.go_back()
    assert "private" not in tab.url


def test_leaving_without_a_connection_stays_blank_and_ends_it_once_there_is_one(tab: Page) -> None:
    server = opened(tab, "<p>my words</p>" + LEAVE, "leave.js")
    tab.context.set_offline(True)
    tab.evaluate("sessionStorage.setItem('typed:me', 'my words')")
    tab.get_by_text("Leave now").click()
    expect(tab.locator("body")).to_have_text("")
    assert tab.evaluate("sessionStorage.length") == 0
    assert (tab.title(), tab.url) == ("New tab", HERE + "/leave/")
    assert "left=1" in tab.evaluate("document.cookie")
    assert server.posts == []
    tab.context.set_offline(False)
    tab.wait_for_url("http://neutral.test/")
    assert server.posts == ["/leave/"]


def test_leaving_does_not_wait_for_a_server_that_hangs(tab: Page) -> None:
    server = opened(tab, LEAVE, "leave.js")
    server.answer = lambda route: None
    tab.get_by_text("Leave now").click()
    tab.wait_for_url("http://neutral.test/")
    assert [one["name"] for one in tab.context.cookies(HERE)] == ["left"]
    tab.goto(HERE + "/older/")
    expect(tab.locator("body")).to_have_text("")


def test_leaving_blanks_every_tab(tab: Page) -> None:
    other = tab.context.new_page()
    for page in (tab, other):
        opened(page, "<p>my words</p>" + LEAVE, "leave.js")
        page.evaluate("sessionStorage.setItem('typed:me', 'my words')")
    tab.get_by_text("Leave now").click()
    expect(other.locator("body")).to_have_text("")
    assert other.evaluate("sessionStorage.length") == 0
    assert "private" not in other.url
    other.close()


def test_a_page_the_browser_kept_is_blank_after_leaving(tab: Page) -> None:
    opened(tab, "<p>my words</p>", "leave.js")
    tab.evaluate(
        "document.cookie = 'left=1'; "
        "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
    )
    expect(tab.locator("body")).to_have_text("")


def test_two_presses_of_escape_are_not_leaving(tab: Page) -> None:
    opened(tab, LEAVE, "leave.js")
    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")
    tab.wait_for_timeout(100)
    assert tab.url == HERE + "/private/"


def test_a_choice_is_saved_and_said_so_once_the_server_has_it(tab: Page) -> None:
    server = opened(tab, ITEM, "autosave.js")
    tab.locator("#one").check()
    expect(tab.locator("[data-saved]")).to_have_text("✓ saved")
    assert server.posts == ["/item/"]


def test_without_a_connection_it_says_so_and_tries_again(tab: Page) -> None:
    server = opened(tab, ITEM, "autosave.js")
    server.answer = lambda route: route.abort()
    tab.locator("#one").check()
    expect(tab.locator("[data-saved]")).to_contain_text("no connection")
    server.answer = lambda route: route.fulfill(json={"saved": True})
    expect(tab.locator("[data-saved]")).to_have_text("✓ saved", timeout=4000)


def test_an_answer_that_is_not_taken_is_not_called_saved(tab: Page) -> None:
    server = opened(tab, ITEM, "autosave.js")
    server.answer = lambda route: route.fulfill(status=422, json={})
    tab.locator("#two").check()
    expect(tab.locator("[data-saved]")).to_contain_text("Not saved yet")


TURN = (
    '<main tabindex="-1"><form method="post" action="/questions/1/2/" data-turn>'
    '<input type="radio" name="a" value="1"><button>Next</button></form></main>'
)


def in_a_questionnaire(tab: Page, body: str) -> Server:
    server = opened(tab, body, "turning.js")
    tab.goto(HERE + "/questions/1/")
    tab.wait_for_load_state("networkidle")
    return server


def test_a_question_whose_answer_does_not_arrive_keeps_the_choice_and_says_so(tab: Page) -> None:
    server = in_a_questionnaire(tab, TURN)
    tab.locator("input").check()
    failing = (lambda route: route.abort(), lambda route: route.fulfill(status=502, body="x"))
    for way, words in zip(failing, ("no connection", "was not taken"), strict=True):
        server.answer = way
        tab.locator("button").click()
        expect(tab.get_by_role("alert")).to_contain_text(words)
        expect(tab.locator("input")).to_be_checked()
    server.answer = lambda route: route.fulfill(body="<main>the next one</main>")
    tab.locator("button").click()
    expect(tab.locator("main")).to_have_text("the next one")
    assert tab.url == HERE + "/questions/1/" and tab.evaluate("history.length") == 3


def test_a_second_press_while_the_first_is_on_its_way_answers_once(tab: Page) -> None:
    server = in_a_questionnaire(tab, TURN)
    server.answer = lambda route: route.fulfill(body="<main>the next one</main>")
    tab.locator("button").dblclick()
    expect(tab.locator("main")).to_have_text("the next one")
    assert server.posts == ["/questions/1/2/"]


def test_a_second_press_sends_nothing(tab: Page) -> None:
    server = opened(
        tab, '<form method="post" action="/order/"><button>Sign</button></form>', "double-submit.js"
    )
    server.answer = lambda route: None  # the server thinks
    tab.evaluate("for (let i = 0; i < 3; i++) document.querySelector('button').click()")
    tab.wait_for_timeout(200)
    assert server.posts == ["/order/"]


def test_unsent_words_ask_before_the_page_is_left_but_not_when_sent(tab: Page) -> None:
    asked: list[str] = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    form = '<form method="post" action="/note/" data-unsaved><textarea name="t"></textarea><button>Send</button></form>'
    opened(tab, form, "unsaved.js")
    tab.locator("textarea").fill("what I saw")
    tab.goto(HERE + "/other/")
    assert asked == ["beforeunload"]
    tab.locator("textarea").fill("what I saw")
    tab.locator("button").click()
    tab.wait_for_timeout(200)
    assert asked == ["beforeunload"]


KEPT = {
    ("leave.js", "document.cookie"),  # that somebody left must outlive the page, for a day at most
    ("leave.js", "sessionStorage"),  # which it empties
    ("typed.js", "sessionStorage"),  # unsent words, in this tab, until sent, left or signed out
}


def test_no_script_keeps_anything_else_in_the_browser() -> None:
    for script in SCRIPTS.glob("*.js"):
        text = script.read_text()
        for store in ("localStorage", "sessionStorage", "indexedDB", "document.cookie"):
            if (script.name, store) not in KEPT:
                assert store not in text, f"{script.name} uses {store}"
