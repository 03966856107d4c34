"""Leaks planted on purpose: the crawl catches every one, and finds nothing where none is planted."""

import pytest

from duologue.worlds.databases import Server
from duologue.worlds.leaking import leaking
from duologue.worlds.leaks.catalogue import CATALOGUE
from duologue.worlds.leaks.kit import Leak
from tests.privacy.crawling import EMPTY

found_without: dict[tuple[object, ...], list[str]] = {}


def without(worlds: Server, leak: Leak) -> list[str]:
    """What the same crawl of the same pair finds where nothing is planted."""
    same = leak.eyes, leak.acts, leak.forms, leak.share
    if same not in found_without:
        clean = leaking(worlds, leak, of=EMPTY, planted=False)
        assert clean.deeds, f"nobody could do {leak.acts} in this couple's course"
        found_without[same] = [*map(str, clean.differences), *clean.failed]
    return found_without[same]


def test_the_catalogue_has_thirty_leaks_and_more() -> None:
    assert len(CATALOGUE) >= 30


@pytest.mark.slow
@pytest.mark.parametrize("name", CATALOGUE)
def test_a_planted_leak_is_caught(worlds: Server, name: str) -> None:
    leak = CATALOGUE[name]
    assert without(worlds, leak) == []
    found = leaking(worlds, leak, of=EMPTY)
    assert found.differences, f"{leak.says}: not caught in {found.visits} visits"
    assert {one.observer for one in found.differences} == {leak.eyes}
