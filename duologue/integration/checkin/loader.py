"""The items of the daily check-in, as data."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

LOWEST, HIGHEST = 0, 10


@dataclass(frozen=True)
class CheckInItem:
    """One line of the check-in, 0 to 10; `reverse`: less is better."""

    id: str
    asks: str
    low: str
    high: str
    reverse: bool = False


@cache
def items() -> tuple[CheckInItem, ...]:
    entries = YAML(typ="safe").load(Path(__file__).with_name("items.yaml"))["items"]
    return tuple(CheckInItem(**entry) for entry in entries)
