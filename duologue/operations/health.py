"""Is everything running? Without a word about anybody; how it is with each part, to an operator alone."""

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from psycopg import Connection, Error, connect

from duologue.operations.prepare import REMEMBERED, fingerprint
from duologue.people.mail import mail_leaves
from duologue.people.queries import roles_of
from duologue.people.second_factor import SETTLED
from duologue.privacy.principal import NOBODY, asking_as

ADDRESS = "/health/"
WORKER_SILENCE = timedelta(minutes=2)
DISK_LEFT = 1024**3  # bytes


@dataclass(frozen=True)
class Check:
    """One part of the clinic; `remedy` says what to do when it is not well."""

    part: str
    well: bool
    found: str
    remedy: str = ""


def checks() -> list[Check]:
    """Web, disk, database, tables and worker; the last two are unknown without a database."""
    try:
        # A connection of its own: the pool would keep a visitor waiting while the database is away.
        parameters = connections["default"].get_connection_params()
        with connect(**{**parameters, "connect_timeout": 3}) as connection:
            stored = [_database(connection), _tables(connection), _worker(connection)]
    except Error:
        stored = [
            Check("database", False, "does not answer", "Start Duologue again; read its last lines")
        ]
    return [Check("web server", True, "answers"), *stored, _disk(), _mail()]


def _database(connection: Connection) -> Check:
    version = connection.info.server_version // 10000
    return Check("database", True, f"PostgreSQL {version} answers")


def _tables(connection: Connection) -> Check:
    row = connection.execute(REMEMBERED).fetchone()
    if row and row[0] == fingerprint():
        return Check("tables", True, "fit this version")
    return Check("tables", False, "were made for another version", "Stop Duologue and start it")


def _worker(connection: Connection) -> Check:
    row = connection.execute("SELECT max(last_heartbeat) FROM procrastinate_workers").fetchone()
    seen = row[0] if row else None
    if seen and timezone.now() - seen < WORKER_SILENCE:
        return Check("worker", True, "runs the jobs")
    return Check(
        "worker",
        False,
        f"last seen {seen:%Y-%m-%d %H:%M} UTC" if seen else "was never seen",
        "Reminders wait for it: start Duologue again",
    )


def _disk() -> Check:
    free = shutil.disk_usage(settings.HOME).free
    found = f"{free / 1024**3:.0f} GB left"
    return Check("disk", free > DISK_LEFT, found, "" if free > DISK_LEFT else "Make room")


def _mail() -> Check:
    if mail_leaves():
        return Check("mail", True, "has a way out")
    # A clinic may choose to do without; then nothing is broken, but it has to be known.
    return Check(
        "mail",
        True,
        "none leaves: links and codes are handed over in person",
        "For mail, set DUOLOGUE_SMTP_HOST and start again (docs/operators.md)",
    )


def _runs_the_server(request: HttpRequest, found: list[Check]) -> bool:
    """Whether an operator is signed in, with their second factor; false while that cannot be asked."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key or not all(check.well for check in found if check.part == "database"):
        return False
    try:
        with asking_as(NOBODY):
            request.session = SessionStore(key)
            who = request.session.get(SESSION_KEY)
            settled = who is not None and request.session.get(SETTLED) == who
        if not settled:
            return False
        with asking_as(str(who)):
            person = get_user(request)
            return person.is_authenticated and "operator" in roles_of(person)  # type: ignore[arg-type]
    except DatabaseError:
        return False


def health(request: HttpRequest) -> HttpResponse:
    """The page, or JSON where that is asked for; 503 when something is not well."""
    found = checks()
    well = all(check.well for check in found)
    if not _runs_the_server(request, found):
        found = [Check(one.part, one.well, "", "" if one.well else one.remedy) for one in found]
    status = 200 if well else 503
    if "application/json" in request.headers.get("Accept", ""):
        response: HttpResponse = JsonResponse(
            {"well": well, "checks": [asdict(check) for check in found]}, status=status
        )
    else:
        page = render_to_string("operations/health.html", {"checks": found, "well": well})
        response = HttpResponse(page, status=status)
    response._has_been_logged = True  # type: ignore[attr-defined]  # asked every minute; the page says it
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return response


class HealthMiddleware:
    """First of all: the page must open even when sessions and the database do not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return health(request) if request.path == ADDRESS else self.get_response(request)
