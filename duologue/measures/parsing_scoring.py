"""The scoring part of an instrument file."""

from __future__ import annotations

from typing import Any, cast

from duologue.measures.instrument import (
    Finding,
    Item,
    Level,
    Missing,
    Need,
    Scoring,
    Subscale,
)
from duologue.measures.reading import Node


def scoring(node: Node, items: tuple[Item, ...]) -> Scoring:
    """How the score is made; ``items`` are those the file has."""
    method = node.choice("method", ("sum", "mean", "triage", "none"))
    made = Scoring(
        method=cast(Any, method),
        items=known(node, "items", items),
        missing=_missing(node.node("missing")),
        multiply=node.number("multiply", 1),
        subscales=tuple(_subscale(part, items) for part in node.nodes("subscales")),
        findings=tuple(_finding(part, items) for part in node.nodes("findings")),
        levels=tuple(_level(part, items) for part in node.nodes("levels")),
        otherwise=node.text_or_none("otherwise"),
        why=node.text_or_none("why"),
        verified=node.flag("verified", True),
    )
    if method != "none" and not made.items:
        raise node.mistake("items", "is missing", "List the items the score is made of")
    if method in ("triage", "none") and made.why is None:
        raise node.mistake("why", "is missing", "Say why there is no total score")
    if method == "triage" and (not made.levels or made.otherwise is None):
        raise node.mistake("levels", "is missing", "Add levels: and otherwise:")
    if made.missing.allowed >= max(len(made.items), 1):
        raise node.mistake("missing", "allows every item to be missing", "Lower allowed:")
    names = [part.name for part in made.subscales] + [found.name for found in made.findings]
    if len(names) != len(set(names)):
        raise node.mistake("subscales", "has a name twice", "Give each its own name")
    node.finish()
    return made


def known(node: Node, key: str, items: tuple[Item, ...]) -> tuple[int, ...]:
    """Item numbers under ``key``, each of which the file must have."""
    numbers = node.wholes(key)
    there = {item.number for item in items}
    for number in numbers:
        if number not in there:
            raise node.mistake(key, f"there is no item {number}", "Correct the number")
    if len(set(numbers)) != len(numbers):
        raise node.mistake(key, "names an item twice", "Remove the repetition")
    return numbers


def whole(value: float) -> int | float:
    """An int where the number is whole."""
    return int(value) if float(value).is_integer() else value


def _missing(node: Node) -> Missing:
    made = Missing(
        allowed=node.whole("allowed"),
        prorate=node.flag("prorate"),
        source=node.text("source"),
    )
    if made.allowed < 0:
        raise node.mistake("allowed", "is under 0", "Write how many items may lack an answer")
    node.finish()
    return made


def _subscale(node: Node, items: tuple[Item, ...]) -> Subscale:
    method = node.choice("method", ("sum", "mean"))
    numbers = known(node, "items", items)
    if not numbers:
        raise node.mistake("items", "is missing", "List the items it is made of")
    reverse = known(node, "reverse", items)
    if not set(reverse) <= set(numbers):
        raise node.mistake("reverse", "names an item not in items", "Correct the numbers")
    multiply = node.number("multiply", 1)
    size = len(numbers) if method == "mean" else 1
    mine = [item for item in items if item.number in numbers]
    low = sum(item.lowest for item in mine) * multiply / size
    high = sum(item.highest for item in mine) * multiply / size
    made = Subscale(
        name=node.text("name"),
        items=numbers,
        method=cast(Any, method),
        reverse=reverse,
        multiply=multiply,
        range=(whole(low), whole(high)),
        verified=node.flag("verified", True),
    )
    node.finish()
    return made


def _finding(node: Node, items: tuple[Item, ...]) -> Finding:
    needs = []
    for part in node.nodes("needs"):
        need = Need(
            items=known(part, "items", items),
            at_least=part.number_or_none("at_least"),
            count=part.whole("count", 1),
            total=part.number_or_none("total"),
        )
        if not need.items or (need.at_least is None) == (need.total is None):
            raise part.mistake(None, "is not a need", "Name items, and at_least: or total:")
        part.finish()
        needs.append(need)
    if not needs:
        raise node.mistake("needs", "is missing", "Say what the finding needs")
    made = Finding(
        name=node.text("name"),
        needs=tuple(needs),
        source=node.text("source"),
        verified=node.flag("verified"),
    )
    node.finish()
    return made


def _level(node: Node, items: tuple[Item, ...]) -> Level:
    made = Level(
        label=node.text("label"),
        items=known(node, "items", items),
        at_least=node.number("at_least", 1),
        count=node.whole("count", 1),
    )
    if not made.items:
        raise node.mistake("items", "is missing", "List the items that reach this level")
    node.finish()
    return made
