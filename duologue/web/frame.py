"""What every page frame may show: the clinic's name, where "Leave now" lands, and the ways through."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

PUBLIC = (("/what-it-is/", "What it is"), ("/evidence/", "The evidence"), ("/fit/", "Is this right for us?"))
PARTNER = (
    ("/today/", "Today"),
    ("/journey/", "Journey"),
    ("/my-room/", "My room"),
    ("/our-room/", "Our room"),
    ("/help-now/", "Help now"),
)
TEAM = (
    ("/team/my-day/", "My day"),
    ("/team/caseload/", "Caseload"),
    ("/team/calendar/", "Calendar"),
    ("/team/notes/", "Notes"),
    ("/team/messages/", "Messages"),
    ("/team/cohorts/", "Cohorts"),
    ("/team/outcomes/", "Outcomes"),
)


@dataclass(frozen=True)
class Way:
    """One entry of a navigation; `here` when the page shown lies under it."""

    address: str
    label: str
    here: bool


def ways(entries: Iterable[tuple[str, str]], path: str) -> list[Way]:
    """The entries as ways; the longest address that begins `path` is where we are."""
    entries = list(entries)
    under = [address for address, _ in entries if path.startswith(address)]
    here = max(under, key=len, default=None)
    return [Way(address, label, address == here) for address, label in entries]


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of every page. Runs no query."""
    return {
        "clinic_name": getattr(settings, "DUOLOGUE_CLINIC_NAME", "Duologue"),
        "neutral_address": getattr(
            settings, "DUOLOGUE_NEUTRAL_ADDRESS", "https://www.wikipedia.org/"
        ),
        "synthetic": getattr(settings, "DUOLOGUE_DEMO", False),
        "public_ways": ways(PUBLIC, request.path),
        "partner_ways": ways(PARTNER, request.path),
        "team_ways": ways(TEAM, request.path),
    }
