"""Open a filled clinic to measure it: who looks things up here meets no policy, a request does."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def opened(home: Path) -> Iterator[str]:
    """Django is set up with the clinic in `home`; the value is who may do anything in its database.

    Requests take the role that serves requests when they say who is asking, as always.
    """
    from duologue.operations.opening import open_clinic

    home = home.resolve()
    open_clinic(home)
    import django
    from django.db import connections
    from django.test.utils import override_settings

    django.setup()
    import duologue.wsgi  # noqa: F401  what a server does at its start
    from duologue.operations.postgres import admin_of
    from duologue.operations.scene import connect_as_scene

    secrets = json.loads((home / "secrets.json").read_text())
    admin = admin_of(os.environ["DUOLOGUE_OWNER_DATABASE"], secrets)
    connect_as_scene(connections["default"], admin)
    with override_settings(ROOT_URLCONF="benchmarks.peer"):
        yield admin
