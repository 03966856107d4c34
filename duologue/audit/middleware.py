from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from duologue.audit.actions import record
from duologue.audit.models import Verb
from duologue.audit.subjects import Subject, gaps, subjects_of
from duologue.people.models import Person
from duologue.people.queries import roles_of

TEAM = "team/"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class WhoSawWhatMiddleware:
    """The last act of a request's transaction: a row for what staff opened or sent.

    A look that cannot be logged does not happen: the transaction goes back, and the page fails.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if transaction.get_rollback():
            return response
        try:
            _log(request, response)
        except Exception:
            transaction.set_rollback(True)
            raise
        return response


def _log(request: HttpRequest, response: HttpResponse) -> None:
    person = getattr(request, "audit_person", request.user)
    verb = _verb(request, response)
    if verb is None or not isinstance(person, Person) or request.resolver_match is None:
        return
    if not _of_a_record(request):
        return
    roles = roles_of(person)
    if not roles:
        return  # a partner: their own acts are theirs
    subjects = subjects_of(request)
    if not subjects and verb != Verb.WRITE:
        verb = Verb.LIST
    page = request.resolver_match.url_name or request.resolver_match.route
    for subject in subjects or (Subject(),):
        record(
            page=page,
            verb=verb,
            role=", ".join(sorted(roles)),
            subject=subject,
            by=person.pk,
            at=timezone.now(),
        )


def _verb(request: HttpRequest, response: HttpResponse) -> Any:
    """A `Verb`; None where nothing was seen and nothing done: not found, or sent on to another page."""
    if request.method in SAFE:
        return Verb.READ if response.status_code < 300 else None
    if response.status_code < 400:
        return Verb.WRITE
    # What could not be taken is shown again, and so is what stands around it.
    return Verb.READ if response.status_code in (409, 422) else None


def _of_a_record(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and (
        match.route.startswith(TEAM)
        or hasattr(request, "audit_person")
        or hasattr(request, "audit_said")
        or not gaps().keys().isdisjoint(match.kwargs)
    )
