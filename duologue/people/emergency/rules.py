"""Who may open a record in an emergency, for how long, and by when somebody looks at it."""

from datetime import datetime, timedelta

from duologue.people.rules import Closed, Open

LASTS = timedelta(minutes=30)
REVIEWED_WITHIN = timedelta(hours=24)
CLINICIANS = ("therapist", "prescriber", "monitor")


def opens(roles: frozenset[str], *, treats: bool) -> Open | Closed:
    """Open with the role it is opened in as its reason."""
    if treats:
        return Closed("You treat this couple already.", "Open the record from your caseload.")
    held = [role for role in CLINICIANS if role in roles]
    if not held:
        return Closed("Only clinicians open a record in an emergency.", "Ask one of them.")
    return Open(held[0])


def reviews(*, own: bool, therapist: bool, coordinator: bool, there_is_one: bool) -> Open | Closed:
    """A therapist of the couple; a coordinator where the couple has none; never who opened it."""
    if own:
        return Closed("Nobody reviews their own opening.", "A colleague does.")
    if therapist or (coordinator and not there_is_one):
        return Open()
    return Closed("This is for a therapist of the couple.", "Leave it to them.")


def word(opened_at: datetime, at: datetime) -> str:
    """How the review of an opening stands while it has none."""
    return "late" if at >= opened_at + REVIEWED_WITHIN else "due"
