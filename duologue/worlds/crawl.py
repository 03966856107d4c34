"""One observer walks through one world and writes down everything that comes back."""

import random
import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.test import Client

from duologue.worlds.addresses import UNKNOWN, filling, patterns, route_of
from duologue.worlds.base import TODAY
from duologue.worlds.chance import Chance
from duologue.worlds.hands import Form, Seen, filled, look, spoiled

FIRST = ("/", "/home/")
# What ends the visit or the session comes last; what serves files is the same for everybody.
LAST = ("/leave/", "/accounts/logout/", "/accounts/sessions/end/")
# Breaking the glass shows a record, is meant to, and is logged and reviewed: nobody does it here.
NOT_SENT = ("/emergency/",)
# The head of the log changes with every act in the clinic: that is what it is for.
NOT_OPENED = {"coordinator": ("/team/log/",)}
# A printed session bears the head of the log, for the same reason.
HEAD_OF_LOG = re.compile(rb"row \d+, <time[^<]*</time>, <code>[0-9a-f]+</code>")
PER_ROUTE = 3  # addresses of one kind that are opened where everything is
PER_FORM = 2  # forms of one kind that are sent there


@dataclass(frozen=True)
class Visit:
    """One request and what came back, all of it."""

    method: str
    path: str
    sent: tuple[tuple[str, str], ...]
    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[str, ...]
    body: bytes

    @property
    def route(self) -> str | None:
        return route_of(self.path)


