"""What somebody who does not know a person needs first, in an emergency."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from duologue.contact.models import SafeContact
from duologue.contact.queries import safe_contact
from duologue.dosing.lines import Dose, ObservationLine
from duologue.dosing.record import given_since, observed_since
from duologue.people.models import Partner
from duologue.safety.help_now import Country, numbers_for
from duologue.safety.models import AdverseEvent
from duologue.safety.queries import AlertRead, open_adverse_events, open_alerts_read
from duologue.screening.queries import ScreeningRead, screening_of

A_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class SafetySummary:
    """One partner, and nothing of the other. No sealed answer, no psychotherapy note."""

    alerts: tuple[AlertRead, ...]
    events: tuple[AdverseEvent, ...]
    screening: ScreeningRead
    medicines: tuple[str, ...] | None
    allergies: str
    doses: tuple[Dose, ...]
    observations: tuple[ObservationLine, ...]
    safe: SafeContact | None
    crisis: Country


def safety_summary(partner: Partner, at: datetime, *, country: str) -> SafetySummary:
    """A fixed number of queries. `country` is the clinic's. Doses and observations are those of the last 24 hours."""
    screening = screening_of(partner, timezone.localdate(at))
    told = screening.history or {}
    taken = told.get("medicines")
    return SafetySummary(
        alerts=open_alerts_read(partner, at),
        events=tuple(open_adverse_events(partner)),
        screening=screening,
        medicines=None if taken is None else tuple(_medicine(line) for line in taken),
        allergies=told.get("allergies", ""),
        doses=given_since(partner, at - A_DAY),
        observations=observed_since(partner, at - A_DAY),
        safe=safe_contact(partner),
        crisis=numbers_for(country)[0],
    )


def _medicine(line: dict[str, str]) -> str:
    return ", ".join(
        part for part in (line["name"], line.get("dose"), line.get("how_often")) if part
    )
