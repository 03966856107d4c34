"""Who gets which words of a closing summary."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

EVIDENCE = (
    "What is known: couple therapy by itself helps many couples, which many trials have shown. "
    "Whether ketamine adds to it is not yet known; there are only small studies of couples without "
    "a comparison. Scores show how somebody has changed, not what caused it."
)
CHANGE = {
    "improved": "improved, by more than the questionnaire varies by itself",
    "worsened": "worse, by more than the questionnaire varies by itself",
    "within chance": "within what the questionnaire can vary by itself",
}


@dataclass(frozen=True)
class ScoreLine:
    """One person's first and latest score: name with range and direction, values with dates."""

    name: str
    about: str
    first: str
    latest: str
    change: str


@dataclass(frozen=True)
class OwnPart:
    """What belongs to one partner: the words to them, and their own scores."""

    side: int
    first_name: str
    text: str
    scores: tuple[ScoreLine, ...]


@dataclass(frozen=True)
class Letter:
    """Everything a closing summary is made of. `plan` is pairs of heading and text, shared."""

    clinic: str
    couple: str
    signed_by: str
    signed_on: date
    joint: str
    next: str
    plan: tuple[tuple[str, str], ...]
    parts: tuple[OwnPart, ...]


def copy_for(letter: Letter, side: int | None) -> dict[str, object]:
    """The values of one copy: the joint words and that side's own part only; None is the team's."""
    parts = [part for part in letter.parts if side is None or part.side == side]
    return {
        "clinic": letter.clinic,
        "couple": letter.couple,
        "signed_by": letter.signed_by,
        "signed_on": f"{letter.signed_on.day} {letter.signed_on:%B %Y}",
        "signed": [letter.signed_on.year, letter.signed_on.month, letter.signed_on.day],
        "joint": letter.joint,
        "next": letter.next,
        "plan": [{"heading": heading, "text": text} for heading, text in letter.plan if text],
        "copy_of": "the care team" if side is None else _names(parts),
        "parts": [asdict(part) for part in parts if part.text or part.scores],
        "evidence": EVIDENCE,
    }


def _names(parts: Sequence[OwnPart]) -> str:
    return " and ".join(part.first_name for part in parts)
