"""Open a clinic's folder and database for this process, and tell `duologue.settings` where."""

import os
from pathlib import Path

from duologue.operations import clinic_home, postgres


def open_clinic(home: Path, *, kind: str | None = None) -> None:
    """Start or join the clinic's database and set what `duologue.settings` reads.

    `kind` is `clinic` or `demo`; without it, whatever the folder is. Raises `CannotStart`.
    """
    home = home.expanduser().resolve()
    secrets = clinic_home.open_home(home, kind=kind)
    own_server = os.environ.get("DATABASE_URL")
    owner, request = (
        postgres.use_own_server(own_server, secrets)
        if own_server
        else postgres.start_embedded(home, secrets)
    )
    postgres.refuse_privilege(request)
    os.environ.update(
        DUOLOGUE_HOME=str(home),
        DUOLOGUE_SECRET_KEY=secrets["secret_key"],
        DUOLOGUE_OWNER_DATABASE=owner,
        DUOLOGUE_REQUEST_DATABASE=request,
        DUOLOGUE_DEMO="1" if clinic_home.kind_of(home) == "demo" else "",
    )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duologue.settings")
