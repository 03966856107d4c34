"""Ten thousand requests of different people over few connections: nobody is taken for another.

The handler is Django's own with session, sign-in and principal as in the settings, over a pool as
in the settings. The rest of the middleware is left out: it says nothing to the database of who asks.
"""

import json
import logging
import random
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler
from django.db import ProgrammingError, connections
from django.test import RequestFactory, override_settings
from psycopg.conninfo import conninfo_to_dict

from duologue.contact.models import SafeContact
from duologue.integration.models import Insight
from duologue.people.models import Person
from tests.cast import NOW, Cast

REQUESTS, THREADS = 10_000, 16
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tests.privacy.pooled.Beforehand",
    "duologue.privacy.principal.PrincipalMiddleware",
]
# Of a hundred requests so many go wrong, and how.
WAYS = {"raises": 5, "takes_back": 5, "too_slow": 3, "killed": 1, "streams": 6, "plain": 80}
FAIL = {"raises", "too_slow", "killed"}

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def expected(person: Person | None, partner: Any, roles: list[str], *rows: list[str]) -> dict:
    insights, contacts = (sorted(each) or None for each in rows)
    return {
        "person": str(person.pk) if person else None,
        "partner": str(partner.pk) if partner else None,
        "roles": roles,
        "insights": insights,
        "contacts": contacts,
    }


@pytest.fixture
def people(cast: Cast) -> dict[str | None, dict]:
    """What each must be told, by the key of their session; None is not signed in."""
    partners = (cast.ana, cast.ben, cast.chloe, cast.dev)
    for number, partner in enumerate(partners, start=1):
        for _ in range(number):
            Insight.objects.create(partner=partner, at=NOW)
            SafeContact.objects.create(partner=partner, channel="none", by=partner.person, at=NOW)

    def ids(model: Any, *of: Any) -> list[str]:
        return [
            str(key) for key in model.objects.filter(partner__in=of).values_list("pk", flat=True)
        ]

    found = {
        session_of(partner.person): expected(
            partner.person, partner, [], ids(Insight, partner), ids(SafeContact, partner)
        )
        for partner in partners
    }
    treated = ids(SafeContact, cast.ana, cast.ben)
    for member, role, contacts in (
        (cast.okafor, "therapist", treated),
        (cast.mona, "monitor", treated),
        (cast.theo, "therapist", []),
        (cast.cora, "coordinator", ids(SafeContact, *partners)),
    ):
        found[session_of(member)] = expected(member, None, [role], [], contacts)
    found[None] = found["a cookie of a session that is over"] = expected(None, None, [], [], [])
    return found


def session_of(person: Person) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


@pytest.fixture
def pool(postgres: tuple[str, str], people: dict) -> Iterator[None]:
    """Every thread meets the database as requests do: by the pool of the settings."""
    connection = connections["default"]
    connection.close()
    shared = connection.settings_dict
    before = dict(shared)
    parts = conninfo_to_dict(postgres[1])
    options = {"pool": settings.DUOLOGUE_POOL}
    shared.update(USER=parts["user"], PASSWORD=parts["password"], OPTIONS=options)
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        connection.close()
        connection.close_pool()
        shared.clear()
        shared.update(before)


def test_the_middleware_here_stands_in_the_order_of_the_settings() -> None:
    kept = [name for name in settings.MIDDLEWARE if name in MIDDLEWARE]
    assert kept == [name for name in MIDDLEWARE if not name.startswith("tests")]


def test_ten_thousand_requests_are_each_answered_as_their_asker(pool: None, people: dict) -> None:
    with override_settings(MIDDLEWARE=MIDDLEWARE, ROOT_URLCONF="tests.privacy.pooled"):
        handler = WSGIHandler()
        asked = Asked(handler, people)
        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(asked.work, range(THREADS)))
    assert asked.wrong == []
    assert sum(asked.ways.values()) == REQUESTS
    assert set(asked.ways) == set(WAYS)
    # The same connections served everybody, or this would prove nothing.
    assert max(len(who) for who in asked.served.values()) == len(people) - 1


class Asked:
    """The requests, shared among threads; each says who asks, how, and what came back."""

    def __init__(self, handler: WSGIHandler, people: dict) -> None:
        self.handler, self.people = handler, people
        self.wrong: list[tuple] = []
        self.ways: Counter[str] = Counter()
        self.served: dict[int, set[str | None]] = defaultdict(set)
        self.lock = threading.Lock()

    def work(self, thread: int) -> None:
        dice = random.Random(thread)
        try:
            for _ in range(REQUESTS // THREADS):
                who = dice.choice(list(self.people))
                way = dice.choices(list(WAYS), WAYS.values())[0]
                self.ask(who, way, dice)
        finally:
            connections["default"].close()

    def ask(self, who: str | None, way: str, dice: random.Random) -> None:
        environ = RequestFactory().get(f"/{way}/").environ
        if who:
            environ["HTTP_COOKIE"] = f"{settings.SESSION_COOKIE_NAME}={who}"
        status: list[str] = []
        answer = self.handler(environ, lambda line, headers: status.append(line))
        told = environ.get("told")
        try:
            body = self.read(answer, way, dice)
        finally:
            answer.close()
        right = (
            told == self.people[who]
            and environ.get("beforehand") == ("", "", "none")
            and status[0].startswith("500" if way in FAIL else "200")
            and not (body and body != told)
        )
        with self.lock:
            self.ways[way] += 1
            self.served[environ.get("process", 0)].add(told and told["person"])
            if not right:
                self.wrong.append((who, way, status, told, body, environ.get("beforehand")))

    def read(self, answer: Any, way: str, dice: random.Random) -> Any:
        if way in FAIL:
            return None
        if way != "streams":
            return json.loads(b"".join(answer))
        parts = iter(answer)
        first = json.loads(next(parts))
        if dice.random() < 0.5:  # half the readers go away in the middle
            with pytest.raises(ProgrammingError, match="nobody has said who is asking"):
                next(parts)
        return first
