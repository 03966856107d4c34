"""No page asks the database anything else because of what the other partner did in secret.

How long pages take is measured by `duologue privacy timing`; docs/threat-model.md has the figures.
"""

import pytest

from duologue.worlds.databases import Server
from duologue.worlds.timing import WATCHING, rank_z, timed
from tests.privacy.crawling import EMPTY


@pytest.mark.slow
@pytest.mark.parametrize("observer", WATCHING)
def test_every_page_asks_the_same_questions_in_both_worlds(worlds: Server, observer: str) -> None:
    pages = list(timed(worlds, of=EMPTY, arm=0, observers=[observer]))
    assert len(pages) >= 30
    assert [str(one) for one in pages if not one.same_questions] == []


@pytest.mark.parametrize(
    ("one", "two", "z"),
    [
        # U = 0, of 4 and 4 without ties: the mean is 8, the spread the root of 12.
        ([1, 2, 3, 4], [5, 6, 7, 8], -8 / 12**0.5),
        ([1, 1, 2, 2], [1, 1, 2, 2], 0),
        ([3, 3, 3], [3, 3, 3], 0),
    ],
)
def test_the_rank_test_finds_what_differs_and_nothing_else(
    one: list[float], two: list[float], z: float
) -> None:
    assert rank_z(one, two) == pytest.approx(z)
