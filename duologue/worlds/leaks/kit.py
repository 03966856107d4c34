"""What a planted leak is, and the tools it is made with: a look past every policy, and a place."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connections
from django.http import HttpRequest, HttpResponse

from duologue.privacy.headers import HeadersMiddleware
from duologue.worlds.base import SECRETS_BEGIN
from duologue.worlds.databases import Server

Change = Callable[["Eye", HttpRequest, HttpResponse], None]
OF_THE_OTHER = (
    "partner_id IN (SELECT p.id FROM people_partner p JOIN people_partner me"
    " ON me.couple_id = p.couple_id AND me.id <> p.id WHERE me.person_id = %(person)s)"
)
OF_ONESELF = "partner_id IN (SELECT id FROM people_partner WHERE person_id = %(person)s)"


@dataclass(frozen=True)
class Eye:
    """Sees what no policy would let through, as a mistake somewhere else might."""

    server: Server

    def ask(self, question: str, **values: object) -> Any:
        name = connections["default"].settings_dict["NAME"]
        with psycopg.connect(self.server.admin, dbname=name, autocommit=True) as connection:
            answer = connection.execute(question, values)
            row = answer.fetchone() if answer.description else None
        return row[0] if row else None

    def count(self, request: HttpRequest, table: str, whose: str = OF_THE_OTHER) -> int:
        """Rows of the last hours that are the other partner's (or whose else)."""
        if not request.user.is_authenticated:
            return 0
        said = f"SELECT count(*) FROM {table} WHERE {whose} AND at > '{SECRETS_BEGIN.isoformat()}'"
        return int(self.ask(said, person=request.user.pk))


@dataclass(frozen=True)
class Leak:
    """`eyes`: who would see it; `acts`: what they would learn of; `forms`, `share`: whether the crawl
    must send forms, and try closed addresses, to meet it."""

    name: str
    says: str
    where: str
    acts: tuple[str, ...]
    plant: Callable[[Eye], AbstractContextManager[None]]
    eyes: str = "b"
    forms: bool = False
    share: float = 0.0


def on(request: HttpRequest, *names: str) -> bool:
    found = getattr(request, "resolver_match", None)
    return found is not None and found.url_name in names


def put(response: HttpResponse, html: str, *, before: str = "</main>") -> None:
    """Write `html` into a page."""
    if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
        response.content = response.content.replace(before.encode(), (html + before).encode(), 1)


def page_changes(change: Change) -> Callable[[Eye], AbstractContextManager[None]]:
    """Planted where the last headers are set: `change(eye, request, response)` on every page."""

    @contextmanager
    def planted(eye: Eye) -> Iterator[None]:
        before = HeadersMiddleware.__call__

        def leaking(self: HeadersMiddleware, request: HttpRequest) -> HttpResponse:
            response = before(self, request)
            change(eye, request, response)
            return response

        with replaced(HeadersMiddleware, "__call__", leaking):
            yield

    return planted


@contextmanager
def replaced(place: Any, name: str, by: object) -> Iterator[None]:
    before = getattr(place, name)
    setattr(place, name, by)
    try:
        yield
    finally:
        setattr(place, name, before)
