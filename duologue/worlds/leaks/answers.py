"""Leaks beside the page: headers, cookies, addresses, caches, keys, files, mails."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.mail import send_mail
from django.db import connections
from django.http import HttpRequest, HttpResponse

from duologue.calendar import feed
from duologue.people.models import Person
from duologue.worlds.base import SECRETS_BEGIN
from duologue.worlds.leaks.kit import (
    OF_ONESELF,
    Change,
    Eye,
    Leak,
    on,
    page_changes,
    put,
    replaced,
)

INSIGHTS = "integration_insight"
ROWS = ("integration_insight", "preparation_intention", "integration_practice")


def header(name: str, value: str) -> Change:
    def change(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
        if on(request, "today", "our-room"):
            n = eye.count(request, INSIGHTS)
            mark = hashlib.sha256(str(n).encode()).hexdigest()[:16]
            response.headers[name] = value.format(n=n, mark=mark)

    return change


def cookie(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
    if on(request, "today"):
        response.set_cookie("seen", str(eye.count(request, INSIGHTS)))


def redirect_elsewhere(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
    if on(request, "home") and eye.count(request, INSIGHTS):
        response.headers["Location"] = "/our-room/"


def another_404(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
    """Forbidden where there is something, not found where there is nothing."""
    match = getattr(request, "resolver_match", None)
    key = next((v for v in (match.kwargs if match else {}).values() if isinstance(v, UUID)), None)
    if response.status_code == 404 and key and _exists(eye, key):
        response.status_code = 403


def reference(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
    """A key sent along that belongs to a row of somebody else's is refused in another way."""
    for value in request.POST.values():
        if len(value) == 36 and value.count("-") == 4 and _exists(eye, UUID(value)):
            response.status_code = 409


def collision(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
    """A key of one's own choosing that is taken already, by whomever, breaks the insert."""
    once = request.POST.get("once", "")
    if len(once) == 36 and _exists(eye, UUID(once)) and response.status_code == 302:
        response.status_code = 500


def _exists(eye: Eye, key: UUID) -> bool:
    return any(eye.ask(f"SELECT 1 FROM {table} WHERE id = %(key)s", key=key) for table in ROWS)


@contextmanager
def unique_day(eye: Eye) -> Iterator[None]:
    """One check-in a day, of both together."""
    yield from _changed_tables(
        eye,
        'CREATE UNIQUE INDEX IF NOT EXISTS leak ON integration_checkin ("on")'
        f" WHERE at > '{SECRETS_BEGIN.isoformat()}'",
    )


@contextmanager
def numbered(eye: Eye) -> Iterator[None]:
    """Insights have numbers from one sequence for everybody; one's own are shown."""
    table = f"ALTER TABLE {INSIGHTS} ADD COLUMN IF NOT EXISTS leak bigserial"

    def shown(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
        if on(request, "integration-insights"):
            said = f"SELECT max(leak) FROM {INSIGHTS} WHERE {OF_ONESELF}"
            put(response, f"<p>No. {eye.ask(said, person=request.user.pk)}</p>")

    with page_changes(shown)(eye):
        yield from _changed_tables(
            eye, table, "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO PUBLIC"
        )


def _changed_tables(eye: Eye, *statements: str) -> Iterator[None]:
    """In each world, before anything happens in it."""
    before = type(eye.server).copy

    def copied(server, name: str, *, of: str) -> None:  # type: ignore[no-untyped-def]
        before(server, name, of=of)
        if "world" in name:
            settings = connections["default"].settings_dict
            held, settings["NAME"] = settings["NAME"], name
            for statement in statements:
                eye.ask(statement)
            settings["NAME"] = held

    with replaced(type(eye.server), "copy", copied):
        yield


@contextmanager
def cached(eye: Eye) -> Iterator[None]:
    """A part of the page is kept for the couple: whoever came first fills it."""
    kept: dict[object, str] = {}

    def change(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
        if on(request, "my-room"):
            couple = eye.ask(
                "SELECT couple_id FROM people_partner WHERE person_id = %(p)s", p=request.user.pk
            )
            world = connections["default"].settings_dict["NAME"]
            mine = f"<p>For {request.user.pk}</p>"
            put(response, kept.setdefault((world, couple), mine))

    with page_changes(change)(eye):
        yield


def mailed(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
    """When one writes, the other hears that there is news."""
    if request.method == "POST" and on(request, "integration-insights"):
        other = eye.ask(
            "SELECT p.person_id FROM people_partner p JOIN people_partner me ON "
            "me.couple_id = p.couple_id AND me.id <> p.id WHERE me.person_id = %(p)s",
            p=request.user.pk,
        )
        address = eye.ask("SELECT email FROM people_person WHERE id = %(p)s", p=other)
        send_mail("Willow Street", "There is something new.", None, [address])


@contextmanager
def feed_title(eye: Eye) -> Iterator[None]:
    before = feed.feed_for

    def told(token: str) -> tuple[Person, bytes] | None:
        found = before(token)
        if found is None:
            return None
        n = eye.ask(
            "SELECT count(*) FROM integration_insight i JOIN people_partner p ON "
            "p.id = i.partner_id WHERE p.person_id <> %(p)s",
            p=found[0].pk,
        )
        return found[0], found[1].replace(b"SUMMARY:", f"SUMMARY:{n} ".encode())

    with replaced(feed, "feed_for", told):
        yield


def pdf_field(eye: Eye, request: HttpRequest, response: HttpResponse) -> None:
    """How many insights there are, in the properties of each paper."""
    if response.get("Content-Type") == "application/pdf":
        n = eye.ask(f"SELECT count(*) FROM {INSIGHTS}")
        response.content += f"% {n}\n".encode()


LEAKS = (
    Leak("etag", "a mark of what a page was made from", "Today", ("insight",),
         page_changes(header("ETag", '"{mark}"'))),
    Leak("last-modified", "when anything of the couple changed", "Our room", ("insight",),
         page_changes(header("Last-Modified", "{n}"))),
    Leak("server-timing", "how long the server looked, told to the browser", "Today", ("insight",),
         page_changes(header("Server-Timing", "db;dur={n}"))),
    Leak("cookie", "a number kept in the browser", "Today", ("insight",), page_changes(cookie)),
    Leak("redirect", "another first page after signing in", "home", ("insight",),
         page_changes(redirect_elsewhere)),
    Leak("differing-404", "“you may not” where “there is nothing” is said otherwise",
         "every address with a key", ("insight",), page_changes(another_404), share=1.0),
    Leak("foreign-key", "a reference to the other's row is refused in its own way", "every form",
         ("insight",), page_changes(reference), forms=True, share=1.0),
    Leak("key-collision", "a form's own key that the other has used breaks it", "every form",
         ("insight",), page_changes(collision), forms=True, share=1.0),
    Leak("unique-key", "one check-in a day, of both together", "a table's constraint",
         ("check-in",), unique_day, forms=True, share=1.0),
    Leak("sequence", "numbers counted across partners", "a table's column", ("insight",),
         numbered, forms=True, share=1.0),
    Leak("cached-fragment", "a part of a page kept for the couple", "My room",
         ("a-looks-around",), cached),
    Leak("mail", "a mail when the other has written", "Insights", ("insight",),
         page_changes(mailed)),
    Leak("calendar-title", "a number in the titles of a calendar feed", "the feed", ("insight",),
         feed_title, forms=True, share=1.0),
    Leak("pdf-field", "the number of papers in a PDF's properties", "every PDF", ("insight",),
         page_changes(pdf_field)),
)  # fmt: skip
