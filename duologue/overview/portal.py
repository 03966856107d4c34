"""What a partner's pages show: read only from their own room, the shared one and releases."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from duologue.calendar.queries import coming_for
from duologue.contact.queries import asks_again
from duologue.integration.queries import (
    agreements_of,
    checkin_of,
    last_session,
    practices_of,
    window_for,
)
from duologue.measures.sealed.queries import steps_out_of_sight
from duologue.overview.links import own_address
from duologue.overview.rules import told
from duologue.people.models import Partner
from duologue.preparation.queries import pattern_of
from duologue.programme.outline import PHASES
from duologue.programme.queries import (
    DueStep,
    JourneyStep,
    journey_for,
    now_and_next_for_partner,
)
from duologue.programme.queries import Journey as Way
from duologue.record.bringing.queries import brought_for
from duologue.sharing.queries import shared_for
from duologue.sharing.secrets.queries import policy_of

PHASE_NAMES = {
    "enquiry": "Enquiry",
    "screening": "Screening",
    "consent": "Consent",
    "preparation": "Preparation",
    "medicine": "Medicine",
    "integration": "Integration",
    "followup": "Follow-up",
}
DAILY = "checkin"
OWN_DOORS = (
    (
        "With your care team",
        ("Messages", "contact-messages", "between you and them"),
        ("Appointments", "my-appointments", "what is booked for you"),
        ("How to reach me", "contact-safe", "safely, and when"),
    ),
    (
        "Preparing",
        ("Lessons", "preparation-lessons", "short and plain"),
        ("Intentions", "preparation-intentions", "in your own words"),
        ("The day itself", "preparation-day", "a list to tick"),
    ),
    (
        "After a session",
        ("Your days after a session", "integration-after", "what they are for"),
        ("Notes after a session", "integration-note", "yours, in your words"),
        ("Insights", "integration-insights", "what you saw"),
        ("Practices", "integration-practices", "what you do about it"),
        ("Daily check-in", "integration-checkin", "30 seconds"),
        ("When the loop came", "integration-pattern-seen", "as you saw it"),
    ),
    (
        "Answers and papers",
        ("What I have answered", "measures-answers", "questionnaires and scores"),
        ("Health and medicines", "screening-history", "what the prescriber needs to know"),
        ("Consents", "consents", "read, sign, withdraw"),
        ("My closing letter", "followup-own-copies", "at the end of the course"),
        ("Papers about me", "record-my-papers", "what leaves the clinic, if you sign"),
        ("Deleting what is mine", "record-my-erasure", "ask, and read the answer"),
        ("My account", "my-account", "sign-in and devices"),
    ),
)


@dataclass(frozen=True)
class Task:
    """One thing to do, with the page on which to do it."""

    title: str
    href: str
    state: str
    due_at: datetime | None
    kind: str
    shared: bool


@dataclass(frozen=True)
class Today:
    greeting: str
    next: Task | None
    others: tuple[Task, ...]
    coming: tuple[Task, ...]
    appointment: Any
    checked_in: bool
    checkin_open: bool
    asks_contact: bool
    practices: tuple[Any, ...]
    window: Any


@dataclass(frozen=True)
class Stretch:
    """One phase of the journey: what can be done now, what comes, and what is behind."""

    name: str
    state: str
    open: tuple[tuple[JourneyStep, str], ...]
    coming: tuple[JourneyStep, ...]
    behind: tuple[JourneyStep, ...]


@dataclass(frozen=True)
class Journey:
    title: str
    summary: str
    bar: tuple[tuple[str, str], ...]
    stretches: tuple[Stretch, ...]
    appointments: tuple[Any, ...]
    closed_at: datetime | None


@dataclass(frozen=True)
class Door:
    """A page of one's own room."""

    title: str
    href: str
    says: str


@dataclass(frozen=True)
class OurRoom:
    partners: tuple[Partner, ...]
    pattern: Any
    agreements: tuple[Any, ...]
    shared: tuple[Any, ...]
    brought: tuple[Any, ...]
    policy: Any


def greeting(name: str, hour: int) -> str:
    """'Good evening, Ana.' by the clinic's clock."""
    part = "morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"
    return f"Good {part}, {name}."


