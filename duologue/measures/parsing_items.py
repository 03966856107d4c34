"""The questions of an instrument file and what may be answered."""

from __future__ import annotations

from duologue.measures.instrument import Item, Option, Scale
from duologue.measures.reading import Node, is_number


def questions(top: Node) -> tuple[Item, ...]:
    """All items of the file in printed order, each with its lead-in and answers."""
    found: dict[int, Item] = {}
    for group in top.nodes("groups"):
        lead_in = group.text_or_none("lead_in")
        verified = group.flag("verified", True)
        shared = _answers(group) if group.has("options") or group.has("scale") else None
        for node in group.nodes("items"):
            number = node.whole("number")
            if number in found:
                raise node.mistake("number", f"{number} occurs twice", "Give each item its own")
            own = _answers(node) if node.has("options") or node.has("scale") else shared
            if own is None:
                raise node.mistake(
                    None,
                    "has no answers",
                    "Add options: or scale: here or to its group",
                )
            found[number] = Item(
                number=number,
                text=node.text_or_none("text"),
                lead_in=lead_in,
                options=own[0],
                scale=own[1],
                reverse=node.flag("reverse", False),
                optional=node.flag("optional", False),
                also=node.whole("also") if node.has("also") else None,
                loinc=node.text_or_none("loinc"),
                drawing=node.text_or_none("drawing"),
                verified=node.flag("verified", verified),
            )
            node.finish()
        group.finish()
    return tuple(found.values())


def _answers(node: Node) -> tuple[tuple[Option, ...], Scale | None]:
    if node.has("options") and node.has("scale"):
        raise node.mistake("scale", "stands beside options", "Keep one of the two")
    if node.has("scale"):
        line = node.node("scale")
        scale = Scale(
            minimum=line.number("min"),
            maximum=line.number("max"),
            step=line.number("step", 1),
            low=line.text_or_none("low"),
            high=line.text_or_none("high"),
        )
        if scale.minimum >= scale.maximum or scale.step <= 0:
            raise line.mistake("max", "gives an empty scale", "Make min < max and step > 0")
        line.finish()
        return (), scale
    options = node.node("options").mapping
    for value, label in options.items():
        if not is_number(value) or not (label is None or isinstance(label, str)):
            raise node.mistake(
                "options",
                f"{value!r}: {label!r} is no option",
                "Write value: label, as 0: Never",
            )
    if len(options) < 2:
        raise node.mistake("options", "offers no choice", "Add at least two")
    return tuple(Option(value, label) for value, label in options.items()), None
