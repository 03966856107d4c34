"""Made-up worlds in the test run's own PostgreSQL: what `duologue privacy` does, without the command."""

import contextlib
import logging
from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.test import override_settings

from duologue.worlds.databases import Server
from duologue.worlds.pair import crawl_pair
from duologue.worlds.plan import plan

EMPTY = "worlds_empty"
SHARE = 0.1  # of closed addresses, and of the forms that are also sent nonsense, in each pair
DEEP = 17  # every so many pairs each link and form is followed; six in a hundred, each another base


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


def alike(server: Server, seed: int, *, whole: bool) -> set[str]:
    """Assert that this pair cannot be told apart; returns the addresses that were visited."""
    deep = seed % DEEP == 0
    found = crawl_pair(server, plan(seed), of=EMPTY, share=SHARE, whole=whole, deep=deep)
    assert found.deeds, "nothing happened in secret: the worlds are equal for no reason"
    assert not found.differences, "\n\n".join(map(str, found.differences))
    assert not found.failed, f"answered by a failure: {found.failed}"
    return found.routes