@dataclass
class Walk:
    """`ids`: keys of rows by the word for them, of the hidden partner in both worlds.

    `deep`: several addresses and forms of each kind, else one; `share` of the forms are also sent
    with nonsense and with others' keys, and of the closed addresses tried; `whole`: all of these.
    """

    observer: str
    client: Client
    chance: Chance
    seed: int
    ids: Mapping[str, Sequence[str]]
    forms: bool = True
    share: float = 1.0
    whole: bool = False
    deep: bool = True
    visits: int = 0
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    opened: Counter[str] = field(default_factory=Counter)
    sent: Counter[tuple[str, tuple[str, ...]]] = field(default_factory=Counter)
    waiting: deque[Form] = field(default_factory=deque)

    def __iter__(self) -> Iterator[Visit]:
        """Breadth first from the first pages, then every form, every address, and out."""
        known: set[str] = set()
        yield from self._open(deque(FIRST), known)
        if self.forms:
            yield from self._send(known)
            yield from self._open(deque(self._first_again()), set())
        yield from self._try_every_address()
        for path in LAST:
            yield self._ask("POST", path, {})

    def _open(self, queue: deque[str], known: set[str]) -> Iterator[Visit]:
        while queue:
            path = queue.popleft()
            barred = path.startswith((*LAST, *NOT_OPENED.get(self.observer, ())))
            if path in known or barred or not self._wanted(path):
                continue
            known.add(path)
            visit = self._ask("GET", path)
            yield visit
            queue.extend(self._read(visit))

    def _wanted(self, path: str) -> bool:
        if path.startswith("/static/"):
            return False
        route = route_of(path) or "nothing"
        self.opened[route] += 1
        return self.opened[route] <= (PER_ROUTE if self.deep else 1)

    def _read(self, visit: Visit) -> list[str]:
        """What leads on from here: links, and where one is sent."""
        to = dict(visit.headers).get("Location", "")
        found = [to] if to.startswith("/") else []
        if not dict(visit.headers).get("Content-Type", "").startswith("text/html"):
            return found
        seen: Seen = look(visit.body.decode(errors="replace"), visit.path)
        for form in seen.forms:
            if (
                form.method == "post"
                and not form.action.startswith(LAST)
                and not _barred(form.action)
            ):
                self.waiting.append(form)
            elif form.method == "get":
                found += self._asked_by(form)
        return found + seen.links

    def _asked_by(self, form: Form) -> list[str]:
        rng = self._dice("get", form.action)
        values = filled(form, rng, today=TODAY.isoformat())
        query = "&".join(
            f"{n}={v}".replace(" ", "+") for n, v in values.items() if isinstance(v, str)
        )
        return [f"{form.action.split('?')[0]}?{query}"]

    def _send(self, known: set[str]) -> Iterator[Visit]:
        """Each kind of form: once with nonsense, once with somebody else's keys, once plausibly."""
        while self.waiting:
            form = self.waiting.popleft()
            kind = (route_of(form.action) or form.action, form.names)
            self.sent[kind] += 1
            if self.sent[kind] > (PER_FORM if self.deep else 1):
                continue
            rng = self._dice("post", form.action, form.names, self.sent[kind])
            if self.sent[kind] == 1:
                hard = self._dice("send", *kind).random() <= self.share
                if hard:
                    yield self._ask("POST", form.action, spoiled(form, rng))
                if hard or self._kept_behind(form):
                    yield self._ask("POST", form.action, self._colliding(form, rng))
            visit = self._ask("POST", form.action, filled(form, rng, today=TODAY.isoformat()))
            yield visit
            to = dict(visit.headers).get("Location", "")
            if to.startswith("/"):
                after = self._ask("GET", to)
                yield after
                yield from self._open(deque(self._read(after)), known)
            else:
                yield from self._open(deque(self._read(visit)), known)

    def _colliding(self, form: Form, rng: random.Random) -> dict[str, object]:
        values = filled(form, rng, today=TODAY.isoformat())
        keys = self._kept_behind(form) or [key for kept in self.ids.values() for key in kept]
        for one in form.fields:
            if one.kind == "hidden" and len(one.value) == 36:
                values[one.name] = rng.choice(keys or [str(UNKNOWN)])
        return values

    def _kept_behind(self, form: Form) -> list[str]:
        """Keys of the hidden rows that this form makes one of, for oneself."""
        path = form.action.replace("-", "")
        return [key for word, kept in self.ids.items() if word in path for key in kept]

    def _try_every_address(self) -> Iterator[Visit]:
        for pattern in patterns():
            once = pattern.address({})
            if once.startswith((*LAST, *NOT_OPENED.get(self.observer, ()))):
                continue
            tried = [once] + [
                pattern.address(filling(pattern.gaps, self.ids, nth)) for nth in range(2)
            ]
            for nth, path in enumerate(dict.fromkeys(tried)):
                if nth == 0 and path == once and not pattern.gaps and self.asked[("GET", path)]:
                    continue
                if self.whole or self._dice("try", path).random() <= self.share:
                    yield self._ask("GET", path)
                    if nth == 1 and not _barred(path):
                        yield self._ask("POST", path, {})

    def _first_again(self) -> list[str]:
        """After all that was sent: what stands on the first pages now, and on all behind them."""
        if self.deep:
            self.opened.clear()
        return list(FIRST)

    def _ask(self, method: str, path: str, sent: Mapping[str, object] | None = None) -> Visit:
        self.asked[(method, path)] += 1
        self.visits += 1
        self.chance.begin(self.seed, self.observer, method, path, self.asked[(method, path)])
        values = dict(sent or {})
        answer = (
            self.client.get(path)
            if method == "GET"
            else self.client.post(path, values, headers={"referer": "http://testserver/"})
        )
        body = HEAD_OF_LOG.sub(b"the head of the log", answer.getvalue())
        return Visit(
            method,
            path,
            tuple((name, str(value)) for name, value in values.items()),
            answer.status_code,
            tuple(sorted(answer.headers.items())),
            tuple(morsel.OutputString() for _, morsel in sorted(answer.cookies.items())),
            body,
        )

    def _dice(self, *words: object) -> random.Random:
        return random.Random(repr((self.seed, self.observer, *words)))


def _barred(path: str) -> bool:
    return any(part in path for part in NOT_SENT)


def visitor(session: str | None, address: str = "127.0.0.1") -> Client:
    """A browser, signed in by the key of a session or not at all."""
    client = Client(raise_request_exception=False, REMOTE_ADDR=address)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client
