"""Pairs of worlds: made, crawled by whoever must not tell them apart, and compared.

Pairs of one seed have their first world in common. What came back from it is kept, and each other
world is compared with that, request by request: what is asked next follows from what came back, so
the first byte that differs, or the first request, is where a pair can be told apart.
"""

import contextlib
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from duologue.contact.models import OutboxMail
from duologue.worlds.acts import Doing
from duologue.worlds.addresses import rows_of_models
from duologue.worlds.base import NOW, Base, make_base
from duologue.worlds.chance import Chance, clock_stands_at, fixed
from duologue.worlds.crawl import Visit, Walk, visitor
from duologue.worlds.databases import Server, rows_written
from duologue.worlds.difference import Difference, between, lines
from duologue.worlds.plan import Deed, Plan

KEPT = 2  # keys of a kind that are tried from either world


@dataclass(frozen=True)
class Way:
    """How far an observer goes; see Walk."""

    share: float
    forms: bool
    whole: bool
    deep: bool


@dataclass
class Crawled:
    """One pair. `number`: which world of the plan was compared with the first; `undone`: acts that
    no page let anybody do; `failed`: visits answered by a failure."""

    plan: Plan
    number: int = 1
    differences: list[Difference] = field(default_factory=list)
    visits: int = 0
    routes: set[str] = field(default_factory=set)
    deeds: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Kept:
    """What one observer was given in the first world: answers in order, and mails."""

    visits: list[Visit]
    mails: list[str]


def tell(
    server: Server, base: Base, deeds: Sequence[Deed], name: str, chance: Chance
) -> list[Deed]:
    """Make the world `name` out of the base; returns the deeds that found their way."""
    server.copy(name, of=base.database)
    server.enter(name)
    done = []
    for deed in deeds:
        rng = random.Random(repr(deed.dice))
        with clock_stands_at(deed.at):
            client = visitor(base.sessions.get(deed.act.who), "10.0.0.7")
            doing = Doing(base, client, rng, rng.choice([None, 0.0, 1.0]), chance, deed.keys)
            before = rows_written()
            if doing.do(deed.act.steps) and deed.act.happened(rows_written() - before):
                done.append(deed)
    return done


def crawl_pair(server: Server, plan: Plan, **how: Any) -> Crawled:
    """The first pair of the plan; see crawl_pairs."""
    return crawl_pairs(server, plan, **how)[0]


def crawl_pairs(
    server: Server,
    plan: Plan,
    *,
    of: str,
    observers: Sequence[str] | None = None,
    share: float = 1.0,
    forms: bool = True,
    whole: bool = False,
    deep: bool = True,
    leak: Callable[[], contextlib.AbstractContextManager[object]] | None = None,
    late: Callable[[], bool] = lambda: False,
) -> list[Crawled]:
    """Make all worlds of the plan, and compare everything that each observer is given in them.

    How far they go: see Walk; where it is not deep, only the first observer sends forms. When it is
    `late`, no pair after the first is begun.
    """
    chance = Chance()
    base = make_base(server, plan.seed, of=of)
    names = [f"{of}_world_{nth}" for nth, _ in enumerate(plan.worlds, start=1)]
    told: list[tuple[list[str], list[str]]] = []
    made: list[Mapping[str, list[str]]] = []
    with fixed(chance), leak() if leak else contextlib.nullcontext():
        for name, deeds in zip(names, plan.worlds, strict=True):
            done = tell(server, base, deeds, name, chance)
            undone = [deed.act.name for deed in deeds if deed not in done]
            told.append(([deed.act.name for deed in done], undone))
            made.append(_new_rows(server, name))
        crawler = _Crawler(server, base, plan, chance, _tried(base, made))

        def way(observer: str) -> Way:
            first = observer == plan.eyes
            sends = forms and (first or deep)
            return Way(share if first else share / 4, sends, whole and first, deep)

        found: list[Crawled] = []
        with clock_stands_at(NOW):
            kept = {
                who: crawler.kept(names[0], who, way(who)) for who in observers or plan.watching(1)
            }
            for number, name in enumerate(names[1:], start=1):
                if found and late():
                    break
                one = Crawled(plan, number)
                for deeds_done, undone in (told[0], told[number]):
                    one.deeds += deeds_done
                    one.undone += undone
                for who in observers or plan.watching(number):
                    crawler.compare(name, who, way(who), kept[who], one)
                    if one.differences:
                        break  # this world is no longer where the first one is
                found.append(one)
    for name in names:
        server.drop(name)
    return found


