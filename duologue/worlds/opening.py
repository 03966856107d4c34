"""Open a folder of made-up worlds for this process; a clinic's folder is refused."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from duologue.operations import clinic_home, postgres, prepare
from duologue.operations.clinic_home import CannotStart
from duologue.worlds.databases import Server

EMPTY = postgres.DATABASE  # migrated and without a row: what every base is copied from


@contextmanager
def opened(home: Path | None) -> Iterator[Server]:
    """The server of this folder, or of a folder that is gone afterwards. Raises CannotStart."""
    if home is not None:
        yield _open(home.expanduser().resolve())
        return
    with tempfile.TemporaryDirectory(prefix="duologue-worlds-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o755)
        try:
            yield _open(folder)
        finally:
            postgres.stop_embedded(folder)


def _open(home: Path) -> Server:
    if os.environ.get("DATABASE_URL"):
        raise CannotStart("Worlds are made in a database of their own; unset DATABASE_URL first.")
    found = clinic_home.kind_of(home)
    if found not in (None, "worlds") or (found is None and home.exists() and any(home.iterdir())):
        raise CannotStart(
            f"{home} is not a folder of made-up worlds, so it is not opened. Name a new one with "
            "--home, or leave it out."
        )
    secrets = clinic_home.open_home(home, kind="worlds")
    owner, request = postgres.start_embedded(home, secrets)
    postgres.refuse_privilege(request)
    os.environ.update(
        DUOLOGUE_HOME=str(home),
        DUOLOGUE_SECRET_KEY="made-up worlds keep no secret",
        DUOLOGUE_OWNER_DATABASE=owner,
        DUOLOGUE_REQUEST_DATABASE=request,
        DUOLOGUE_KEY_COST="least",  # nobody guesses at the password of worlds
        DUOLOGUE_DEMO="",  # the pages of a clinic, without the demo's doors
        DUOLOGUE_EMAIL_BACKEND="duologue.contact.outbox.OutboxBackend",
        DUOLOGUE_TIME_ZONE="Europe/London",
        DJANGO_SETTINGS_MODULE="duologue.settings",
    )
    prepare.prepare(owner, say=lambda _: None)
    import django

    django.setup()
    host = conninfo_to_dict(owner)["host"]
    admin = make_conninfo(
        host=host, user="postgres", dbname="postgres", password=secrets["superuser"]
    )
    server = Server(admin, request)
    server.hurry()
    return server
