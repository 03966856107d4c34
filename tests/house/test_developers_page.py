"""The page for developers shows the tree as it is: its rooms, its files, its functions."""

import ast
import re

import pytest
from django.conf import settings

from tests.house.tree import PACKAGE, ROOT, defines

PAGE = (ROOT / "docs" / "developers.md").read_text()
NAMED = re.compile(r"`((?:duologue|tests)/[\w/]+\.py):(\w+)`")
PLACE = re.compile(r"`((?:duologue|tests|bin|docs|benchmarks)/[\w/.-]*)`")


def sentence(room: str) -> str:
    """What a room says of itself first."""
    said = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text())) or ""
    first = re.split(r"\.(?:\s|$)", " ".join(said.split("\n\n")[0].split()))[0]
    return first.partition(": ")[2] if ": " in first else first


def rooms() -> str:
    there = ["science", *settings.ROOMS, "worlds"]
    return "\n".join(["| room | is |", "|---|---|", *(f"| {r} | {sentence(r)} |" for r in there)])


def test_the_rooms_are_those_of_the_tree_in_their_own_words() -> None:
    shown = PAGE.split("<!-- rooms -->")[1].split("<!-- /rooms -->")[0].strip()
    assert shown == rooms(), f"paste this between the marks:\n\n{rooms()}\n"


def test_every_folder_of_the_package_is_a_room() -> None:
    folders = {file.parent.name for file in PACKAGE.glob("*/__init__.py")}
    assert folders - {"when"} == {"science", "worlds", *settings.ROOMS}  # `when` joins them


@pytest.mark.parametrize("file, name", NAMED.findall(PAGE))
def test_what_the_journeys_name_is_there(file: str, name: str) -> None:
    assert defines(ROOT / file, name), f"{file} has no {name}: where does that happen now?"


def test_every_place_named_exists() -> None:
    gone = [p for p in PLACE.findall(PAGE) if not (ROOT / p).exists()]
    assert not gone


def test_both_journeys_run_through_several_rooms() -> None:
    answer, dose = re.search(r"### An answer(.*?)### A dose(.*?)\n## ", PAGE, re.DOTALL).groups()
    for journey, least in ((answer, 5), (dose, 2)):
        assert len({file.split("/")[1] for file, _ in NAMED.findall(journey)}) >= least
