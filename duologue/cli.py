"""The command line: `duologue COMMAND`."""

import os
import sys
from pathlib import Path


def open_clinic(home: Path, *, demo: bool = False) -> None:
    """Start or join the clinic's database and set what `duologue.settings` reads."""
    from duologue.operations import clinic_home, postgres

    secrets = clinic_home.open_home(home)
    own_server = os.environ.get("DATABASE_URL")
    owner, request = (
        postgres.use_own_server(own_server, secrets)
        if own_server
        else postgres.start_embedded(home, secrets)
    )
    os.environ.update(
        DUOLOGUE_HOME=str(home),
        DUOLOGUE_SECRET_KEY=secrets["secret_key"],
        DUOLOGUE_OWNER_DATABASE=owner,
        DUOLOGUE_REQUEST_DATABASE=request,
        DUOLOGUE_DEMO="1" if demo else "",
    )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duologue.settings")


def main(arguments: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    command, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if command == "score":
        from duologue.measures.score_command import run

        return run(rest)
    if command == "manage":
        from duologue.operations.clinic_home import default_home

        open_clinic(Path(os.environ.get("DUOLOGUE_HOME") or default_home("clinic")))
        from django.core.management import execute_from_command_line

        execute_from_command_line(["duologue manage", *rest])
        return 0
    print("usage: duologue demo | serve | test | score | manage", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
