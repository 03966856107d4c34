"""Who is asking, told to the database inside each transaction.

`SET` without `LOCAL` would survive in a connection pool, so the setting is local to the
transaction that one request is.
"""

from collections.abc import Callable

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

SETTING = "duologue.principal"


def set_principal(principal: str) -> None:
    """Tell the database who is asking: a person's id, `system` or `nobody`. Needs a transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("a principal is set inside a transaction; open one first")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, principal])


class PrincipalMiddleware:
    """One transaction a request, with its principal; an exception in the view rolls it back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            person = request.user
            set_principal(str(person.pk) if person.is_authenticated else "nobody")
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        transaction.set_rollback(True)
