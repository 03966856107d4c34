"""Who may give a role or a second factor, and whether an invitation still opens the door."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from unicodedata import normalize

INVITATION_LASTS = timedelta(days=7)
CARE_ROLES = ("therapist", "prescriber", "monitor", "coordinator")
CLINICAL_ROLES = frozenset({"therapist", "prescriber", "monitor"})
CLINICIANS = frozenset({"therapist", "prescriber"})
CONFIRMING = CLINICIANS | {"coordinator", "operator"}


@dataclass(frozen=True)
class Open:
    reason: str = ""


@dataclass(frozen=True)
class Closed:
    reason: str
    remedy: str


class NotAllowed(ValueError):
    """A rule says no; the text says why and what to do instead."""

    def __init__(self, closed: Closed) -> None:
        super().__init__(f"{closed.reason} {closed.remedy}")
        self.closed = closed


def must_be_open(decision: Open | Closed) -> None:
    """Go on, or raise `NotAllowed`."""
    if isinstance(decision, Closed):
        raise NotAllowed(decision)


def told_apart(one: str, two: str) -> Open | Closed:
    """Whether the first names of a couple tell the two apart; case, accents' form and spaces do not."""
    if _as_read(one) != _as_read(two):
        return Open()
    return Closed(
        f"Both would be called {two.strip()}, and nothing would tell them apart.",
        f"Add an initial, for example {two.strip()} B.",
    )


def _as_read(name: str) -> str:
    return " ".join(normalize("NFKC", name).casefold().split())


@dataclass(frozen=True)
class InvitationFacts:
    expires_at: datetime
    used: bool
    withdrawn: bool
    joined_otherwise: bool  # the partner's side, or the address, already has an account


def invitation(facts: InvitationFacts, now: datetime) -> Open | Closed:
    """Whether this link may still be used at `now`."""
    if facts.used:
        return Closed("This link was used already.", "Sign in with your address instead.")
    if facts.withdrawn:
        return Closed("A newer link was sent in place of this one.", "Open the newest one.")
    if facts.joined_otherwise:
        return Closed("This place is already taken.", "Sign in with your address instead.")
    if now >= facts.expires_at:
        return Closed("This link was for seven days.", "Ask the people who sent it for a new one.")
    return Open()


def give_role(role: str, roles_of_giver: frozenset[str]) -> Open | Closed:
    """An operator gives any role; a coordinator any but operator."""
    if "operator" in roles_of_giver:
        return Open()
    if "coordinator" in roles_of_giver and role != "operator":
        return Open()
    return Closed(
        f"You may not give the role {role}.",
        "Ask an operator." if role == "operator" else "Ask a coordinator or an operator.",
    )


def answer_offer(
    word: str, *, ones_own: bool, roles: frozenset[str], clinicians: bool
) -> Open | Closed:
    """A clinical role is confirmed by a second person: neither who asks nor who is given it.

    `clinicians`: whether a therapist or prescriber besides those two works here. Then one of them
    confirms, since somebody of the office can make a second account of the office alone.
    """
    if not roles & CONFIRMING:
        return Closed("You may not answer this.", "Ask a clinician, a coordinator or an operator.")
    if ones_own and word == "confirmed":
        return Closed(
            "Nobody confirms what they asked for or are given.", "Ask a colleague to look at it."
        )
    if word == "confirmed" and clinicians and not roles & CLINICIANS:
        return Closed(
            "A clinical role is confirmed by a clinician.",
            "Ask a therapist or prescriber to look at it; they find it under Alerts.",
        )
    return Open()


def address(*, colleague: str, taken: bool) -> Open | Closed:
    """Whether a new account can be made at an address. `colleague`: the name of staff who have it.

    Of every other address that is in use the same is said, so that nobody learns whose it is.
    """
    if colleague:
        return Closed(
            f"This address belongs to your colleague {colleague}.",
            "They get a further role on their own page; anybody else needs another address.",
        )
    if taken:
        return Closed(
            "No link can be sent to this address.",
            "Each person needs an address that only they read: ask for another one.",
        )
    return Open()


def ends_alone(role: str, *, own: bool, roles: frozenset[str], left: int) -> bool:
    """Whether one person ends this role by themself; `left` clinicians work here afterwards.

    Somebody of the office could else end every clinician's role, and then confirm alone.
    """
    return role not in CLINICIANS or own or bool(roles & CLINICIANS) or left >= 2


def end_role(role: str, own: bool, others_with_role: int) -> Open | Closed:
    """A clinic keeps at least one operator, and nobody locks themself out."""
    if role == "operator" and others_with_role == 0:
        return Closed(
            "This is the clinic's only operator.", "Give the role to somebody else first."
        )
    if own and role == "operator":
        return Closed("You cannot end your own role as operator.", "Ask another operator.")
    return Open()


def reset_second_factor(own: bool, roles_of_giver: frozenset[str]) -> Open | Closed:
    """Two people: the one who lost it, and a coordinator or operator who saw who they are."""
    if own:
        return Closed(
            "Nobody resets their own second factor.",
            "Use a recovery code, or ask another coordinator or operator.",
        )
    if not roles_of_giver & {"coordinator", "operator"}:
        return Closed("You may not reset a second factor.", "Ask a coordinator or an operator.")
    return Open()


def change_address(own: bool, address_is_free: bool) -> Open | Closed:
    """Whoever holds a phone and a session must not be able to lead the codes elsewhere."""
    if own:
        return Closed("Nobody changes their own address.", "Ask a coordinator or an operator.")
    if not address_is_free:
        return Closed(
            "This address already signs in to an account here.",
            "Each person needs an address of their own.",
        )
    return Open()
