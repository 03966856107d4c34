from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.web.drawings import Node, loop
from duologue.web.window import window

FOUR = (
    Node(1, "Ana goes quiet", "to keep the peace"),
    Node(2, "Ben feels shut out"),
    Node(2, "Ben presses"),
    Node(1, "Ana feels attacked"),
)


@pytest.mark.parametrize("width", [500, 320])
@pytest.mark.parametrize("count", [2, 3, 4, 5, 7])
def test_a_loop_has_as_many_arrows_as_places(count: int, width: int) -> None:
    svg = ElementTree.fromstring(
        loop([Node(1 + i % 2, f"step {i}") for i in range(count)], width=width)
    )
    assert len(svg.findall(".//*[@class='arrow']")) == count
    assert len(svg.findall(".//*[@class='node']")) == count


def test_a_loop_not_yet_drawn_is_an_empty_drawing() -> None:
    assert ElementTree.fromstring(loop(())).findall(".//*[@class='node']") == []


@given(st.text(max_size=80))
def test_the_couples_words_stay_words(words: str) -> None:
    svg = loop([Node(1, f"<i>{words}", words), Node(2, words)], centre=words)
    assert "<i>" not in svg


@pytest.mark.parametrize("width", [500, 320])
def test_boxes_never_overlap(width: int) -> None:
    svg = ElementTree.fromstring(loop(FOUR, width=width))
    boxes = [
        tuple(float(node.attrib[key]) for key in ("x", "y", "width", "height"))
        for node in svg.findall(".//*[@class='node']")
    ]
    for i, (x, y, w, h) in enumerate(boxes):
        assert x >= 0 and x + w <= width
        for other_x, other_y, _, other_h in boxes[i + 1 :]:
            assert abs(x - other_x) >= w or y + h <= other_y or other_y + other_h <= y


def test_the_loop_is_told_in_its_order() -> None:
    said = ElementTree.fromstring(loop(FOUR)).find("desc").text
    assert said.startswith("Ana goes quiet (to keep the peace); then Ben feels shut out; then")
    assert said.endswith("and back to the first.")


def test_today_stands_on_the_band_only_while_it_lasts() -> None:
    session = date(2026, 11, 20)
    assert "today" in window(session, date(2026, 11, 23))
    assert "Day 3 of 14" in window(session, date(2026, 11, 23))
    assert ">today<" not in window(session, date(2026, 12, 24))
