"""The other half of the pairs, in a process of their own where there are two."""

import pytest

from duologue.worlds.databases import Server
from duologue.worlds.pair import crawl_pair
from duologue.worlds.plan import plan
from tests.privacy.crawling import EMPTY, SHARE, alike, crawled, pairs_of

PAIRS = pairs_of(range(8, 16))
DEEP = 35  # the seed of a pair in which several links and forms of each kind are followed

pytestmark = pytest.mark.slow


def test_worlds_are_alike_where_several_links_and_forms_are_followed(worlds: Server) -> None:
    alike(crawl_pair(worlds, plan(DEEP), of=EMPTY, share=SHARE))


@pytest.mark.parametrize(("seed", "number"), PAIRS)
def test_worlds_that_differ_in_secrets_only_give_the_same_bytes(
    worlds: Server, seed: int, number: int
) -> None:
    alike(crawled(worlds, seed)[number - 1])
