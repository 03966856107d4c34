"""Where a step of a course leads: the page on which it is done."""

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from duologue.measures import loader
from duologue.programme.queries import DueStep

PRIVATE_SCREEN = "private-screen"
INSTRUMENT_BEHIND = {PRIVATE_SCREEN: "hark"}

OWN_PAGES = {
    "is-this-right": "fit",
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
    ("Screening, vitals, clearance", "screening-partner", CLINICIANS),
    ("Consents", "consent-partner", CLINICIANS),
    ("A new order", "dosing-order", {"prescriber"}),
    ("Adverse events", "adverse-events", CLINICIANS),
    ("Messages", "contact-partner-messages", CLINICIANS | {"coordinator"}),
)
AT_THE_SESSION = ("day-checks", "administration", "observations", "discharge")


def instrument_of(subject: str) -> str | None:
    """The questionnaire behind the subject of an answering step, if there is one."""
    found = INSTRUMENT_BEHIND.get(subject, subject)
    return found if found in loader.ids() else None


def own_address(kind: str, subject: str, step: str) -> str:
    """Where a partner goes to do this step."""
    if kind == "answer" and instrument_of(subject):
        return reverse("measures-start", args=[step])
    if kind == "read":
        return reverse("preparation-lesson", args=[subject])
    if kind == "sign":
        return reverse("consent-document", args=[subject])
    return reverse(OWN_PAGES.get(subject, "journey"))


def team_address(step: DueStep, sessions: dict[tuple[UUID, int], UUID] | None = None) -> str:
    """Where the team goes for this step; `sessions`: appointment by (couple, session number)."""
    if step.subject in PARTNER_PAGES and step.partner:
        return reverse(PARTNER_PAGES[step.subject], args=[step.partner])
    if step.subject in AT_THE_SESSION and step.session:
        found = (sessions or {}).get((step.couple, step.session))
        if found:
            return reverse("dosing-session", args=[found])
    if step.subject in COUPLE_PAGES:
        return reverse(COUPLE_PAGES[step.subject], args=[step.couple])
    if step.kind == "meet" and (booked := (sessions or {}).get((step.couple, step.session or 0))):
        return reverse("calendar-appointment", args=[booked])
    if step.kind == "meet":
        asked = {"kind": step.subject, "session": step.session or "", "partner": step.partner or ""}
        return reverse("calendar-book", args=[step.couple]) + "?" + urlencode(asked)
    if step.partner:
        return reverse("partner", args=[step.partner])
    return reverse("couple", args=[step.couple])


def partner_doors(partner: UUID, roles: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The pages about one partner that somebody in these roles may open, as (title, address)."""
    return tuple(
        (title, reverse(name, args=[partner]))
        for title, name, allowed in ABOUT_A_PARTNER
        if roles & allowed
    )
