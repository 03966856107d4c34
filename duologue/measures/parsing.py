"""One instrument file, field by field."""

from __future__ import annotations

from typing import Any, cast

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from duologue.measures.instrument import (
    AlertRule,
    Band,
    ChangeIndex,
    Cutoff,
    Example,
    Instrument,
    Item,
    Licence,
    Number,
    Skip,
)
from duologue.measures.parsing_items import questions
from duologue.measures.parsing_scoring import known, scoring
from duologue.measures.reading import Node, read


def parse(content: str, file: str) -> Instrument:
    """The instrument written in ``content``. Raises FileMistake, naming ``file``."""
    top = read(file, content)
    items = questions(top)
    made = Instrument(
        id=top.text("id"),
        version=top.text("version"),
        title=top.text("title"),
        name=top.text("name"),
        construct=top.text("construct"),
        direction=cast(
            Any,
            top.choice("direction", ("higher is better", "higher is worse", "neither")),
        ),
        unit=top.text("unit"),
        range=_range(top),
        recall=top.text("recall"),
        room=cast(Any, top.choice("room", ("own", "sealed", "clinical"))),
        licence=_licence(top.node("licence")),
        verified=top.flag("verified"),
        items=items,
        scoring=scoring(top.node("scoring"), items),
        skips=tuple(_skip(node, items) for node in top.nodes("skips")),
        bands=_bands(top),
        cutoffs=tuple(_cutoff(node) for node in top.nodes("cutoffs")),
        change=_change(top.node("change")) if top.has("change") else None,
        alerts=tuple(_alert(node, items) for node in top.nodes("alerts")),
        examples=tuple(_example(node, items) for node in top.nodes("examples")),
        loinc=_loinc(top),
        notes=top.text_or_none("notes"),
        sealable=top.flag("sealable", False),
        shown_again=top.flag("shown_again", True),
    )
    top.finish()
    _check_text(top, made)
    _check_range(top, made)
    return made


def _range(top: Node) -> tuple[Number, Number] | None:
    if not top.has("range"):
        return None
    ends = top.wholes("range")
    if len(ends) != 2 or ends[0] >= ends[1]:
        raise top.mistake("range", f"{list(ends)} is no range", "Write [lowest, highest]")
    return ends[0], ends[1]


def _licence(node: Node) -> Licence:
    made = Licence(
        kind=cast(Any, node.choice("class", ("SHIP", "SHIP-NC", "SHIP-CC", "CC0", "STUB"))),
        notice=node.text("notice"),
        commercial_use=node.flag("commercial_use"),
        source=node.text("source"),
    )
    if made.commercial_use and made.kind in ("SHIP-NC", "STUB"):
        raise node.mistake("commercial_use", f"is true under {made.kind}", "Write false")
    node.finish()
    return made


def _skip(node: Node, items: tuple[Item, ...]) -> Skip:
    made = Skip(
        when=known(node, "when", items),
        total=node.whole("total") if node.has("total") else None,
        items=known(node, "items", items),
        firm=node.flag("firm", False),
    )
    if not made.when or not made.items:
        raise node.mistake(None, "skips nothing", "Name items under when: and items:")
    node.finish()
    return made


def _bands(top: Node) -> tuple[Band, ...]:
    made: list[Band] = []
    for node in top.nodes("bands"):
        band = Band(
            low=node.whole("low"),
            high=node.whole("high"),
            label=node.text("label"),
            source=node.text("source"),
            verified=node.flag("verified"),
        )
        if band.low > band.high:
            raise node.mistake("high", f"{band.high} is under low {band.low}", "Swap the two")
        if made and band.low != made[-1].high + 1:
            raise node.mistake(
                "low",
                f"{band.low} leaves a gap or overlaps the band before",
                f"Begin at {made[-1].high + 1}",
            )
        node.finish()
        made.append(band)
    return tuple(made)


