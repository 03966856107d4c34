"""Conditions, medicine classes and limits of vitals, from their files."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec
from ruamel.yaml import YAML

from duologue.screening.findings import Condition, MedicineClass, VitalLimit

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Screen:
    id: str
    title: str
    lead: str = ""


@dataclass(frozen=True)
class Elsewhere:
    title: str
    where: str


@dataclass(frozen=True)
class History:
    screens: tuple[Screen, ...]
    conditions: tuple[Condition, ...]
    elsewhere: tuple[Elsewhere, ...]


@cache
def history() -> History:
    """What the history asks. Raises msgspec.ValidationError naming the place of a mistake."""
    return msgspec.convert(YAML(typ="safe").load(HERE / "conditions.yaml"), History)


@cache
def classes() -> tuple[MedicineClass, ...]:
    read = YAML(typ="safe").load(HERE / "interactions.yaml")
    return msgspec.convert(read, tuple[MedicineClass, ...])


@cache
def limits() -> tuple[VitalLimit, ...]:
    return msgspec.convert(YAML(typ="safe").load(HERE / "vitals.yaml"), tuple[VitalLimit, ...])


def limit(id: str) -> VitalLimit:
    return next(limit for limit in limits() if limit.id == id)
