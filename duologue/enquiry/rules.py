"""Is this right for us? From answers to advice with its reasons; never a diagnosis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

VOICES = ("help", "against", "ask", "for", "open")
"""What an answer may speak for, the weightiest first."""

ENOUGH = 3
"""So many answers must speak for it, with none against, before a talk is called worth it."""


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    label: str
    speaks: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    ask: str
    options: tuple[Option, ...]
    lead: str = ""

    def chosen(self, answers: Mapping[str, str]) -> Option | None:
        return next((o for o in self.options if o.id == answers.get(self.id)), None)


@dataclass(frozen=True, slots=True)
class Advice:
    """`kind` is one of VOICES; `reasons` are what the answers said, the weightiest first."""

    kind: str
    reasons: tuple[str, ...]


def advise(questions: Sequence[Question], answers: Mapping[str, str]) -> Advice:
    """What these answers, complete or not, speak for. One weighty answer outweighs all lighter ones."""
    chosen = [option for q in questions if (option := q.chosen(answers))]
    reasons = sorted((o for o in chosen if o.because), key=lambda o: VOICES.index(o.speaks))
    voices = [option.speaks for option in chosen]
    kind = next((voice for voice in ("help", "against", "ask") if voice in voices), "")
    if not kind:
        kind = "for" if voices.count("for") >= ENOUGH else "open"
    # Beside danger or fear nothing speaks for treatment.
    said = [option for option in reasons if kind != "help" or option.speaks == "help"]
    return Advice(kind, tuple(option.because for option in said))
