"""The parameters of the window and what is asked in it, as data."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from duologue.integration.window.rules import Parameters, Part, Point, band


@dataclass(frozen=True)
class Moment:
    """What is asked after a session, open from `opens` to `closes` hours after it."""

    id: str
    title: str
    opens: int
    closes: int
    asks: str
    tip: str


@dataclass(frozen=True)
class Written:
    parameters: Parameters
    days: int
    sentence: str
    after_sentence: str
    sources: str
    asked: tuple[Moment, ...]


@cache
def written() -> Written:
    entries = YAML(typ="safe").load(Path(__file__).with_name("window.yaml"))
    told = entries["parameters"]
    return Written(
        parameters=Parameters(told["share"], _part(told["readiness"]), _part(told["structure"])),
        days=entries["days"],
        sentence=entries["sentence"],
        after_sentence=entries["after_sentence"],
        sources=entries["sources"].strip(),
        asked=tuple(Moment(**entry) for entry in entries["asked"]),
    )


@cache
def curve() -> tuple[Point, ...]:
    """The band of the window: the same for everybody."""
    return band(written().parameters, days=written().days)


def _part(entry: dict[str, Any]) -> Part:
    return Part(
        rise=entry["rise"],
        half_life=entry["half_life"],
        rise_range=tuple(entry["rise_range"]),
        half_life_range=tuple(entry["half_life_range"]),
    )
