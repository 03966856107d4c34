"""Leaks planted on purpose: the crawl catches every one, and finds nothing where none is planted."""

import pytest

from duologue.worlds.databases import Server
from duologue.worlds.leaking import leaking
from duologue.worlds.leaks.catalogue import CATALOGUE
from tests.privacy.crawling import EMPTY

CLEAN = ("badge", "log-line", "attempts")


def test_the_catalogue_has_thirty_leaks_and_more() -> None:
    assert len(CATALOGUE) >= 30


@pytest.mark.slow
@pytest.mark.parametrize("name", CATALOGUE)
def test_a_planted_leak_is_caught(worlds: Server, name: str) -> None:
    leak = CATALOGUE[name]
    found = leaking(worlds, leak, of=EMPTY)
    assert found.deeds, f"nobody could do {leak.acts} in this couple's course"
    assert found.differences, f"{leak.says}: not caught in {found.visits} visits"
    assert {one.observer for one in found.differences} == {leak.eyes}


@pytest.mark.slow
@pytest.mark.parametrize("name", CLEAN)
def test_where_nothing_is_planted_the_same_pair_shows_nothing(worlds: Server, name: str) -> None:
    assert not leaking(worlds, CATALOGUE[name], of=EMPTY, planted=False).differences
