"""Who is asked whether letting somebody in was meant, and in which words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

CLINICIANS = ("therapist", "prescriber")
OFFICE = ("coordinator", "operator")
Held = Sequence[tuple[str, UUID]]
"""Roles and who holds them, who has held theirs longest first."""

SAID = {
    "role": "{by} gave {whom} the role {role}.",
    # True also when it was confirmed since, or declined.
    "role-asked": (
        "{by} asked to give {whom} the role {role}. That needs the yes of a second person, of a "
        "clinician where there is one."
    ),
    "role-end": "{by} ended the role {role} of {whom}.",
    "role-end-asked": (
        "{by} asks to end the role {role} of {whom}. It ends once you, or the other clinician here, "
        "say that it is meant."
    ),
    "care": "{by} put {whom} on the care team of {couple} as {role}.",
    "code": "{by} handed out a code with which {whom} signs in once.",
    "address": "{by} changed the address with which {whom} signs in.",
    "second-factor": "{by} took away the second factor of {whom}, who can set up a new one.",
}


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody is put on a care team. `treats`: who does it was its therapist or prescriber before."""

    role: str
    oneself: bool
    treats: bool
    of_office: bool
    opened_by_them: bool
    partners_here: bool


def asked_about_joining(facts: Joining) -> bool:
    """Whether somebody should be asked: not about what therapists and the office do every day.

    A therapist chooses their team; the office makes one before the partners come, and finds who
    watches over a session. Putting oneself there, or whoever reads the record later, is asked about.
    """
    if facts.treats or not facts.of_office:
        return False
    if facts.oneself:
        return not (facts.opened_by_them and not facts.partners_here)
    return facts.partners_here and facts.role in CLINICIANS


def asked(*, team: Held, here: Held, besides: Collection[UUID]) -> tuple[UUID, ...]:
    """Who is asked: the couple's therapist and prescriber, else those of the clinic, else its office.

    `team` are the roles on the couple's care team, `here` those in the clinic; `besides` are who did
    it and whom it concerns. Nobody where there is nobody else.
    """
    for held, roles in ((team, CLINICIANS), (here, CLINICIANS), (here, OFFICE)):
        found = [_first(held, role, besides) for role in roles]
        if any(found):
            return tuple(dict.fromkeys(one for one in found if one))
    return ()


def _first(held: Held, role: str, besides: Collection[UUID]) -> UUID | None:
    return next((who for as_what, who in held if as_what == role and who not in besides), None)
