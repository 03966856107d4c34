"""The questions of "Is this right for us?" and the evidence, from their files."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec
from ruamel.yaml import YAML

from duologue.enquiry.rules import Question

HERE = Path(__file__).parent


@dataclass(frozen=True)
class AdviceText:
    title: str
    text: str


@dataclass(frozen=True)
class Fit:
    questions: tuple[Question, ...]
    advice: dict[str, AdviceText]


@dataclass(frozen=True)
class Claim:
    """One claim with the grade of its evidence; `couples` when it was studied with couples."""

    id: str
    claim: str
    grade: str
    couples: bool
    short: str
    studies: int | str
    people: str
    design: str
    found: str
    limits: str
    source: str
    verified: bool
    front: bool = False


@cache
def fit() -> Fit:
    """The questions in their order, and the advice by kind. Raises msgspec.ValidationError."""
    return msgspec.convert(YAML(typ="safe").load(HERE / "fit.yaml"), Fit)


@cache
def claims() -> tuple[Claim, ...]:
    return msgspec.convert(YAML(typ="safe").load(HERE / "evidence.yaml"), tuple[Claim, ...])
