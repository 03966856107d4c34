"""Numbers to call now, by country, read from `crisis.yaml`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

PATH = Path(__file__).with_name("crisis.yaml")


@dataclass(frozen=True)
class Line:
    """One number; `what_for` says when to call; `unsure` when nobody has checked it of late."""

    name: str
    number: str
    what_for: str
    unsure: bool

    @property
    def dial(self) -> str:
        return "".join(sign for sign in self.number if sign.isdigit() or sign == "+")


@dataclass(frozen=True)
class Country:
    code: str
    name: str
    lines: tuple[Line, ...]


def numbers_for(code: str) -> tuple[Country, tuple[Country, ...]]:
    """The clinic's own country first (or what works almost anywhere), then the others by name."""
    every = _countries()
    own = every.get(code.upper(), every[""])
    others = sorted((one for one in every.values() if one is not own), key=lambda one: one.name)
    return own, tuple(others)


@cache
def _countries() -> dict[str, Country]:
    read = YAML(typ="safe").load(PATH.read_text())
    made = {"": _country("", read["anywhere"])}
    for code, fields in read["countries"].items():
        made[code] = _country(code, fields)
    return made


def _country(code: str, fields: dict[str, Any]) -> Country:
    try:
        lines = tuple(
            Line(
                name=line["name"],
                number=str(line["number"]),
                what_for=line["for"],
                unsure=bool(line.get("unsure")),
            )
            for line in fields["lines"]
        )
        return Country(code, fields["name"], lines)
    except KeyError as missing:
        raise ValueError(f"{PATH.name}: {code or 'anywhere'}: {missing} is missing") from None
