"""Whether a person may go home: every criterion, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from duologue.dosing.reasons import Closed

CRITERIA = {
    "oriented": ("Oriented to person, place and time", "Wait and ask again"),
    "walks_steadily": ("Walks steadily", "Wait; help them sit and try again in 15 minutes"),
    "nausea_bearable": ("Nausea none or bearable", "Wait; ask the prescriber"),
    "no_thoughts_of_harm": (
        "Asked alone: no thoughts of harming themself or anybody",
        "Stay with the person and call the therapist and the prescriber",
    ),
    "escort_here": ("The escort is here and sober", "Wait for the escort or find another"),
    "instructions_given": (
        "Written instructions given: no driving, machines, alcohol or contracts until after a "
        "night's sleep",
        "Give them and go through them",
    ),
    "safe_going_home": (
        "Asked alone: feels safe going home as planned",
        "Keep them apart and call the therapist; plan another way home",
    ),
}


@dataclass(frozen=True, slots=True)
class Vitals:
    """One observation: when, whether complete (pressure, pulse, oxygen) and within every limit."""

    at: datetime
    complete: bool
    within: bool
    moaas: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """`padss` and `next_contact_at` are None where a form could not be read; it says so itself."""

    at: datetime
    last_dose_at: datetime | None
    minutes: int
    apart_minutes: int
    padss_needed: int
    padss: int | None
    criteria: Mapping[str, bool]
    escort: str
    next_contact_at: datetime | None
    vitals: Sequence[Vitals]
    signs: Sequence[str] = ()


def unmet(facts: Facts) -> tuple[Closed, ...]:
    """Every criterion that is not met yet; none when the person may go."""
    found = []
    if facts.last_dose_at is not None:
        ready = facts.last_dose_at + timedelta(minutes=facts.minutes)
        if facts.at < ready:
            left = -(-int((ready - facts.at).total_seconds()) // 60)
            found.append(
                Closed(
                    f"less than {facts.minutes} minutes since the last dose",
                    f"Wait {left} minutes more",
                )
            )
    if not two_sets_within(facts.vitals, timedelta(minutes=facts.apart_minutes)):
        found.append(
            Closed(
                f"no two sets of vitals within limits {facts.apart_minutes} minutes apart",
                "Measure, and measure again",
            )
        )
    if facts.signs:
        found.append(
            Closed(
                f"{', '.join(facts.signs)}: not said to be over",
                "Look again, and enter that it is over; or call the prescriber",
            )
        )
    latest = next((v.moaas for v in reversed(facts.vitals) if v.moaas is not None), None)
    if latest != 5:
        found.append(Closed("the last MOAA/S is not 5", "Wait until fully awake, then record it"))
    if facts.padss is not None and facts.padss < facts.padss_needed:
        found.append(
            Closed(f"the discharge score is below {facts.padss_needed}", "Wait and score again")
        )
    for key, (label, remedy) in CRITERIA.items():
        if not facts.criteria.get(key):
            found.append(Closed(f"not confirmed: {label[:1].lower()}{label[1:]}", remedy))
    if not facts.escort.strip():
        found.append(Closed("no escort is named", "Write who takes them home"))
    contact = facts.next_contact_at
    if contact is not None and not facts.at < contact <= facts.at + timedelta(hours=24):
        found.append(Closed("the next contact is not within 24 hours", "Agree an earlier time"))
    return tuple(found)


def two_sets_within(vitals: Sequence[Vitals], apart: timedelta) -> bool:
    """Whether the latest complete set and one at least `apart` before it are within limits, and
    none between them is not."""
    complete = sorted((v for v in vitals if v.complete), key=lambda v: v.at, reverse=True)
    if not complete:
        return False
    for one in complete:
        if not one.within:
            return False
        if complete[0].at - one.at >= apart:
            return True
    return False
