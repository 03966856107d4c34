"""A consent document as it was written: its text, what it asks back, what it lets a person choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

PLACE = "{{ rule }}"


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
class Rule:
    """A part of the text that the clinic chooses for a couple, with the question that goes with it."""

    text: str
    questions: tuple[TeachBack, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One version of a document. `countersign` is the role that signs beside, or empty.

    Where it has `rules`, one of them stands in the text in place of PLACE: the first, until the
    clinic has chosen another for a couple (`under`).
    """

    id: str
    version: str
    title: str
    short: str
    body: str
    countersign: str = ""
    optional: bool = False
    questions: tuple[TeachBack, ...] = ()
    choices: tuple[Choice, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict, hash=False)

    def under(self, rule: str) -> Document:
        """This document as it reads where the clinic chose that rule."""
        if PLACE not in self.body or rule not in self.rules:
            return self
        chosen = self.rules[rule]
        body = self.body.replace(PLACE, chosen.text.strip())
        return replace(self, body=body, questions=(*self.questions, *chosen.questions))

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
