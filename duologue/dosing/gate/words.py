"""`gate.yaml` as frozen values: what each rule says, who may settle it, and the clinic's numbers."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from ruamel.yaml import YAML

FILE = Path(__file__).with_name("gate.yaml")


class RuleWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule in a nurse's words. `title` while it is open; `reason` and `remedy` when it is not;
    `again` instead of the remedy where something is to be measured again first.

    `settled_by`: `never`, `decide` (who is named, in writing) or `two` (two clinicians set it aside).
    """

    title: str
    reason: str
    remedy: str
    source: str
    settled_by: Literal["never", "decide", "two"]
    verified: bool = False
    who: str = ""
    again: str = ""


class Together(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rules that are one to who only watches."""

    rules: tuple[str, ...]
    title: str
    reason: str
    remedy: str


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The clinic's numbers, in mmHg, beats a minute, % and hours; each is explained in the file."""

    screen_days: int
    checks_hours: float
    systolic: int
    diastolic: int
    systolic_shut: int
    diastolic_shut: int
    heart_rate_least: int
    heart_rate_most: int
    spo2: int
    least_weight_kg: int
    unusual_times: int
    watched_by_one: dict[str, int]
    medicines_to_decide: tuple[str, ...]
    pregnancy_shut: tuple[str, ...]
    before_the_day: Together
    rules: dict[str, RuleWords]


@cache
def limits() -> Limits:
    """The clinic's gate. ValueError names the file and the place."""
    try:
        return msgspec.convert(YAML(typ="safe").load(FILE.read_text("utf-8")), Limits)
    except msgspec.ValidationError as wrong:
        raise ValueError(f"{FILE.name}: {wrong}. Compare with the file's own comments.") from None
