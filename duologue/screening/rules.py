"""What a history means: clear, a clinician decides, or not now; each with reason and source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from duologue.screening.findings import (
    Clear,
    Condition,
    Decide,
    Facts,
    Finding,
    MedicineClass,
    NotChecked,
    Note,
    NotNow,
    VitalLimit,
)

ADULT = 18
"""Years of age below which treatment is not offered."""

RELEASE_WEEKDAY, RELEASE_HOUR, RELEASE_AFTER = 4, 12, timedelta(days=3)
"""Decisions are given to partners on a Friday at noon, three days on at the soonest: for every couple."""


def of_conditions(conditions: Sequence[Condition], facts: Facts) -> list[Finding]:
    """One finding for every condition asked about."""
    found: list[Finding] = []
    for asked in conditions:
        answer = facts.conditions.get(asked.id)
        if answer == "no":
            found.append(Clear(asked.title, "answered no", asked.source))
        elif answer == "yes" and asked.default == "not_now":
            found.append(
                NotNow(asked.title, "answered yes", asked.source, asked.remedy, asked.verified)
            )
        elif answer in ("yes", "unsure"):
            said = "answered yes" if answer == "yes" else "answered not sure"
            reason = f"{said}; {asked.note}" if asked.note else said
            found.append(Decide(asked.title, asked.who, reason, asked.source, asked.verified))
        else:
            found.append(NotChecked(asked.title, "not answered"))
    return found


def of_age(facts: Facts) -> Finding:
    if facts.born is None:
        return NotChecked("Age", "date of birth not given")
    had = (facts.on.month, facts.on.day) >= (facts.born.month, facts.born.day)
    years = facts.on.year - facts.born.year - (not had)
    if years < ADULT:
        return NotNow("Age", f"{years} years old", "law and clinic policy", "not offered under 18")
    return Clear("Age", f"{years} years old", "law and clinic policy")


def of_medicines(classes: Sequence[MedicineClass], facts: Facts) -> list[Finding]:
    """What each medicine does with ketamine. One that is not known is said to be unknown."""
    if facts.medicines is None:
        return [NotChecked("Medicines", "not answered")]
    if not facts.medicines:
        return [Clear("Medicines", "takes none", "what the person said")]
    found: list[Finding] = []
    for medicine in facts.medicines:
        matching = [c for c in classes if any(_names(medicine.name, name) for name in c.names)]
        for of in matching:
            finding, reason = f"{of.title}: {medicine}", of.does
            if of.default == "not_now":
                remedy = (
                    "not together; stopping is the prescriber's decision, never the person's own"
                )
                found.append(NotNow(finding, reason, of.source, remedy, of.verified))
            elif of.default == "decide":
                found.append(Decide(finding, "prescriber", reason, of.source, of.verified))
            else:
                found.append(Note(finding, reason, of.source, of.verified))
        if not matching:
            found.append(NotChecked(f"Medicine: {medicine}", "not in our list; look it up"))
    return found


def of_allergies(facts: Facts) -> list[Finding]:
    if _names(facts.allergies, "ketamine") or _names(facts.allergies, "esketamine"):
        reason = f"named among allergies: {facts.allergies}"
        return [NotNow("Allergy to ketamine", reason, "label", "find out what happened")]
    return []


def of_vitals(limits: Sequence[VitalLimit], facts: Facts) -> list[Finding]:
    found: list[Finding] = []
    for limit in limits:
        value = facts.vitals.get(limit.id)
        if value is None:
            found.append(NotChecked(limit.title, "not measured yet"))
            continue
        read = f"{value:g} {limit.unit}"
        if limit.not_now is not None and value >= limit.not_now:
            remedy = "measure again after rest, then on another day"
            found.append(NotNow(limit.title, read, limit.source, remedy, limit.verified))
        elif limit.fine and not limit.fine[0] <= value <= limit.fine[1]:
            found.append(Decide(limit.title, "prescriber", read, limit.source, limit.verified))
        else:
            found.append(Clear(limit.title, read, limit.source))
    return found


def _plain(text: str) -> str:
    """Lower case, without accents, with single spaces for everything but letters and digits."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", letters.replace("'", "").replace("’", "")))


def _names(text: str, name: str) -> bool:
    """Whether `name` stands in `text` as a word of its own; a plural counts."""
    padded, plain = f" {_plain(text)} ", _plain(name)
    return f" {plain} " in padded or f" {plain}s " in padded


def release_at(decided_at: datetime) -> datetime:
    """When a decision may be told: the first fixed date that leaves at least three days between."""
    soonest = decided_at + RELEASE_AFTER
    days = (RELEASE_WEEKDAY - soonest.weekday()) % 7
    moment = datetime.combine(
        soonest.date() + timedelta(days=days), time(RELEASE_HOUR), decided_at.tzinfo
    )
    return moment if moment >= soonest else moment + timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Decided:
    """One signed decision: cleared until `expires_on` (a date), or not now."""

    cleared: bool
    at: datetime
    expires_on: date | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Open:
    since: datetime
    until: date | None
    source: str = "clearance"
    word: str = "clear"


@dataclass(frozen=True, slots=True)
class Closed:
    reason: str
    source: str
    remedy: str
    word: str = "closed"


def standing(decisions: Sequence[Decided], on: date) -> Open | Closed:
    """How a clearance or suitability stands on a day. Only the newest decision counts."""
    if not decisions:
        return Closed("no decision yet", "decisions", "somebody named decides", word="waiting")
    last = max(decisions, key=lambda decided: decided.at)
    if not last.cleared:
        return Closed("not now", "decisions", "follow the plan, then decide anew", word="not now")
    if last.revoked_at is not None:
        return Closed("clearance revoked", "decisions", "decide anew", word="withdrawn")
    if last.expires_on is not None and on > last.expires_on:
        return Closed("clearance has expired", "decisions", "decide anew", word="late")
    return Open(last.at, last.expires_on)