def today_for(partner: Partner, at: datetime) -> Today:
    """One next thing first; what else is open; what comes."""
    open_now, later = now_and_next_for_partner(partner, at)
    hidden = steps_out_of_sight(partner)
    open_now, later = (
        tuple(d for d in steps if (d.episode, d.step) not in hidden) for steps in (open_now, later)
    )
    due = [d for d in open_now if d.kind != "meet"]
    daily = any(d.subject == DAILY for d in due)
    tasks = [_task(partner, d) for d in due if d.subject != DAILY]
    on = timezone.localdate(at)
    appointments = coming_for(partner, at, limit=1)
    session_at = last_session(partner, at)
    window = window_for(session_at, at) if session_at else None
    return Today(
        greeting=greeting(partner.first_name, timezone.localtime(at).hour),
        next=tasks[0] if tasks else None,
        others=tuple(tasks[1:]),
        coming=tuple(_task(partner, d) for d in later if d.kind != "meet"),
        appointment=appointments[0] if appointments else None,
        checked_in=checkin_of(partner, on) is not None,
        checkin_open=daily,
        asks_contact=bool(appointments)
        and timezone.localdate(appointments[0].starts_at) == on
        and asks_again(partner, on),
        practices=tuple(practices_of(partner, on)),
        window=window if window and window.open else None,
    )


def journey_of(partner: Partner, at: datetime) -> Journey | None:
    """The whole way, from this partner's own and the shared steps; None without a course."""
    found = journey_for(partner, at, hidden=steps_out_of_sight(partner))
    if found is None:
        return None
    states = _phase_states(found)
    return Journey(
        title=found.title,
        summary=found.summary,
        bar=tuple((PHASE_NAMES[p], states[p]) for p in PHASES),
        stretches=tuple(
            _stretch(partner, PHASE_NAMES[p], states[p], found.of_phase(p))
            for p in PHASES
            if found.of_phase(p)
        ),
        appointments=coming_for(partner, at),
        closed_at=found.closed_at,
    )


def my_room_doors() -> tuple[tuple[str, tuple[Door, ...]], ...]:
    """The pages of one's own room: the same for everybody, whatever is in them."""
    return tuple(
        (heading, tuple(Door(title, reverse(name), says) for title, name, says in doors))
        for heading, *doors in OWN_DOORS
    )


def our_room_of(partner: Partner, at: datetime) -> OurRoom:
    """The shared room: the loop they drew, what both chose, what each has shared."""
    couple = partner.couple
    partners = tuple(couple.partners.all())
    return OurRoom(
        partners=partners,
        pattern=pattern_of(couple),
        agreements=agreements_of(couple, at),
        shared=shared_for(partner, at),
        brought=brought_for(couple, at),
        policy=policy_of(couple, partners),
    )


def _task(partner: Partner, due: DueStep) -> Task:
    state = told(due.state, kind=due.kind, optional=due.optional)
    return Task(
        title=f"{due.title}, session {due.session}" if due.session else due.title,
        href=own_address(partner.id, due.kind, due.subject, due.step),
        state=state,
        due_at=due.due_at if state == due.state else None,
        kind=due.kind,
        shared=due.partner is None,
    )


def _stretch(partner: Partner, name: str, state: str, steps: tuple[JourneyStep, ...]) -> Stretch:
    steps = tuple(replace(s, state=told(s.state, kind=s.kind, optional=s.optional)) for s in steps)
    now = [s for s in steps if s.state in ("open", "due", "late")]
    return Stretch(
        name=name,
        state=state,
        open=tuple(
            (s, "" if s.kind == "meet" else own_address(partner.id, s.kind, s.subject, s.step))
            for s in now
        ),
        coming=tuple(s for s in steps if s.state in ("waiting", "later")),
        behind=tuple(s for s in steps if s.state in ("done", "skipped")),
    )


def _phase_states(journey: Way) -> dict[str, str]:
    """How each phase stands; of a closed course, done is where something was done."""
    if journey.closed_at:
        return {p: "done" if journey.of_phase(p) else "next" for p in PHASES}
    here = PHASES.index(journey.phase)
    return {p: _phase_state(i, here) for i, p in enumerate(PHASES)}


def _phase_state(place: int, here: int) -> str:
    return "now" if place == here else "done" if place < here else "next"
