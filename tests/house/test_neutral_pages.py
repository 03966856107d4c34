"""What stays behind of a visit tells nothing: titles, addresses, names of files.

A partner's history, its suggestions, the open tabs and the folder of downloads may be read by
the other partner. So every page says only in which room it lies, and is addressed by nouns that
are the same for everybody, by numbers and by ids.
"""

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import RoutePattern, URLResolver

from duologue.people.models import Clinic, Couple
from duologue.people.queries import clinic
from duologue.privacy.addresses import page_id
from tests.house import every_page
from tests.house.test_page_costs import observers, world  # noqa: F401  fixtures

TITLES = {"Today", "Journey", "My room", "Our room", "Help now", "My pages", "Sign in"}
FILES = {"document.pdf", "document.txt", "calendar.ics"}
# Before a word comes in here: would it tell, beside a time of day, what a partner did or has?
NOUNS = set(
    """
    today journey my-room our-room help-now help home leave
    questions done answers papers signed choices paper signature more lessons
    about-me contact messages appointments feed feeds letters copies
    intentions shared the-day pattern plan insights away release practices day end
    note check-in pattern-today days dialogue agreements acceptance
    a invitation what-it-is evidence fit call sent
    accounts login in-person code confirm logout inactive sessions reauthenticate
    password change reset key set 2fa authenticate totp activate deactivate
    recovery-codes generate download passkeys add remove signup email confirm-email
    """.split()
)
NOT_A_PARTNERS = ("team/", "demo/", "design/", "health/", "setup/")
# Made for one visit or one device, and of no meaning to anybody else.
SECRET = {"<str:token>", "<str:token>.ics"}
BY_PATTERN = {"account_reset_password_from_key"}  # of the team: partners have no password
ASKED = {"page", "insight"}
OPAQUE = re.compile(r"\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CONVERTERS = re.compile(r"<(uuid|int):\w+>")
LINK = re.compile(r'(?:href|action)="([^"#]*)["#]')


def telling(address: str) -> list[str]:
    """What in this address says more than a noun that everybody shares."""
    path, query = urlsplit(address)[2:4]
    parts = [part for part in path.strip("/").split("/") if part]
    told = [part for part in parts if part not in NOUNS and not OPAQUE.fullmatch(part)]
    asked = parse_qsl(query, keep_blank_values=True)
    return told + [f"?{k}={v}" for k, v in asked if k not in ASKED or not OPAQUE.fullmatch(v)]


def routes(patterns: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """(name, route) of every page that is not the team's or the operator's alone."""
    for one in patterns:
        if isinstance(one.pattern, RoutePattern):
            route = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from routes(one.url_patterns, route)
            elif not route.startswith(NOT_A_PARTNERS):
                yield one.name or route, route
        elif getattr(one, "name", "") not in BY_PATTERN:
            yield str(one), str(one.pattern)


def opened(observers: dict[str, Client]) -> Iterator[tuple[str, HttpResponse]]:  # noqa: F811
    """Each such page, once for each partner, and for somebody without an account, it opens for."""
    names = {name for name, _ in routes(get_resolver().url_patterns)} - {"leave"}
    pages = [page for page in every_page.named_pages() if page.name in names]
    for couple in Couple.objects.order_by("-at"):
        around = every_page.ids_around(couple)
        people = [*(partner.person.name for partner in couple.partners.all()), "nobody"]
        for page in pages:
            for name in people:
                for address in page.addresses(around):
                    answer = observers[name].get(address)
                    if answer.status_code == 200:
                        yield address, answer
                        break


def title_of(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    return html.unescape(found[1]).strip() if found else "no title"


def test_no_address_has_room_for_a_word_that_tells() -> None:
    wrong = {
        name: part
        for name, route in routes(get_resolver().url_patterns)
        for part in route.strip("/").split("/")
        if part and part not in NOUNS | SECRET and not CONVERTERS.fullmatch(part)
    }
    assert not wrong, "address it by duologue/privacy/addresses.py, or by a noun all share"


@pytest.mark.parametrize(
    "address",
    [
        "/my-room/questions/private-screen/",
        "/my-room/papers/touch/",
        "/accounts/login/?next=/my-room/",
        "/my-room/practices/?insight=less-wine",
    ],
)
def test_an_address_that_tells_is_caught(address: str) -> None:
    assert telling(address)


def test_no_page_of_a_partner_tells_by_title_address_or_file(
    observers: dict[str, Client],  # noqa: F811
) -> None:
    ours = clinic()
    assert isinstance(ours, Clinic)
    wrong: dict[str, object] = {}
    seen = 0
    for address, answer in opened(observers):
        seen += 1
        if told := telling(address):
            wrong[address] = told
        kind, file = answer["Content-Type"], answer.get("Content-Disposition", "")
        if file and file.partition("filename=")[2].strip('"') not in FILES:
            wrong[f"{address} file"] = file
        if kind.startswith("application/pdf") and b"/Title(Document)" not in answer.content:
            wrong[f"{address} document"] = "another title than “Document”"
        if not kind.startswith("text/html"):
            continue
        page = answer.content.decode()
        if (title := title_of(page)) not in TITLES | {ours.alias}:
            wrong[f"{address} title"] = title
        for link in map(html.unescape, LINK.findall(page)):
            own = link.startswith(("/", "?")) and not link.startswith(("/static/", "/demo/"))
            if own and (told := telling(link)):
                wrong[f"{address} leads to {link}"] = told
    assert seen > 100
    assert not wrong, "\n".join(f"{where}: {what}" for where, what in wrong.items())


def test_the_same_thing_is_addressed_otherwise_for_the_other_partner(cast: Any) -> None:
    anas, bens = (
        reverse("preparation-lesson", args=[page_id(one.pk, "lessons", "what-to-expect")])
        for one in (cast.ana, cast.ben)
    )
    assert anas != bens
    ana = every_page.signed_in(cast.ana.person)
    assert ana.get(anas).status_code == 200
    assert ana.get(bens).content == ana.get(f"/my-room/lessons/{uuid4()}/").content


@pytest.mark.parametrize(
    "name", ["today", "my-room", "measures-answers", "my-account", "mfa_index"]
)
def test_whoever_signs_in_first_is_not_told_which_page_was_asked_for(cast: Any, name: str) -> None:
    stranger = Client()
    asked = stranger.get(reverse(name), {"insight": "x"})
    assert (asked.status_code, asked.url) == (302, reverse("account_login"))
    assert not telling(asked.url) and "insight" not in stranger.get(asked.url).content.decode()


@pytest.mark.parametrize("who", ["nobody", "ana", "okafor"])
def test_an_error_page_repeats_nothing_of_the_address(cast: Any, who: str) -> None:
    person = {"nobody": None, "ana": cast.ana.person, "okafor": cast.okafor}[who]
    answer = every_page.signed_in(person).get("/my-room/answers/c-ssrs/?step=harm")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "c-ssrs" not in page and "harm" not in page and title_of(page) in TITLES
