"""Made-up worlds in the test run's own PostgreSQL: what `duologue privacy` does, without the command."""

import contextlib
import logging
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.db import connections
from django.test import override_settings

from duologue.worlds.databases import Server
from duologue.worlds.pair import Crawled, crawl_pairs
from duologue.worlds.plan import plan, together

EMPTY = "worlds_empty"
SHARE = 0.1  # of closed addresses, and of the forms that are also sent nonsense, in each pair


@contextlib.contextmanager
def made_in(postgres: tuple[str, str], superuser: str, blocker: Any) -> Iterator[Server]:
    """A server with an empty, migrated database to copy worlds from; afterwards all is as it was."""
    connection = connections["default"]
    before = dict(connection.settings_dict), dict(connection.settings_dict["OPTIONS"])
    server = Server(superuser, postgres[1])
    with (
        blocker.unblock(),
        override_settings(
            EMAIL_BACKEND="duologue.contact.outbox.OutboxBackend", TIME_ZONE="Europe/London"
        ),
    ):
        server.hurry()
        if not server.holds(EMPTY):
            server.copy(EMPTY, of="duologue")
        logging.disable(logging.CRITICAL)
        try:
            yield server
        finally:
            logging.disable(logging.NOTSET)
            connection.close()
            connection.settings_dict.update(before[0])
            connection.settings_dict["OPTIONS"] = before[1]


def pairs_of(seeds: Iterable[int]) -> list[tuple[int, int]]:
    """Seed and number of every pair that is crawled of these seeds."""
    return [(seed, number) for seed in seeds for number in range(1, together(seed) + 1)]


@cache
def crawled(server: Server, seed: int) -> list[Crawled]:
    """All pairs of the seed, which have their first world in common; one kind of each page and form."""
    worlds = plan(seed, pairs=together(seed))
    return crawl_pairs(server, worlds, of=EMPTY, share=SHARE, deep=False)


def alike(found: Crawled) -> set[str]:
    """Assert that this pair cannot be told apart; returns the addresses that were visited."""
    assert found.deeds, "nothing happened in secret: the worlds are equal for no reason"
    assert not found.differences, "\n\n".join(map(str, found.differences))
    assert not found.failed, f"answered by a failure: {found.failed}"
    return found.routes
