"""One pair of worlds: made, crawled by whoever must not tell them apart, and compared."""

import contextlib
import difflib
import random
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
from duologue.worlds.plan import Deed, Plan

KEPT = 2  # keys of a kind that are tried from either world


@dataclass(frozen=True)
class Difference:
    """Where somebody could tell the two worlds apart."""

    seed: int
    observer: str
    method: str
    path: str
    what: str

    def __str__(self) -> str:
        return f"pair {self.seed}, {self.observer}: {self.method} {self.path}\n{self.what}"


@dataclass(frozen=True)
class Way:
    """How far an observer goes; see Walk."""

    share: float
    forms: bool
    whole: bool
    deep: bool


@dataclass
class Crawled:
    """`undone`: acts that no page let anybody do; `failed`: visits answered by a failure."""

    plan: Plan
    differences: list[Difference] = field(default_factory=list)
    visits: int = 0
    routes: set[str] = field(default_factory=set)
    deeds: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


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


def crawl_pair(
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
) -> Crawled:
    """Make both worlds and compare everything that each observer is given in them.

    How far they go: see Walk; where it is not deep, only the first observer sends forms.
    """
    chance = Chance()
    base = make_base(server, plan.seed, of=of)
    found = Crawled(plan)
    names = [f"{of}_world_{secret}" for secret in (1, 2)]
    with fixed(chance), leak() if leak else contextlib.nullcontext():
        keys: dict[str, list[str]] = {}
        for name, deeds in zip(names, plan.worlds, strict=True):
            done = tell(server, base, deeds, name, chance)
            found.deeds += [d.act.name for d in done]
            found.undone += [d.act.name for d in deeds if d not in done]
            for word, new in _new_rows(server, name).items():
                keys.setdefault(word, []).extend(new)
        for word, one in (
            ("partner", base.a),
            ("couple", base.others),
            ("person", base.people["a"]),
        ):
            keys[word] = [str(one)]
        with clock_stands_at(NOW):
            for observer in observers or plan.watching:
                first = observer == plan.eyes
                sends = forms and (first or deep)
                way = Way(share if first else share / 4, sends, whole and first, deep)
                _watch(server, base, names, observer, keys, found, chance, way)
    for name in names:
        server.drop(name)
    return found


def _watch(
    server: Server, base: Base, names: Sequence[str], observer: str,
    keys: Mapping[str, Sequence[str]], found: Crawled, chance: Chance, way: Way,
) -> None:  # fmt: skip
    """Crawl the first world whole; then the second, until something differs."""
    server.enter(names[0])
    first = list(_walk(base, observer, keys, found.plan.seed, chance, way))
    posted = _mails_to(server, names[0], base, observer)
    found.visits += len(first)
    found.routes |= {visit.route or "" for visit in first}
    found.failed += [f"{v.method} {v.path}" for v in first if v.status == 500]
    server.enter(names[1])
    second = _walk(base, observer, keys, found.plan.seed, chance, way)
    for one in first:
        other = next(second, None)
        found.visits += 1
        if one != other:
            what = _told_apart(one, other)
            found.differences.append(
                Difference(found.plan.seed, observer, one.method, one.path, what)
            )
            return
    mails = _mails_to(server, names[1], base, observer)
    if posted != mails:
        what = _lines("\n\n".join(posted), "\n\n".join(mails))
        found.differences.append(Difference(found.plan.seed, observer, "MAIL", "to them", what))


def _walk(
    base: Base, observer: str, keys: Mapping[str, Sequence[str]], seed: int, chance: Chance,
    way: Way,
) -> Iterator[Visit]:  # fmt: skip
    client = visitor(base.sessions.get(observer))
    return iter(Walk(observer, client, chance, seed, keys, **asdict(way)))


def _mails_to(server: Server, name: str, base: Base, observer: str) -> list[str]:
    """What the outbox holds for the observer, after every hour's reminders have run."""
    from duologue.contact.reminders import send_reminders

    server.enter(name, telling=True)
    with transaction.atomic():
        send_reminders(at=NOW)
        address = base.mail.get(observer, "nobody@nowhere.example")
        return [
            f"{mail.at:%Y-%m-%d %H:%M} {mail.subject}\n{mail.body}"
            for mail in OutboxMail.objects.filter(to__contains=address).order_by("at", "id")
        ]


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


def _told_apart(one: Visit, other: Visit | None) -> str:
    if other is None:
        return "the second world's crawl is shorter"
    if (one.method, one.path, one.sent) != (other.method, other.path, other.sent):
        return f"the way parts here: in the second world {other.method} {other.path}"
    if one.status != other.status:
        return f"status {one.status}, in the second world {other.status}"
    for part in ("headers", "cookies"):
        here, there = getattr(one, part), getattr(other, part)
        if here != there:
            return _lines("\n".join(map(str, here)), "\n".join(map(str, there)))
    return _lines(one.body.decode(errors="replace"), other.body.decode(errors="replace"))


def _lines(one: str, other: str) -> str:
    told = difflib.unified_diff(
        one.splitlines(), other.splitlines(), "first world", "second world", lineterm="", n=1
    )
    return "\n".join(list(told)[:40])
