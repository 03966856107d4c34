"""The turns of the guided dialogue, as data."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML


@dataclass(frozen=True)
class Turn:
    """One turn: who does it, what they do, and how it may sound."""

    title: str
    who: str
    does: str
    example: str


@cache
def turns() -> tuple[Turn, ...]:
    entries = YAML(typ="safe").load(Path(__file__).with_name("turns.yaml"))
    return tuple(Turn(**entry) for entry in entries)
