from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from duologue.people.models import Partner
from duologue.screening import findings as found
from duologue.screening import history, loader, rules
from duologue.screening.decisions import (
    DecisionRead,
    clearance_standing,
    current_clearance,
    decisions_of,
    suitability_decisions,
    suitability_standing,
)
from duologue.screening.models import HistoryVersion, Vitals

__all__ = [
    "clearance_standing",
    "current_clearance",
    "history_of",
    "medicines_of",
    "screening_of",
    "suitability_decisions",
    "suitability_standing",
    "weight_of",
]


@dataclass(frozen=True)
class ScreenRead:
    id: str
    title: str
    answered: bool


@dataclass(frozen=True)
class HistoryRead:
    """A partner's own history: its screens, and when it was last sent."""

    answers: Mapping[str, Any]
    screens: tuple[ScreenRead, ...]
    sent_at: datetime | None
    changed_since_sent: bool

    @property
    def complete(self) -> bool:
        return all(screen.answered for screen in self.screens)

    @property
    def next(self) -> int:
        """The number, from 1, of the first screen not answered, else of the first."""
        return next((n for n, s in enumerate(self.screens, 1) if not s.answered), 1)


@dataclass(frozen=True)
class Findings:
    not_now: tuple[found.NotNow, ...]
    decide: tuple[found.Decide, ...]
    notes: tuple[found.Note, ...]
    clear: tuple[found.Clear, ...]
    not_checked: tuple[found.NotChecked, ...]


@dataclass(frozen=True)
class ScreeningRead:
    history: Mapping[str, Any] | None
    notes: tuple[tuple[str, str], ...]
    sent_at: datetime | None
    findings: Findings
    elsewhere: tuple[loader.Elsewhere, ...]
    vitals: tuple[Vitals, ...]
    standing: rules.Open | rules.Closed
    decisions: tuple[DecisionRead, ...]


def history_of(partner: Partner) -> HistoryRead:
    last, sent = history.latest(partner), history.sent(partner)
    answers: Mapping[str, Any] = last.answers if last else {}
    return HistoryRead(
        answers=answers,
        screens=tuple(
            ScreenRead(screen.id, screen.title, history.answered(screen, answers))
            for screen in history.screens()
        ),
        sent_at=sent.submission.at if sent else None,
        changed_since_sent=bool(sent and last and sent.id != last.id),
    )


def screening_of(partner: Partner, on: date) -> ScreeningRead:
    """All that screening knows of one person: for the treating team."""
    version = history.sent(partner)
    vitals = list(Vitals.objects.filter(partner=partner).select_related("by"))
    standing, decisions = decisions_of(partner, on)
    answers = version.answers if version else None
    titles = {screen.id: screen.title for screen in history.screens()}
    notes = answers.get("notes", {}) if answers else {}
    return ScreeningRead(
        history=answers,
        notes=tuple((titles.get(id, id), text) for id, text in notes.items() if text),
        sent_at=version.submission.at if version else None,
        findings=findings(version, vitals, on),
        elsewhere=loader.history().elsewhere,
        vitals=tuple(vitals[:10]),
        standing=standing,
        decisions=decisions,
    )


def findings(version: HistoryVersion | None, vitals: Sequence[Vitals], on: date) -> Findings:
    """What the rules make of a history and the newest reading of each kind."""
    newest: dict[str, float] = {}
    for reading in vitals:
        for limit in loader.limits():
            if (value := getattr(reading, limit.id)) is not None:
                newest.setdefault(limit.id, float(value))
    facts = history.facts(version.answers if version else {}, on=on, vitals=newest)
    all_found = [
        rules.of_age(facts),
        *rules.of_conditions(loader.history().conditions, facts),
        *rules.of_allergies(facts),
        *rules.of_medicines(loader.classes(), facts),
        *rules.of_vitals(loader.limits(), facts),
    ]
    return Findings(
        not_now=tuple(one for one in all_found if isinstance(one, found.NotNow)),
        decide=tuple(one for one in all_found if isinstance(one, found.Decide)),
        notes=tuple(one for one in all_found if isinstance(one, found.Note)),
        clear=tuple(one for one in all_found if isinstance(one, found.Clear)),
        not_checked=tuple(one for one in all_found if isinstance(one, found.NotChecked)),
    )


def medicines_of(partner: Partner) -> tuple[found.Medicine, ...] | None:
    """The medicine list last sent; None when there is none yet."""
    version = history.sent(partner)
    lines = version.answers.get("medicines") if version else None
    return None if lines is None else tuple(found.Medicine(**line) for line in lines)


def weight_of(partner: Partner) -> Vitals | None:
    """The last reading with a weight."""
    return Vitals.objects.filter(partner=partner, weight_kg__isnull=False).first()
