"""How long the same pages take in two worlds that are equal but for one partner's secrets.

Both worlds are open in this process. Each page is asked for in pairs, one request in either world,
which of them first decided by lot; so whatever else the machine does falls on both alike.
"""

import random
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import psycopg
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from duologue.worlds.acts import acts
from duologue.worlds.base import NOW, Base, make_base
from duologue.worlds.chance import Chance, clock_stands_at, fixed
from duologue.worlds.crawl import FIRST, Walk, visitor
from duologue.worlds.databases import Server
from duologue.worlds.pair import tell
from duologue.worlds.plan import Plan, plan

# The pages a partner opens most; none of them has an id in its address.
PAGES = (
    "today journey my-room our-room help-now measures-answers contact-messages consents "
    "my-appointments my-account"
).split()
# B must not learn anything of A's; whoever signs in as A nothing of what A's sealed screen said.
WATCHING = {
    "b": tuple(act.name for act in acts() if act.hidden_from("b") == "everything"),
    "a": ("private-screen",),
}
SEED = 2  # a pair in whose course all of that can be done
WARM = 10  # requests in each world that are not measured
BAR = 4.0  # what |z| must stay under


@dataclass(frozen=True)
class Timed:
    """One page in both worlds. `medians` in milliseconds of wall clock; `difference` is the
    second's median less the first's; `z` of the Mann-Whitney test over all requests."""

    observer: str
    page: str
    questions: tuple[int, int]
    same_questions: bool
    arm: int = 0
    medians: tuple[float, float] = (0.0, 0.0)
    difference: float = 0.0
    z: float = 0.0

    @property
    def alike(self) -> bool:
        return self.same_questions and abs(self.z) < BAR

    def __str__(self) -> str:
        one, two = self.questions
        questions = f"the same {one} questions"
        if not self.same_questions:
            questions = f"NOT the same questions ({one} and {two})"
        return (
            f"{self.observer} {self.page:<18} {questions}, {self.arm} times in each world: "
            f"{self.medians[0]:.2f} ms, {self.difference:+.3f} ms in the second, z {self.z:+.2f}"
            f"{'' if self.alike else ' NOT ALIKE'}"
        )


def timed(
    server: Server, *, of: str, arm: int, observers: Sequence[str] = tuple(WATCHING)
) -> Iterator[Timed]:
    """The main pages for each observer, with so many requests in either world; with no `arm` every
    page that links lead to, of which only the questions to the database are compared."""
    for observer in observers:
        pair = plan(SEED, observer, WATCHING[observer])
        yield from _watched(server, pair, observer, of, arm)


def rank_z(one: Sequence[float], two: Sequence[float]) -> float:
    """z of the Mann-Whitney U of `one` over `two` (normal approximation, corrected for ties)."""
    n, m = len(one), len(two)
    _, place, ties = np.unique([*one, *two], return_inverse=True, return_counts=True)
    ranks = (np.cumsum(ties) - (ties - 1) / 2)[place]
    u = ranks[:n].sum() - n * (n + 1) / 2
    tied = (ties**3 - ties).sum() / ((n + m) * (n + m - 1))
    spread = np.sqrt(n * m / 12 * (n + m + 1 - tied))
    return float((u - n * m / 2) / spread) if spread else 0.0


def _watched(server: Server, pair: Plan, observer: str, of: str, arm: int) -> Iterator[Timed]:
    chance, base = Chance(), make_base(server, pair.seed, of=of)
    names = [f"{of}_timed_{secret}" for secret in (1, 2)]
    ours = connections["default"]
    with fixed(chance):
        for name, deeds in zip(names, pair.worlds, strict=True):
            told = tell(server, base, deeds, name, chance)
            if deeds and not told:
                raise RuntimeError(f"nothing happened in secret in {name}")
        with clock_stands_at(NOW):
            worlds = [_World(server, name, base, observer, chance) for name in names]
            try:
                walked = [world.walked() for world in worlds]  # whatever first visits write
                for address in map(reverse, PAGES) if arm else walked[0]:
                    yield _compared(worlds, observer, address, arm)
            finally:
                for world in worlds:
                    world.database.close()
                connections["default"] = ours
    for name in names:
        server.drop(name)


class _World:
    """One world with a connection and a browser of its own, both open all the time."""

    def __init__(
        self, server: Server, name: str, base: Base, observer: str, chance: Chance
    ) -> None:
        server.enter(name)
        with psycopg.connect(make_conninfo(server.admin, dbname=name), autocommit=True) as admin:
            # The planner knows both alike: what is compared is the secrets, not two databases.
            admin.execute("VACUUM (ANALYZE)")
        parts = conninfo_to_dict(make_conninfo(server.request, dbname=name))
        self.database: Any = connections.create_connection("default")
        self.database.settings_dict = {
            **connections["default"].settings_dict,
            "NAME": parts["dbname"],
        }
        self.client = visitor(base.sessions[observer])
        self.chance, self.words = chance, (base.seed, observer)

    def walked(self) -> list[str]:
        """Every page that links lead to from the first one."""
        self.enter()
        walk = Walk(self.words[1], self.client, self.chance, self.words[0], {}, forms=False)
        return [seen.path for seen in walk._open(deque(FIRST), set()) if seen.status == 200]

    def enter(self) -> None:
        connections["default"] = self.database

    def get(self, address: str, nth: int) -> float:
        """Seconds until the whole answer was there."""
        self.enter()
        self.chance.begin(*self.words, address, nth)
        began = time.perf_counter()
        answer = self.client.get(address)
        spent = time.perf_counter() - began
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        return spent

    def questions(self, address: str) -> list[str]:
        """The text of every question to the database, with its values, in order."""
        self.enter()
        with CaptureQueriesContext(self.database) as asked:
            self.get(address, -1)
        return [query["sql"] for query in asked.captured_queries]


def _compared(worlds: Sequence[_World], observer: str, page: str, arm: int) -> Timed:
    lots = random.Random(f"{observer} {page}")

    def both(read: Callable[[_World], Any]) -> list[Any]:
        order = lots.sample((0, 1), 2)
        found = {which: read(worlds[which]) for which in order}
        return [found[0], found[1]]

    one, two = both(lambda world: world.questions(page))
    asked = Timed(observer, page, (len(one), len(two)), one == two)
    if not arm:
        return asked
    spent = [both(partial(_World.get, address=page, nth=nth)) for nth in range(WARM + arm)]
    first, second = zip(*spent[WARM:], strict=True)
    medians = (statistics.median(first) * 1000, statistics.median(second) * 1000)
    return Timed(
        observer, page, asked.questions, asked.same_questions, arm,
        medians, medians[1] - medians[0], rank_z(first, second),
    )  # fmt: skip
