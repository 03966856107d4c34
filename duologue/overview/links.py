"""Where a step of a course leads: the page on which it is done."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlencode
from uuid import UUID

from django.urls import resolve, reverse

from duologue.calendar.entries import Entry
from duologue.measures import loader
from duologue.privacy.addresses import page_id
from duologue.programme.queries import DueStep

ANY_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PRIVATE_SCREEN = "private-screen"
INSTRUMENT_BEHIND = {PRIVATE_SCREEN: "hark"}

OWN_PAGES = {
    "medical-history": "screening-history",
    "intentions": "preparation-intentions",
    "pattern-map": "our-room",
    "first-note": "integration-note",
    "checkin": "integration-checkin",
    "practices": "integration-practices",
    "own-conversation": "integration-insights",
    "joint-conversation": "integration-dialogue",
}
PARTNER_PAGES = {"clearance": "screening-clearance", "order": "dosing-order"}
COUPLE_PAGES = {
    "suitability": "screening-suitability",
    "readiness": "preparation-readiness",
    "pattern-map": "preparation-pattern",
    "closing-summary": "followup-closing",
}
CLINICIANS = {"therapist", "prescriber", "monitor"}
ABOUT_A_PARTNER = (
    ("Questionnaires", "measures-partner", {"therapist", "prescriber"}),
    ("Sealed questionnaires", "measures-sealed", {"therapist", "prescriber"}),
    ("Screening, vitals, clearance", "screening-partner", CLINICIANS),
    ("Consents", "consent-partner", CLINICIANS),
    ("A new order", "dosing-order", {"prescriber"}),
    ("Adverse events", "adverse-events", CLINICIANS),
    ("Told alone", "record-matters", {"therapist"}),
    ("Papers that leave", "record-partner-papers", {"therapist"}),
    ("Erasure", "record-erasure", {"therapist", "prescriber"}),
    ("Messages", "contact-partner-messages", {"therapist", "prescriber"}),
    ("Who looked", "audit-looks", {"therapist", "prescriber"}),
)
AT_THE_SESSION = ("day-checks", "administration", "observations", "discharge")


def instrument_of(subject: str) -> str | None:
    """The questionnaire behind the subject of an answering step, if there is one."""
    found = INSTRUMENT_BEHIND.get(subject, subject)
    return found if found in loader.ids() else None


def own_address(partner: UUID, kind: str, subject: str, step: str) -> str:
    """Where this partner goes to do this step."""
    if kind == "answer" and instrument_of(subject):
        return reverse("measures-start", args=[page_id(partner, "questions", step)])
    if kind == "read":
        return reverse("preparation-lesson", args=[page_id(partner, "lessons", subject)])
    if kind == "sign":
        return reverse("consent-document", args=[page_id(partner, "papers", subject)])
    return reverse(OWN_PAGES.get(subject, "journey"))


@dataclass(frozen=True)
class Booked:
    """Appointments of some couples, for the steps they belong to."""

    entries: tuple[Entry, ...]

    def session(self, couple: UUID, number: int | None) -> UUID | None:
        """The medicine session of that number."""
        fitting = (e.id for e in self.entries if (e.couple, e.session_number) == (couple, number))
        return next(fitting, None) if number else None

    def still_to_come(self, step: DueStep, at: datetime) -> bool:
        """Whether the meeting that a step asks for is booked and has not begun."""
        return step.kind == "meet" and any(
            (e.couple, e.kind) == (step.couple, step.subject) and e.starts_at > at
            for e in self.entries
            if step.session in (None, e.session_number) or e.kind != "medicine"
        )


def team_address(step: DueStep, roles: frozenset[str], booked: Booked) -> str:
    """Where somebody in these roles goes for this step: its page, else the chart it concerns."""
    chart = (
        reverse("partner", args=[step.partner])
        if step.partner
        else reverse("couple", args=[step.couple])
    )
    page = _page_of(step, booked)
    return page if page and may_open(page, roles) else chart


def may_open(address: str, roles: frozenset[str]) -> bool:
    """Whether the door of that page lets one of these roles in."""
    allowed = _let_in(ANY_ID.sub(str(UUID(int=0)), address.partition("?")[0]))
    return not allowed or bool(allowed & roles)


@lru_cache
def _let_in(path: str) -> frozenset[str]:
    """Whom the door of such a page lets in; to look an address up takes a millisecond."""
    allowed: frozenset[str] = getattr(resolve(path).func, "allowed", frozenset())
    return allowed


def couple_doors(couple: UUID, roles: frozenset[str]) -> dict[str, str]:
    """The pages about a couple that these roles may open, by name."""
    doors = {
        "book": reverse("calendar-book", args=[couple]),
        "course": reverse("couple-course", args=[couple]),
        "start": reverse("course-start", args=[couple]),
        "pattern": reverse("preparation-pattern", args=[couple]),
        "people": reverse("couple-people", args=[couple]),
        "closing": reverse("followup-closing", args=[couple]),
        "secrets": reverse("sharing-secrets", args=[couple]),
        "papers": reverse("record-couple-papers", args=[couple]),
        "separation": reverse("record-separation", args=[couple]),
        "note": reverse("notes-new") + f"?couple={couple}",
    }
    return {name: address for name, address in doors.items() if may_open(address, roles)}


def _page_of(step: DueStep, booked: Booked) -> str:
    if step.subject in PARTNER_PAGES and step.partner:
        return reverse(PARTNER_PAGES[step.subject], args=[step.partner])
    if step.subject == PRIVATE_SCREEN and step.partner:
        handed = {"instrument": instrument_of(step.subject), "episode": step.episode}
        address = reverse("measures-hand-out", args=[step.partner])
        return address + "?" + urlencode({**handed, "step": step.step})
    session = booked.session(step.couple, step.session)
    if step.subject in AT_THE_SESSION and session:
        return reverse("dosing-session", args=[session])
    if step.subject in COUPLE_PAGES:
        return reverse(COUPLE_PAGES[step.subject], args=[step.couple])
    if step.kind == "meet" and session:
        return reverse("calendar-appointment", args=[session])
    if step.kind == "meet":
        asked = {"kind": step.subject, "session": step.session or "", "partner": step.partner or ""}
        return reverse("calendar-book", args=[step.couple]) + "?" + urlencode(asked)
    return ""


def partner_doors(partner: UUID, roles: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The pages about one partner that somebody in these roles may open, as (title, address)."""
    return tuple(
        (title, reverse(name, args=[partner]))
        for title, name, allowed in ABOUT_A_PARTNER
        if roles & allowed
    )