def _cutoff(node: Node) -> Cutoff:
    made = Cutoff(
        value=node.number("value"),
        side=cast(Any, node.choice("side", ("at least", "at most", "above", "below"))),
        meaning=node.text("meaning"),
        source=node.text("source"),
        verified=node.flag("verified"),
    )
    node.finish()
    return made


def _change(node: Node) -> ChangeIndex:
    made = ChangeIndex(
        source=node.text("source"),
        verified=node.flag("verified"),
        points=node.number_or_none("points"),
        sd=node.number_or_none("sd"),
        reliability=node.number_or_none("reliability"),
    )
    if made.points is None and (made.sd is None or made.reliability is None):
        raise node.mistake(None, "gives no index", "Add points:, or sd: and reliability:")
    if made.reliability is not None and not 0 < made.reliability < 1:
        raise node.mistake("reliability", f"{made.reliability} is no reliability", "Use 0 to 1")
    if (made.points if made.points is not None else made.sd or 0) <= 0:
        raise node.mistake(None, "gives an index of zero or less", "Use a number above 0")
    node.finish()
    return made


def _alert(node: Node, items: tuple[Item, ...]) -> AlertRule:
    made = AlertRule(
        text=node.text("text"),
        items=known(node, "items", items),
        at_least=node.number_or_none("at_least"),
        at_most=node.number_or_none("at_most"),
    )
    if made.at_least is None and made.at_most is None:
        raise node.mistake(None, "has no limit", "Add at_least: or at_most:")
    node.finish()
    return made


def _example(node: Node, items: tuple[Item, ...]) -> Example:
    if not node.has("answers"):
        raise node.mistake("answers", "is missing", "Write [2, 0, …] or {1: 2, …}")
    given = node.mapping["answers"]
    if isinstance(given, CommentedSeq):
        answers = {item.number: value for item, value in zip(items, given, strict=False)}
    elif isinstance(given, CommentedMap):
        answers = dict(given)
    else:
        raise node.mistake("answers", "is no list of answers", "Write [2, 0, …] or {1: 2, …}")
    fields = ("score", "subscales", "band", "missing", "alerts")
    expects = {k: node.mapping[k] for k in fields if node.there(k)}
    if not expects:
        raise node.mistake(None, "expects nothing", "Add score:, subscales:, band: or missing:")
    source = node.text("source")
    node.finish()
    return Example(answers=answers, expects=expects, source=source)


def _loinc(top: Node) -> dict[str, str]:
    if not top.has("loinc"):
        return {}
    codes = top.node("loinc")
    return {str(key): codes.text(key) for key in codes.mapping}


def _check_text(top: Node, made: Instrument) -> None:
    for item in made.items:
        if made.licence.kind == "STUB" and item.text is not None:
            raise top.mistake(
                "groups",
                f"item {item.number} has text though its licence is STUB",
                "Remove the text; the clinic supplies it",
            )
        if made.licence.kind != "STUB" and item.text is None:
            raise top.mistake("groups", f"item {item.number} has no text", "Add text:")


def _check_range(top: Node, made: Instrument) -> None:
    plan = made.scoring
    if plan.method in ("triage", "none"):
        if made.range or made.bands or made.change:
            raise top.mistake(
                "range",
                "belongs to a score and there is none",
                "Remove range, bands and change",
            )
        return
    lowest = sum(made.item(n).lowest for n in plan.items) * plan.multiply
    highest = sum(made.item(n).highest for n in plan.items) * plan.multiply
    if plan.method == "mean":
        lowest, highest = lowest / len(plan.items), highest / len(plan.items)
    if made.range != (lowest, highest):
        raise top.mistake("range", "is not what the items give", f"Write [{lowest:g}, {highest:g}]")
    if made.bands and (made.bands[0].low, made.bands[-1].high) != made.range:
        raise top.mistake(
            "bands",
            "do not cover the range",
            f"Begin at {lowest:g}, end at {highest:g}",
        )
