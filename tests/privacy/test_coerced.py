"""Somebody holds Ana's phone and signs in as her: what of her sealed answers is there to find?

She answered a screen about violence by its code, on this very phone, alone. Ben wrote in his own
room, on his. Then every page is walked as her, and the phone's disk is searched.
"""

import os
import re
from collections import Counter, deque
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Playwright, sync_playwright

from duologue.measures.actions import answers_of, hand_out, start
from duologue.measures.models import Response
from duologue.measures.sealed.models import SealedAnswer
from duologue.programme.actions import start_episode
from tests.cast import Cast
from tests.house.test_neutral_pages import TITLES, telling
from tests.journeys.hands import turn
from tests.measures.sealing import with_key
from tests.people.signing_in import code_mailed_to
from tests.privacy.on_disk import found_in, visited, visits

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREEN = (
    "humiliated or emotionally",
    "afraid of your partner or ex-partner",
    "kicked, hit, slapped",
    "HARK",
)
HEADING = "A few more questions"
BENS = "a heron nobody else has seen"
# Files, ways out, and a page that shows a new secret at every look.
NOT_WALKED = re.compile(r"/(leave|accounts/logout|paper|static|totp/activate)/|\.(ics|pdf)$")
ONE_OF_A_KIND = 2  # addresses that differ only in an id


def phone(playwright: Playwright, profile: Path, address: str) -> Page:
    """A browser that keeps what a browser keeps."""
    context = playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        base_url=address,
        viewport={"width": 390, "height": 844},
    )
    context.set_default_timeout(20_000)
    return context.pages[0] if context.pages else context.new_page()


def sign_in(page: Page, email: str) -> None:
    cache.clear()  # a code may be asked for once a minute
    page.goto(reverse("account_login"))
    page.get_by_label("Your email").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("heading", name="Write your code").wait_for()
    page.get_by_label("Code").fill(code_mailed_to(email))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/today/"))


def walk(page: Page) -> dict[str, str]:
    """Every page links lead to, with what it says and how it is written."""
    seen: dict[str, str] = {}
    kinds: Counter[str] = Counter()
    waiting = deque(["/today/"])
    while waiting:
        path = waiting.popleft()
        kind = re.sub(r"[0-9a-f-]{36}", "*", path)
        if path in seen or NOT_WALKED.search(path) or kinds[kind] == ONE_OF_A_KIND:
            continue
        kinds[kind] += 1
        page.goto(path)
        seen[path] = page.inner_text("body")
        links = page.eval_on_selector_all(
            "a[href]",
            "all => all.filter(a => a.origin === location.origin).map(a => a.pathname + a.search)",
        )
        waiting.extend(links)
    return seen


def answer_by_code(page: Page, code: str) -> None:
    page.goto(reverse("measures-code"))
    page.get_by_label("Code of eight digits").fill(code)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("heading", name=HEADING).wait_for()
    page.get_by_role("link", name="Begin").click()
    answer_every_item(page)


def answer_every_item(page: Page) -> None:
    """From the first item to thanks, by hand: the last choice of each."""
    ready = page.locator("form.answer, main form button:has-text('Hand in my answers')").first
    ready.wait_for()
    while page.locator("form.answer").count():
        page.locator("main input[type=radio]").last.check()
        turn(page, "Next")
    turn(page, "Hand in my answers")
    page.get_by_role("heading", name="Thank you.").wait_for()


def kept_by(page: Page) -> dict[str, object]:
    """What the page's own origin keeps in this browser."""
    return page.evaluate(
        """async () => ({
          session: {...sessionStorage}, local: {...localStorage},
          caches: await caches.keys(), databases: await indexedDB.databases(),
          workers: (await navigator.serviceWorker.getRegistrations()).length,
        })"""
    )


NOTHING = {"session": {}, "local": {}, "caches": [], "databases": [], "workers": 0}


@pytest.fixture
def address(live_server, monkeypatch, settings) -> str:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.EMAIL_BACKEND = "duologue.contact.outbox.OutboxBackend"
    return str(live_server.url.replace("127.0.0.1", "localhost"))


