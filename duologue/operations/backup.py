"""One file that holds a clinic, and a clinic made from such a file."""

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from duologue.operations import clinic_home, postgres
from duologue.operations.clinic_home import CannotStart, default_home

DUMP = "database.dump"
NOT_COPIED = {"postgres", DUMP}


def backup(arguments: list[str]) -> int:
    """keep a whole clinic in one file, while it runs or not"""
    parser = argparse.ArgumentParser(prog="duologue backup", description=backup.__doc__)
    parser.add_argument("file", type=Path, help="file to write; it must not exist")
    parser.add_argument("--home", type=Path, default=default_home("clinic"))
    chosen = parser.parse_args(arguments)
    return _told(lambda: write(chosen.home.resolve(), chosen.file.resolve()))


def restore(arguments: list[str]) -> int:
    """make a clinic from a backup, in a folder of its own"""
    parser = argparse.ArgumentParser(prog="duologue restore", description=restore.__doc__)
    parser.add_argument("file", type=Path, help="what `duologue backup` wrote")
    parser.add_argument("--home", type=Path, required=True, help="folder that does not exist yet")
    chosen = parser.parse_args(arguments)
    return _told(lambda: read(chosen.file.resolve(), chosen.home.resolve()))


def write(home: Path, file: Path) -> str:
    """Back up `home` into `file`, readable by its owner only; returns what to tell them.

    The dump is one consistent moment, taken as the superuser: every other role sees only rows.
    """
    _refuse_own_server()
    if not (home / "secrets.json").exists():
        raise CannotStart(f"There is no clinic in {home}. Name its folder with --home.")
    if file.exists():
        raise CannotStart(f"{file} exists already and is not overwritten. Name another file.")
    secrets = clinic_home.open_home(home)
    owner, _ = postgres.start_embedded(home, secrets)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
        dump = Path(folder) / DUMP
        _run("pg_dump", owner, secrets, "--format=custom", "--file", str(dump))
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target, tarfile.open(fileobj=target, mode="w") as tar:
            tar.add(dump, DUMP)
            for kept in sorted(home.iterdir()):
                if kept.name not in NOT_COPIED:
                    tar.add(kept, kept.name)
    return (
        f"Backed up to {file} ({file.stat().st_size / 1024**2:.1f} MB). It holds records, passwords "
        "and keys without encryption: encrypt it before it leaves this machine, and try a restore."
    )


def read(file: Path, home: Path) -> str:
    """Make `home` from the backup `file`; returns what to tell the operator."""
    _refuse_own_server()
    if home.exists() and any(home.iterdir()):
        raise CannotStart(f"{home} is not empty. A restore never replaces a clinic: name another.")
    try:
        tar = tarfile.open(file)  # noqa: SIM115  closed by the block below
    except (OSError, tarfile.TarError) as error:
        raise CannotStart(f"{file} cannot be read as a backup: {error}.") from error
    with tar, tempfile.TemporaryDirectory(prefix="duologue-restore-") as folder:
        if DUMP not in tar.getnames():
            raise CannotStart(f"{file} is not a backup of Duologue: it holds no database.")
        home.mkdir(parents=True, exist_ok=True)
        for member in tar.getmembers():
            tar.extract(member, folder if member.name == DUMP else home, filter="data")
        secrets = clinic_home.open_home(home)
        owner, _ = postgres.start_embedded(home, secrets)
        _run("pg_restore", owner, secrets, "--exit-on-error", str(Path(folder) / DUMP))
    command = "demo" if clinic_home.kind_of(home) == "demo" else "serve"
    return f"The clinic is restored. Start it: duologue {command} --home {home}"


def _run(program: str, owner: str, secrets: dict[str, str], *options: str) -> None:
    place = conninfo_to_dict(owner)
    done = subprocess.run(
        [
            str(postgres.programs() / program),
            *("--host", str(place["host"]), "--username", "postgres"),
            *("--dbname", str(place["dbname"])),
            *options,
        ],
        env={**os.environ, "PGPASSWORD": secrets["superuser"]},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise CannotStart(f"{program} did not finish: {done.stderr.strip()}")


def _refuse_own_server() -> None:
    if os.environ.get("DATABASE_URL"):
        raise CannotStart(
            "This clinic keeps its records on your own server (DATABASE_URL), whose backup covers "
            "them. Keep secrets.json from the clinic's folder beside it."
        )


def _told(work: Callable[[], str]) -> int:
    try:
        print(work())
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 2
    return 0
