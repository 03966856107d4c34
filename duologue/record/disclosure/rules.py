"""Whether a paper may leave, and what a partner may answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from duologue.people.rules import Closed, Open

SIGNED, REFUSED, TAKEN_BACK = "signed", "refused", "taken back"
HANDED_OVER, WITHDRAWN = "handed over", "withdrawn"


@dataclass(frozen=True)
class Answered:
    """The newest answer of one partner, with the fingerprint of the paper they were shown."""

    word: str
    sha256: str = ""


@dataclass(frozen=True)
class Facts:
    """`needed`: whose it is, all of whom must sign; `until`: the last day on which it may leave."""

    needed: frozenset[UUID]
    answers: Mapping[UUID, Answered]
    sha256: str
    until: date
    on: date
    ended: str = ""


def may_leave(facts: Facts) -> Open | Closed:
    """Only with everybody's signature under this very paper, in time, and once."""
    over = _over(facts)
    if over:
        return over
    for partner in facts.needed:
        answer = facts.answers.get(partner)
        if answer is None or answer.word != SIGNED:
            return Closed("Not everybody whose it is has signed.", "It stays here until they have.")
        if answer.sha256 != facts.sha256:
            return Closed("A signature is under another paper.", "Prepare it again.")
    if not facts.needed:
        return Closed("It is nobody's.", "Prepare it again.")
    return Open()


def may_answer(facts: Facts, partner: UUID, word: str, sha256: str) -> Open | Closed:
    """Sign what was shown, refuse without a reason, or take an answer back before it has left."""
    if partner not in facts.needed or word not in (SIGNED, REFUSED, TAKEN_BACK):
        return Closed("This is not yours to answer.", "Ask your team.")
    over = _over(facts)
    if over:
        return over
    if word == SIGNED and sha256 != facts.sha256:
        return Closed("The paper is not the one you were shown.", "Read it again, then sign.")
    return Open()


def _over(facts: Facts) -> Closed | None:
    if facts.ended == HANDED_OVER:
        return Closed("It has left the clinic already.", "Speak with your team about it.")
    if facts.ended:
        return Closed("The clinic took this back.", "Nothing leaves.")
    if facts.on > facts.until:
        return Closed("Its time is over.", "Nothing leaves; the clinic may ask again.")
    return None
