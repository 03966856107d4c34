"""The one folder a clinic has to keep: database, secrets and keys. Made on first run."""

import json
import os
import secrets
import shutil
from pathlib import Path

import platformdirs

from duologue.operations.processes import living_in
from duologue.privacy.erasure import destroyed
from duologue.privacy.ownkeys import master

KINDS = {
    "clinic": "a clinic",
    "demo": "the demo, whose people are made up",
    "worlds": "made-up worlds, which are compared",
}
ROOM_NEEDED = 500 * 1024**2  # bytes: a new cluster, its write-ahead log, and something to grow in


class CannotStart(Exception):
    """Why Duologue does not start, in words for the person who started it."""


def default_home(name: str) -> Path:
    """Where a clinic (`clinic`) or the demo (`demo`) lives when nobody names a folder."""
    return platformdirs.user_data_path("duologue") / name


def open_home(home: Path, *, kind: str | None = None) -> dict[str, str]:
    """Make the folder and its secrets if they are not there; returns the secrets.

    `kind` is `clinic` or `demo`; without it, whatever the folder is. The file of secrets is
    readable by its owner only, and so is `own.key`, without which nothing anybody wrote can be
    read. Losing them means losing sessions, passwords and words, so they belong in the backup.
    Raises `CannotStart` if the folder is of the other kind, cannot be made, or its disk is full.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(
            f"The folder {home} cannot be made ({error.strerror}). "
            "Name one you may write to, with --home."
        ) from error
    free = shutil.disk_usage(home).free
    if free < ROOM_NEEDED:
        raise CannotStart(
            f"The disk of {home} has {free // 1024**2} MB left; Duologue needs "
            f"{ROOM_NEEDED // 1024**2} MB to run safely. Make room, or name another folder with "
            "--home."
        )
    _mark(home, kind)
    path = home / "secrets.json"
    if not path.exists():
        made = {
            name: secrets.token_urlsafe(48)
            for name in ("secret_key", "superuser", "owner", "request")
        }
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(made, file)
    master.make(home)
    (home / destroyed.FILE).touch(mode=0o600)  # empty, so that a list that is lost shows
    loaded: dict[str, str] = json.loads(path.read_text())
    return loaded


def must_be_one(home: Path) -> None:
    """For commands that ask an existing clinic: a mistyped folder is not made. Raises `CannotStart`."""
    if not (home / "secrets.json").exists():
        raise CannotStart(
            f"There is no clinic in {home}. Name its folder with --home (for `manage`: DUOLOGUE_HOME)."
        )


def kind_of(home: Path) -> str | None:
    """`clinic`, `demo`, or None for a folder that was never opened."""
    marker = home / "kind"
    return marker.read_text().strip() if marker.exists() else None


def remove_demo(home: Path) -> None:
    """Throw the demo's folder away. Refuses any other: a clinic is never removed by a command."""
    if not home.exists():
        return
    if kind_of(home) != "demo":
        raise CannotStart(
            f"{home} is not marked as the demo, so it is not removed. Nothing was changed."
        )
    if living_in((home / "postgres").resolve()):
        raise CannotStart(f"The demo in {home} is running. Stop it first, then start afresh.")
    shutil.rmtree(home)


def _mark(home: Path, kind: str | None) -> None:
    found = kind_of(home)
    if kind is None or found == kind:
        return
    if found is not None:
        raise CannotStart(
            f"{home} belongs to {KINDS.get(found, found)}. It is not opened as {KINDS[kind]}, so "
            "that made-up people and real ones never meet. Name another folder with --home."
        )
    (home / "kind").write_text(f"{kind}\n")
