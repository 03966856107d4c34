"""Worlds in pairs: nobody can tell them apart who must not. The other half: test_crawl_more.py."""

import pytest

from duologue.worlds.coverage import never_visited
from duologue.worlds.databases import Server
from duologue.worlds.pair import crawl_pair
from duologue.worlds.plan import plan
from tests.privacy.crawling import EMPTY, SHARE, alike, crawled, pairs_of
from tests.privacy.test_crawl_more import PAIRS as MORE

PAIRS = pairs_of(range(8))
EVERYWHERE = 23  # the seed of a pair that goes to every address, and deep
visited: set[str] = set()


def test_there_are_a_hundred_pairs_and_more() -> None:
    assert len({*PAIRS, *MORE, (EVERYWHERE, 1)}) > 100


@pytest.mark.slow
def test_worlds_are_alike_at_every_address_of_the_program(worlds: Server) -> None:
    found = crawl_pair(worlds, plan(EVERYWHERE), of=EMPTY, share=SHARE, whole=True)
    visited.update(alike(found))


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "number"), PAIRS)
def test_worlds_that_differ_in_secrets_only_give_the_same_bytes(
    worlds: Server, seed: int, number: int
) -> None:
    visited.update(alike(crawled(worlds, seed)[number - 1]))


@pytest.mark.slow
def test_no_address_of_the_program_is_left_out() -> None:
    if not visited:
        pytest.skip("no pair was crawled")
    assert never_visited(visited) == []
