"""Who is asking, told to the database inside each transaction.

`SET` without `LOCAL` would survive in a connection pool, so everything that `asking.sql` sets is
local to the transaction that one request is. The policies read nothing else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

NOBODY, SYSTEM = "nobody", "system"


def set_principal(principal: str) -> frozenset[str]:
    """Tell the database who is asking: a person's id, `system` or `nobody`. Needs a transaction.

    Returns the roles this person holds today, as the policies will see them.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a principal is set inside a transaction; open one first")
    with connection.cursor() as cursor:
        cursor.execute("SELECT asking.begin(%s)", [principal])
        return frozenset(cursor.fetchone()[0])


@contextmanager
def asking_as(principal: str) -> Iterator[frozenset[str]]:
    """One transaction of this principal; inside another one, nobody is asking after."""
    within = connection.in_atomic_block
    with transaction.atomic():
        yield set_principal(principal)
    if within:
        _let_go()


@contextmanager
def as_system() -> Iterator[None]:
    """The clinic's own rules at work on what a person did, in that person's transaction.

    Adds the rights that the policy gives to `system`, and takes them away again. After an error
    the transaction takes them back with everything else.
    """
    if not connection.in_atomic_block:  # what waited for the commit: mail, jobs
        with asking_as(SYSTEM):
            yield
        return
    before = _system("on")
    yield
    _system(before)


def act_for(partner: UUID) -> None:
    """To the end of the transaction, whoever asks may do what this partner may do with their own rows.

    For who holds a code or link that the team gave for that partner; they need no account.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('duologue.partner', %s, true)", [str(partner)])


def at_work(reaction: Callable[..., Any]) -> Callable[..., Any]:
    """A reaction (`when/`) that runs as the clinic's own rules, whoever set it off."""

    @wraps(reaction)
    def inner(*args: Any, **kwargs: Any) -> Any:
        with as_system():
            return reaction(*args, **kwargs)

    return inner


class PrincipalMiddleware:
    """One transaction a request, with its principal; an exception in the view rolls it back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with asking_as(str(request.session.get(SESSION_KEY) or NOBODY)) as roles:
            if SESSION_KEY in request.session and not request.user.is_authenticated:
                set_principal(NOBODY)  # the session is over, whatever its cookie says
            elif SESSION_KEY in request.session:
                request.user.asking_with = roles  # type: ignore[attr-defined, union-attr]
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        transaction.set_rollback(True)


def _system(word: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('duologue.system', true),"
            " set_config('duologue.system', %s, true)",
            [word],
        )
        return cursor.fetchone()[0] or ""


def _let_go() -> None:
    if connection.needs_rollback:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', 'none', true), set_config('duologue.kind', '', true)"
        )
