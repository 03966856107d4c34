"""Whether a therapist may bring what one partner told alone to the two of them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from duologue.people import rules

LIMITED, NO_SECRETS = "limited-secrets", "no-secrets"
RELATIONAL = {
    "affair": "Somebody else",
    "future": "Staying or leaving",
    "money": "Money",
    "family": "Family and children",
    "relationship": "Something else between them",
}
NEVER = {
    "safety": "Safety, fear or pressure",
    "violence": "Violence",
    "sealed": "Answers to the private questions",
    "medical": "Health and medicines",
}
# Seven days hold at least one meeting alone in a weekly course, so that the partner can say it first.
WAIT = timedelta(days=7)
YES, NO, TOLD = "yes", "no", "told first"


@dataclass(frozen=True)
class Open(rules.Open):
    source: str = ""


@dataclass(frozen=True)
class Closed(rules.Closed):
    source: str = "the agreement that both signed"


@dataclass(frozen=True)
class Facts:
    """`rule`: what both have signed, in force since `since`, or nothing.

    `withdrawn`: one of them took that signature back. `told_on`: when this partner told it.
    `answer`: what they said last to exactly these words; `told_first_at`: when they were told that
    the therapist means to bring them. `safety_open`: an alert, or a private screen not found clear.
    """

    matter: str
    told_on: date
    at: datetime
    rule: str = ""
    since: datetime | None = None
    withdrawn: bool = False
    answer: str = ""
    told_first_at: datetime | None = None
    safety_open: bool = False
    parted: bool = False
    brought: bool = False


def may_bring(facts: Facts) -> Open | Closed:
    """The partner's yes to the exact words opens it under either rule; without it, only no-secrets."""
    if facts.matter not in RELATIONAL:
        return Closed(
            "This is never brought to the two of them by us.", "Speak about it with them alone."
        )
    if facts.brought:
        return Closed("It has been brought already.", "It stands in their shared room.")
    if facts.parted:
        return Closed("These two have parted.", "Nothing of the one goes to the other.")
    if facts.safety_open:
        return Closed(
            "Something about this person's safety is open.",
            "See to that first, with them alone.",
            "safety",
        )
    if facts.withdrawn:
        return Closed(
            "One of the two has taken their signature back: the rule both signed does not hold now.",
            "Nothing is brought until they sign it again.",
        )
    if not facts.rule or facts.since is None:
        return Closed("No rule on secrets is in force.", "Both sign the agreement first.")
    if facts.answer == YES:
        return Open("They said yes to these very words.", "the partner's own yes")
    if facts.rule != NO_SECRETS:
        return Closed(
            "Under limited secrets it takes their yes to these very words.",
            "Ask them, alone and in person.",
        )
    # Midnight of that day may lie before the signing: a day that began under another rule is not taken.
    if facts.told_on <= facts.since.date():
        return Closed("It was told under an earlier rule, or none.", "Ask for their yes.")
    if facts.told_first_at is None:
        return Closed("They have not been told first.", "Tell them in person, with these words.")
    if facts.at - facts.told_first_at < WAIT:
        day = (facts.told_first_at + WAIT).date()
        return Closed(f"They have until {day} to say it themselves.", "Wait until then.")
    return Open("They were told first and have had seven days.", "no secrets, signed by both")