@dataclass(frozen=True)
class _Crawler:
    server: Server
    base: Base
    plan: Plan
    chance: Chance
    keys: Mapping[str, Sequence[str]]

    def kept(self, name: str, observer: str, way: Way) -> Kept:
        self.server.enter(name)
        visits = list(self._walk(observer, way))
        return Kept(visits, self._mails_to(name, observer))

    def compare(self, name: str, observer: str, way: Way, first: Kept, found: Crawled) -> None:
        """Crawl the world `name` until something differs from the first."""

        def differs(method: str, path: str, what: str) -> None:
            found.differences.append(
                Difference(self.plan.seed, found.number, observer, method, path, what)
            )

        found.visits += len(first.visits)
        found.routes |= {visit.route or "" for visit in first.visits}
        found.failed += [f"{v.method} {v.path}" for v in first.visits if v.status == 500]
        self.server.enter(name)
        second = self._walk(observer, way)
        for one in first.visits:
            other = next(second, None)
            found.visits += 1
            if one != other:
                return differs(one.method, one.path, between(one, other))
        if (more := next(second, None)) is not None:
            return differs(more.method, more.path, "the second world's crawl is longer")
        mails = self._mails_to(name, observer)
        if first.mails != mails:
            differs("MAIL", "to them", lines("\n\n".join(first.mails), "\n\n".join(mails)))
        return None

    def _walk(self, observer: str, way: Way) -> Iterator[Visit]:
        client = visitor(self.base.sessions.get(observer))
        seed = self.plan.seed
        return iter(Walk(observer, client, self.chance, seed, self.keys, **asdict(way)))

    def _mails_to(self, name: str, observer: str) -> list[str]:
        """What the outbox holds for the observer, after every hour's reminders have run."""
        from duologue.contact.reminders import send_reminders

        self.server.enter(name, telling=True)
        with transaction.atomic():
            send_reminders(at=NOW)
            address = self.base.mail.get(observer, "nobody@nowhere.example")
            return [
                f"{mail.at:%Y-%m-%d %H:%M} {mail.subject}\n{mail.body}"
                for mail in OutboxMail.objects.filter(to__contains=address).order_by("at", "id")
            ]


def _tried(base: Base, made: Sequence[Mapping[str, Sequence[str]]]) -> dict[str, list[str]]:
    """Keys by the word for them: those first that stand for a row in most of the worlds."""
    times: dict[str, Counter[str]] = {}
    for world in made:
        for word, new in world.items():
            times.setdefault(word, Counter()).update(new)
    tried = {word: [key for key, _ in keys.most_common(2 * KEPT)] for word, keys in times.items()}
    return tried | {
        "partner": [str(base.a)],
        "couple": [str(base.others)],
        "person": [str(base.people["a"])],
    }


def _new_rows(server: Server, name: str) -> dict[str, list[str]]:
    """Keys of rows made by the secret acts: what somebody may try who saw them elsewhere."""
    from duologue.worlds.base import SECRETS_BEGIN

    server.enter(name, telling=True)
    found: dict[str, list[str]] = {}
    with transaction.atomic():
        for word, model in rows_of_models().items():
            fields = {f.name for f in model._meta.fields}
            if "at" not in fields:
                continue
            rows: Any = model._default_manager.filter(at__gt=SECRETS_BEGIN).order_by("-at", "pk")
            new: list[UUID] = list(rows.values_list("pk", flat=True)[:KEPT])
            if new:
                found[word] = [str(key) for key in new]
    return found
