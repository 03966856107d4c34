"""A mistake in an instrument file is answered with file, line, field and mend."""

import pytest

from duologue.measures.loader import FileMistake, parse

GOOD = """id: calm-2
version: "1"
title: Calm
name: Calm, two questions
construct: calm
direction: higher is better
unit: points
range: [0, 4]
recall: today
room: own
licence:
  class: CC0
  notice: Written for this test.
  commercial_use: true
  source: this test
verified: true
groups:
  - options: {0: No, 1: A little, 2: Yes}
    items:
      - {number: 1, text: Are you calm}
      - {number: 2, text: Are you upset, reverse: true}
scoring:
  method: sum
  items: [1, 2]
  missing: {allowed: 0, prorate: false, source: this test}
bands:
  - {low: 0, high: 1, label: stirred, source: this test, verified: true}
  - {low: 2, high: 4, label: calm, source: this test, verified: true}
change: {points: 2, source: this test, verified: true}
alerts:
  - {items: [2], at_least: 2, text: Ask what happened}
examples:
  - answers: [2, 0]
    score: 4
    source: arithmetic
"""


def test_the_file_these_tests_break_is_sound():
    found = parse(GOOD, "calm-2/1.yaml")
    assert (found.id, found.range, found.item(2).reverse) == ("calm-2", (0, 4), True)
    assert [option.label for option in found.item(1).options] == ["No", "A little", "Yes"]


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "mend"),
    [
        ("title: Calm\n", "", 1, "title", "Add a line of text"),
        ("title: Calm\n", "title:\n", 3, "title", "Add a line of text"),
        ("title: Calm\n", "titel: Calm\n", 1, "title", "Add a line of text"),
        ("unit: points\n", "unit: points\nunits: x\n", 8, "units", "Did you mean unit"),
        ('version: "1"', "version: 1", 2, "version", "Put it in quotation marks"),
        ("room: own", "room: open", 10, "room", "Use one of: own, sealed, clinical"),
        ("higher is better", "up", 6, "direction", "Use one of: higher is better, higher is"),
        ("verified: true\ngroups", "verified: maybe\ngroups", 16, "verified", "true or false"),
        ("class: CC0", "class: FREE", 12, "licence.class", "Use one of: SHIP"),
        ("class: CC0", "class: SHIP-NC", 14, "licence.commercial_use", "Write false"),
        ("class: CC0", "class: STUB", 14, "licence.commercial_use", "Write false"),
        ("range: [0, 4]", "range: [0, 5]", 8, "range", "Write [0, 4]"),
        ("range: [0, 4]", "range: [4, 0]", 8, "range", "Write [lowest, highest]"),
        ("number: 2,", "number: 1,", 21, "groups[1].items[2].number", "Give each item its own"),
        ("number: 2,", "number: two,", 21, "groups[1].items[2].number", "Write digits only"),
        ("number: 2,", "number: 1.5,", 21, "groups[1].items[2].number", "Round it"),
        ("{0: No, 1: A little, 2: Yes}", "{0: No}", 18, "groups[1].options", "at least two"),
        ("{0: No,", "{none: No,", 18, "groups[1].options", "Write value: label"),
        ("  - options: {0: No, 1: A little, 2: Yes}\n    items", "  - items", 19, "groups[1].items[1]",
         "Add options: or scale:"),
        ("{0: No, 1: A little, 2: Yes}", "{0: No, 1: Yes}\n    scale: {min: 0, max: 2}", 19,
         "groups[1].scale", "Keep one of the two"),
        ("options: {0: No, 1: A little, 2: Yes}", "scale: {min: 2, max: 0}", 18,
         "groups[1].scale.max", "Make min < max"),
        ("text: Are you calm}", "text: ''}", 20, "groups[1].items[1].text", "Add a line of text"),
        (", text: Are you calm}", "}", 17, "groups", "Add text:"),
        ("items: [1, 2]", "items: [1, 3]", 24, "scoring.items", "Correct the number"),
        ("items: [1, 2]", "items: [1, 1]", 24, "scoring.items", "Remove the repetition"),
        ("items: [1, 2]", "items: 1 and 2", 24, "scoring.items", "Write it as [1, 2, 3]"),
        ("  items: [1, 2]\n", "", 22, "scoring.items", "List the items"),
        ("method: sum", "method: triage", 22, "scoring.why", "Say why"),
        ("allowed: 0", "allowed: 2", 25, "scoring.missing", "Lower allowed"),
        ("allowed: 0", "allowed: -1", 25, "scoring.missing.allowed", "how many items may lack"),
        ("low: 2, high: 4", "low: 3, high: 4", 28, "bands[2].low", "Begin at 2"),
        ("low: 2, high: 4", "low: 1, high: 4", 28, "bands[2].low", "Begin at 2"),
        ("low: 2, high: 4", "low: 2, high: 3", 26, "bands", "Begin at 0, end at 4"),
        ("low: 0, high: 1", "low: 1, high: 0", 27, "bands[1].high", "Swap the two"),
        ("low: 0, high: 1", "low: 0, high: 1.5", 27, "bands[1].high", "Round it"),
        ("points: 2,", "sd: 2,", 29, "change", "Add points:, or sd: and reliability:"),
        ("points: 2,", "sd: 2, reliability: 1.2,", 29, "change.reliability", "Use 0 to 1"),
        ("points: 2,", "points: 0,", 29, "change", "Use a number above 0"),
        ("at_least: 2, ", "", 31, "alerts[1]", "Add at_least: or at_most:"),
        ("items: [2], at", "items: [9], at", 31, "alerts[1].items", "Correct the number"),
        ("    score: 4\n", "", 33, "examples[1]", "Add score:"),
        ("  - answers: [2, 0]\n    score: 4\n    source: arithmetic", "  - just words", 33,
         "examples[1]", "Write name: value pairs"),
        ("alerts:\n  - {items", "alerts:\n    {items", 30, "alerts", "Begin each entry with a dash"),
    ],
)  # fmt: skip
def test_a_broken_file_says_where_and_how_to_mend_it(old, new, line, field, mend):
    assert GOOD.count(old) == 1
    with pytest.raises(FileMistake) as found:
        parse(GOOD.replace(old, new), "calm-2/1.yaml")
    mistake = found.value
    assert (mistake.file, mistake.line, mistake.field) == ("calm-2/1.yaml", line, field)
    assert mend in mistake.mend
    assert str(mistake).startswith(f"calm-2/1.yaml, line {line}, {field}: ")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", 1),
        ("- a\n- b\n", 1),
        ("just words", 1),
        ("id: [1,\n", 2),
        ("id: a\nid: b\n", 2),
        ("id: a\n\tversion: b\n", 2),
        ("id: !python/object:os.system x\n", 1),
        ("id: \x00", 1),
    ],
)
def test_what_is_not_yaml_at_all_is_said_kindly(content, line):
    with pytest.raises(FileMistake) as found:
        parse(content, "broken/1.yaml")
    assert (found.value.file, found.value.line) == ("broken/1.yaml", line)


def test_a_stub_may_not_carry_text():
    stub = GOOD.replace("class: CC0", "class: STUB").replace(
        "commercial_use: true", "commercial_use: false"
    )
    with pytest.raises(FileMistake, match="item 1 has text though its licence is STUB"):
        parse(stub, "calm-2/1.yaml")
