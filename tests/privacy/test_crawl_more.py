"""Twelve more pairs of worlds, in a process of their own where there are two."""

import pytest

from duologue.worlds.coverage import never_visited
from duologue.worlds.databases import Server
from tests.privacy.crawling import alike

PAIRS = range(12, 24)
visited: set[str] = set()

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", PAIRS)
def test_worlds_that_differ_in_secrets_only_give_the_same_bytes(worlds: Server, seed: int) -> None:
    visited.update(alike(worlds, seed, whole=seed == PAIRS[0]))


def test_no_address_of_the_program_is_left_out() -> None:
    if not visited:
        pytest.skip("no pair was crawled")
    assert never_visited(visited) == []
