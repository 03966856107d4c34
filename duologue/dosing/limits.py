"""The limits of `limits.yaml` as frozen values, and how one observation meets them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from ruamel.yaml import YAML

FILE = Path(__file__).with_name("limits.yaml")


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line: a measure and the edge at which it counts. Never true of what was not measured."""

    measure: str
    at_least: float | None = None
    above: float | None = None
    below: float | None = None
    at_most: float | None = None
    is_any_of: tuple[str, ...] = ()

    def met_by(self, values: Mapping[str, Any]) -> bool:
        value = values.get(self.measure)
        if value is None:
            return False
        if self.is_any_of:
            return bool(set(self.is_any_of) & set(value))
        return (
            (self.at_least is not None and value >= self.at_least)
            or (self.above is not None and value > self.above)
            or (self.below is not None and value < self.below)
            or (self.at_most is not None and value <= self.at_most)
        )


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A limit, how soon to act (now, recheck) and what to do."""

    id: str
    title: str
    urgency: str
    when: tuple[When, ...]
    what: tuple[str, ...]
    source: str
    verified: bool


class DayLimit(When, frozen=True, forbid_unknown_fields=True, kw_only=True):
    id: str
    reason: str
    remedy: str
    source: str


class Schedule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Minutes after a dose at which somebody measures; sooner again once a limit was met."""

    first_minutes: int
    first_every: int
    then_every: int
    always_at: int
    recheck_minutes: int
    source: str
    verified: bool


class DischargeLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    minutes: dict[str, int]
    apart_minutes: int
    padss: int
    source: str
    verified: bool


class OrderLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    expires_days: int
    caps_mg: dict[str, float]
    mg_per_kg: dict[str, float]
    source: str
    verified: bool


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schedule: Schedule
    observations: tuple[Limit, ...]
    day: tuple[DayLimit, ...]
    discharge: DischargeLimits
    orders: OrderLimits


@dataclass(frozen=True, slots=True)
class Met:
    """A limit that was met, and the measures that met it."""

    limit: Limit
    measures: tuple[str, ...]
    signs: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The limit, with the warning signs that met it."""
        return f"{self.limit.title}: {', '.join(self.signs)}" if self.signs else self.limit.title


@cache
def limits() -> Limits:
    """The clinic's limits. ValueError names the file and the place."""
    try:
        return msgspec.convert(YAML(typ="safe").load(FILE.read_text("utf-8")), Limits)
    except msgspec.ValidationError as wrong:
        raise ValueError(f"{FILE.name}: {wrong}. Compare with the file's own comments.") from None