def test_who_signs_in_as_ana_finds_nothing_of_what_she_sealed(
    cast: Cast, address: str, tmp_path: Path
) -> None:
    now = timezone.now()
    with_key(cast.okafor, cast.lind)
    course = start_episode(
        couple=cast.couple, programme="together-psycholytic", dosed=[cast.ana, cast.ben],
        by=cast.okafor, at=now,
    )  # fmt: skip
    response = start(
        partner=cast.ana, instrument="hark", mode="tablet", episode=course.pk,
        step="private-screen", by=cast.okafor, at=now,
    )  # fmt: skip
    code = hand_out(response=response, kind="code", by=cast.okafor, at=now)
    secret = (*SCREEN, "private-screen", "hark", BENS)
    with sync_playwright() as playwright:
        page = phone(playwright, tmp_path / "ben", address)
        sign_in(page, "ben@example.org")
        page.goto(reverse("integration-insights"))
        page.get_by_label("Your words").fill(BENS)
        page.get_by_role("button", name="Keep it").click()
        page.get_by_text(BENS).wait_for()
        page.context.close()

        page = phone(playwright, tmp_path / "ana", address)
        sign_in(page, "ana@example.org")
        before = walk(page)
        answer_by_code(page, code)
        page.context.close()
        assert SealedAnswer.objects.filter(response=response).exists()
        assert listed_of(tmp_path / "ana", response) == [(review_of(response), 1)]

        page = phone(playwright, tmp_path / "ana", address)
        sign_in(page, "ana@example.org")
        after = walk(page)
        assert after == before
        assert len(after) > 15
        told = "\n".join(after.values())
        assert [word for word in (*secret, HEADING) if word in told] == []
        # Whoever finds the addresses in the browser's history opens nothing with them.
        for name, gaps in (("measures-review", []), *(("measures-item", [n]) for n in (1, 4))):
            answered = page.goto(reverse(name, args=[response.id, *gaps]))
            assert answered and answered.status == 404
        assert kept_by(page) == NOTHING
        page.context.close()
    on_the_phone = visited(tmp_path / "ana")
    assert {title for _, title in on_the_phone} <= TITLES | {""}
    wrong = [telling(url) for url, _ in on_the_phone]
    assert [each for each in wrong if each] == []
    assert "/today/" in " ".join(url for url, _ in on_the_phone), "the browser kept no history"
    assert found_in(tmp_path / "ana", secret) == []


def test_answering_leaves_one_line_in_the_browser_s_history_and_none_by_question(
    cast: Cast, address: str, tmp_path: Path
) -> None:
    response = start(
        partner=cast.ana, instrument="gad-7", mode="portal", by=cast.ana.person, at=timezone.now()
    )
    with sync_playwright() as playwright:
        page = phone(playwright, tmp_path / "ana", address)
        sign_in(page, "ana@example.org")
        page.goto(review_of(response))
        before = page.evaluate("history.length")
        turn(page, "Begin", "link")
        turn(page, "Leave this one out")
        turn(page, "← Back", "link")
        answer_every_item(page)
        assert page.evaluate("history.length") == before
        page.go_back()
        page.wait_for_url(re.compile("/today/"))
        page.context.close()
    assert answers_of(response).keys() == set(range(1, 8))
    assert listed_of(tmp_path / "ana", response) == [(review_of(response), 1)]


def review_of(response: Response) -> str:
    return reverse("measures-review", args=[response.id])


def listed_of(profile: Path, response: Response) -> list[tuple[str, int]]:
    """What the browser lists of one questionnaire: (path, how often)."""
    listed = Counter(urlsplit(url).path for url in visits(profile) if str(response.id) in url)
    return sorted(listed.items())


def test_the_search_finds_what_a_browser_does_keep(
    address: str, cast: Cast, tmp_path: Path
) -> None:
    with sync_playwright() as playwright:
        page = phone(playwright, tmp_path / "any", address)
        page.goto(reverse("account_login"))
        page.evaluate("word => localStorage.setItem('x', word)", BENS)
        page.evaluate("word => localStorage.setItem('y', btoa('.' + word))", BENS)
        assert kept_by(page) != NOTHING
        page.context.close()
    found = found_in(tmp_path / "any", [BENS])
    for shape in ("utf-8", "base64 of utf-8"):
        assert any(f"{BENS} as {shape} in" in one for one in found), found
