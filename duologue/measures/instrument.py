"""What an instrument is made of, once its file has been read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Number = int | float
Direction = Literal["higher is better", "higher is worse", "neither"]
Room = Literal["own", "sealed", "clinical"]


@dataclass(frozen=True)
class Option:
    """One printed answer: the number beside it and its words (null in a stub)."""

    value: Number
    label: str | None


@dataclass(frozen=True)
class Scale:
    """A line or row of numbers with words at its ends."""

    minimum: Number
    maximum: Number
    step: Number
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True)
class Item:
    """One question. Exactly one of ``options`` and ``scale`` is filled.

    ``also`` is its number in the longer form it was taken from. ``verified`` is false where
    wording or anchors are recalled and not yet held against a source.
    """

    number: int
    text: str | None
    lead_in: str | None
    options: tuple[Option, ...]
    scale: Scale | None
    reverse: bool = False
    optional: bool = False
    also: int | None = None
    loinc: str | None = None
    drawing: str | None = None
    verified: bool = True

    @property
    def lowest(self) -> Number:
        """The smallest printed value."""
        return self.scale.minimum if self.scale else min(o.value for o in self.options)

    @property
    def highest(self) -> Number:
        """The largest printed value."""
        return self.scale.maximum if self.scale else max(o.value for o in self.options)


@dataclass(frozen=True)
class Skip:
    """Items that need no answer when ``when`` sums to ``total`` (any sum where it is null).

    A skipped item without an answer counts as 0. ``firm``: an answer behind it does not count.
    """

    when: tuple[int, ...]
    total: int | None
    items: tuple[int, ...]
    firm: bool = False


@dataclass(frozen=True)
class Missing:
    """The published rule for unanswered items: how many may lack, and whether to prorate."""

    allowed: int
    prorate: bool
    source: str


@dataclass(frozen=True)
class Subscale:
    """A named part: the sum or mean of its items after reversal, times ``multiply``."""

    name: str
    items: tuple[int, ...]
    method: Literal["sum", "mean"]
    reverse: tuple[int, ...] = ()
    multiply: Number = 1
    range: tuple[Number, Number] = (0, 0)
    verified: bool = True


@dataclass(frozen=True)
class Need:
    """``count`` of the items at or over ``at_least``, or their sum at or over ``total``."""

    items: tuple[int, ...]
    at_least: Number | None = None
    count: int = 1
    total: Number | None = None


@dataclass(frozen=True)
class Finding:
    """A published yes or no, reported among the subscales as 1 or 0 when every need is met."""

    name: str
    needs: tuple[Need, ...]
    source: str
    verified: bool


@dataclass(frozen=True)
class Level:
    """A triage level, reached when enough of ``items`` are at or over ``at_least``."""

    label: str
    items: tuple[int, ...]
    at_least: Number = 1
    count: int = 1


@dataclass(frozen=True)
class Scoring:
    """How a score is made. ``why`` says why there is none where the method gives no number."""

    method: Literal["sum", "mean", "triage", "none"]
    items: tuple[int, ...]
    missing: Missing
    multiply: Number = 1
    subscales: tuple[Subscale, ...] = ()
    findings: tuple[Finding, ...] = ()
    levels: tuple[Level, ...] = ()
    otherwise: str | None = None
    why: str | None = None
    verified: bool = True


@dataclass(frozen=True)
class Band:
    """A closed interval of whole scores and its name."""

    low: int
    high: int
    label: str
    source: str
    verified: bool


@dataclass(frozen=True)
class Cutoff:
    """A published threshold that is not a band, with whom or what it is for."""

    value: Number
    side: Literal["at least", "at most", "above", "below"]
    meaning: str
    source: str
    verified: bool


@dataclass(frozen=True)
class ChangeIndex:
    """Inputs of a reliable change: published ``points``, or ``sd`` and ``reliability``."""

    source: str
    verified: bool
    points: Number | None = None
    sd: Number | None = None
    reliability: Number | None = None


@dataclass(frozen=True)
class AlertRule:
    """Somebody has to look when an item (or, without items, the score) passes a limit."""

    text: str
    items: tuple[int, ...] = ()
    at_least: Number | None = None
    at_most: Number | None = None


@dataclass(frozen=True)
class Example:
    """A worked case: the answers and what must come out."""

    answers: Mapping[int, Number]
    expects: Mapping[str, object]
    source: str


@dataclass(frozen=True)
class Licence:
    """``kind``: SHIP, SHIP-NC, SHIP-CC, CC0 or STUB (the clinic supplies the text)."""

    kind: Literal["SHIP", "SHIP-NC", "SHIP-CC", "CC0", "STUB"]
    notice: str
    commercial_use: bool
    source: str


@dataclass(frozen=True)
class Instrument:
    """One version of one questionnaire. ``range`` and ``unit`` belong to the score."""

    id: str
    version: str
    title: str
    name: str
    construct: str
    direction: Direction
    unit: str
    range: tuple[Number, Number] | None
    recall: str
    room: Room
    licence: Licence
    verified: bool
    items: tuple[Item, ...]
    scoring: Scoring
    skips: tuple[Skip, ...] = ()
    bands: tuple[Band, ...] = ()
    cutoffs: tuple[Cutoff, ...] = ()
    change: ChangeIndex | None = None
    alerts: tuple[AlertRule, ...] = ()
    examples: tuple[Example, ...] = ()
    loinc: Mapping[str, str] = field(default_factory=dict)
    notes: str | None = None
    sealable: bool = False  # sealed where the partner asks for it when beginning
    shown_again: bool = True  # in the partner's own history

    def item(self, number: int) -> Item:
        """The item of that number. Raises KeyError where there is none."""
        for item in self.items:
            if item.number == number:
                return item
        raise KeyError(number)
