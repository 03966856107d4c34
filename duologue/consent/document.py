"""A consent document as it was written: its text, what it asks back, what it lets a person choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    id: str
    label: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class TeachBack:
    """A question that shows whether the text was understood; `explain` is said to a wrong answer."""

    id: str
    ask: str
    options: tuple[Answer, ...]
    explain: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the person chooses with the document: one of `options`, or words where `text`."""

    id: str
    ask: str
    options: tuple[Answer, ...] = ()
    text: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One version of a document. `countersign` is the role that signs beside, or empty."""

    id: str
    version: str
    title: str
    short: str
    body: str
    countersign: str = ""
    optional: bool = False
    questions: tuple[TeachBack, ...] = ()
    choices: tuple[Choice, ...] = ()

    def chosen_words(self, chosen: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """What was chosen, as (question, words), in the document's order."""
        return tuple(
            (choice.ask, words)
            for choice in self.choices
            if (words := _words(choice, chosen.get(choice.id, "")))
        )


def _words(choice: Choice, given: str) -> str:
    if choice.text:
        return given
    return next((option.label for option in choice.options if option.id == given), "")
