"""What every page frame may show: the clinic's name, where "Leave now" lands, and the ways through."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from duologue.people.queries import clinic

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
TEAM = (
    ("my-day", "My day"),
    ("caseload", "Caseload"),
    ("calendar", "Calendar"),
    ("notes", "Notes"),
    ("messages", "Messages"),
    ("cohorts", "Cohorts"),
    ("outcomes", "Outcomes"),
    ("outbox", "Outbox"),
)


@dataclass(frozen=True)
class Way:
    """One entry of a navigation; `here` when the page shown lies under it."""

    address: str
    label: str
    here: bool


def ways(entries: Iterable[tuple[str, str]], path: str) -> list[Way]:
    """The entries whose page exists, as ways; the longest address that begins `path` is where we are."""
    found = [(address, label) for name, label in entries if (address := address_of(name))]
    under = [address for address, _ in found if _lies_under(path, address)]
    here = max(under, key=len, default=None)
    return [Way(address, label, address == here) for address, label in found]


def address_of(name: str) -> str | None:
    """The address of a page's name, or None where this clinic has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _lies_under(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address))


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of every page. The clinic costs one query, and only where its name is shown."""
    return {
        "clinic": SimpleLazyObject(clinic),
        "neutral_address": settings.DUOLOGUE_NEUTRAL_ADDRESS,
        "synthetic": settings.DUOLOGUE_DEMO,
        "public_ways": ways(PUBLIC, request.path),
        "partner_ways": ways(PARTNER, request.path),
        "team_ways": ways(TEAM, request.path),
    }
