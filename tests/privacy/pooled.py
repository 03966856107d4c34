"""A small program behind the real middleware, that answers who the database thinks is asking."""

import json
from collections.abc import Callable, Iterator

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import path

# What the database says of who asks, and the rows of two private tables that they are given.
WHO = """
SELECT json_build_object(
  'person', asking.person(), 'partner', asking.partner(),
  'roles', coalesce(nullif(current_setting('duologue.roles', true), ''), '{}')::text[],
  'insights', (SELECT array_agg(id ORDER BY id) FROM integration_insight),
  'contacts', (SELECT array_agg(id ORDER BY id) FROM contact_safecontact)
), pg_backend_pid()
"""
LEFT_BEHIND = """
SELECT coalesce(current_setting('duologue.kind', true), ''),
  coalesce(current_setting('duologue.person', true), ''), current_setting('role')
"""


def asked(request: HttpRequest) -> str:
    with connection.cursor() as cursor:
        cursor.execute(WHO)
        told, process = cursor.fetchone()
    # Also where the view fails afterwards, what it had seen is compared.
    request.environ["told"], request.environ["process"] = told, process
    return json.dumps(told)


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse(asked(request))


def raises(request: HttpRequest) -> HttpResponse:
    asked(request)
    raise ValueError("as a page with a mistake in it")


def takes_back(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(asked(request))
    transaction.set_rollback(True)
    return answer


def too_slow(request: HttpRequest) -> HttpResponse:
    asked(request)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 1")
        cursor.execute("SELECT pg_sleep(5)")
    return HttpResponse("never")


def killed(request: HttpRequest) -> HttpResponse:
    asked(request)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    return HttpResponse("never")


def streams(request: HttpRequest) -> HttpResponseBase:
    """Its second part asks when the transaction has long ended."""

    def parts() -> Iterator[bytes]:
        yield request.environ["first"].encode()
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM integration_insight")
            yield repr(cursor.fetchall()).encode()

    request.environ["first"] = asked(request)
    return StreamingHttpResponse(parts())


class Beforehand:
    """What a request finds on its connection before anybody has said who is asking."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute(LEFT_BEHIND)
            request.environ["beforehand"] = cursor.fetchone()
        return self.get_response(request)


VIEWS = (plain, raises, takes_back, too_slow, killed, streams)
urlpatterns = [path(f"{view.__name__}/", view) for view in VIEWS]
