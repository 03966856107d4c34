"""What every page frame may show: the clinic's name, where "Leave now" lands, and the ways through."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import SimpleLazyObject

from duologue.people.queries import clinic, roles_of
from duologue.privacy.tab_mark import tab_mark

PUBLIC = (
    ("what-it-is", "What it is"),
    ("evidence", "The evidence"),
    ("fit", "Is this right for us?"),
)
PARTNER = (
    ("today", "Today"),
    ("journey", "Journey"),
    ("my-room", "My room"),
    ("our-room", "Our room"),
    ("help-now", "Help now"),
)
OWN_ROOM = "My room"  # the title of what lies under none of them, such as questions
TEAM = (
    ("my-day", "My day"),
    ("caseload", "Caseload"),
    ("calendar", "Calendar"),
    ("notes", "Notes"),
    ("messages", "Messages"),
    ("alerts", "Alerts"),
    ("enquiries", "Enquiries"),
    ("cohorts", "Cohorts"),
    ("stock", "Stock"),
    ("outcomes", "Outcomes"),
    ("people", "People"),
    ("audit-heads", "Log"),
    ("outbox", "Outbox"),
)


OWN = ("today", "help-now", "my-day", "caseload")


@dataclass(frozen=True)
class Way:
    """One entry of a navigation; `here` when the page shown lies under it."""

    address: str
    label: str
    here: bool


def ways(
    entries: Iterable[tuple[str, str]], path: str, roles: frozenset[str] = frozenset()
) -> list[Way]:
    """The entries whose page exists and whose door is open to one of `roles`, as ways.

    The longest address that begins `path` is where we are.
    """
    found = [
        (page.address, label)
        for name, label in entries
        if (page := page_of(name)) and (not page.allowed or page.allowed & roles)
    ]
    under = [address for address, _ in found if _lies_under(path, address)]
    here = max(under, key=len, default=None)
    return [Way(address, label, address == here) for address, label in found]


@dataclass(frozen=True)
class Page:
    """Where a page is, and the roles its door lets in (none: no door of the team's)."""

    address: str
    allowed: frozenset[str]


@cache
def page_of(name: str) -> Page | None:
    """The page of that name, or None where this clinic has no such page."""
    try:
        address = reverse(name)
    except NoReverseMatch:
        return None
    return Page(address, getattr(resolve(address).func, "allowed", frozenset()))


def own_ways(request: HttpRequest) -> list[Way]:
    """The way back from a page that is not there, for whoever is signed in; none for a stranger.

    It asks the database nothing: after a refusal nothing more may be asked, and the page must not
    tell by its time what it was that is not there.
    """
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return []
    roles = roles_of(person)
    return ways([one for one in (TEAM if roles else PARTNER) if one[0] in OWN], "", roles)


def _lies_under(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address))


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of every page. The clinic costs one query, and only where its name is shown."""
    partner_ways = ways(PARTNER, request.path)
    return {
        "clinic": SimpleLazyObject(clinic),
        "own_ways": SimpleLazyObject(lambda: own_ways(request)),
        "tab_mark": tab_mark(request),
        "neutral_address": settings.DUOLOGUE_NEUTRAL_ADDRESS,
        "synthetic": settings.DUOLOGUE_DEMO,
        "public_ways": ways(PUBLIC, request.path),
        "partner_ways": partner_ways,
        "partner_title": next((way.label for way in partner_ways if way.here), OWN_ROOM),
        "team_ways": ways(TEAM, request.path, getattr(request, "roles", frozenset())),
    }
