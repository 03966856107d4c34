"""`erased.keys` in the clinic's folder: destroyed keys by their ids, outside the database.

Appended only. A restore reads it, so that words that were erased stay so. No Django.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

FILE = "erased.keys"


@dataclass(frozen=True)
class Destroyed:
    """A key that is gone, and the partner whose it was."""

    key: UUID
    partner: UUID
    on: date


def note(gone: Destroyed, home: Path | None = None) -> None:
    """Append one line, and wait until it is on the disk."""
    home = home or (Path(os.environ["DUOLOGUE_HOME"]) if "DUOLOGUE_HOME" in os.environ else None)
    if home is None:  # no clinic is open: tests and tools
        return
    descriptor = os.open(home / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{gone.key} {gone.partner} {gone.on}\n")
        file.flush()
        os.fsync(file.fileno())


def listed(file: Path) -> Iterator[Destroyed]:
    """What such a file names; nothing where it is not there. ValueError says which line is wrong."""
    if not file.exists():
        return
    for number, line in enumerate(file.read_text().splitlines(), start=1):
        if line.strip():
            try:
                key, partner, on = line.split()
                yield Destroyed(UUID(key), UUID(partner), date.fromisoformat(on))
            except ValueError as error:
                raise ValueError(f"{file}, line {number} names no erased key: {line!r}") from error


def catch_up(table: Iterable[Destroyed], home: Path) -> int:
    """Append what the table knows and the file does not, after a power cut between the two."""
    known = {one.key for one in listed(home / FILE)}
    missing = [one for one in table if one.key not in known]
    for one in missing:
        note(one, home)
    return len(missing)
