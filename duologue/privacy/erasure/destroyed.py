"""`erased.keys` in the clinic's folder: ids of destroyed keys, outside every backup of the tables.

Appended only. A restore reads it, so that words that were erased stay so. No Django.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

FILE = "erased.keys"


def note(key: UUID, at: datetime, home: Path | None = None) -> None:
    """Append one id and the day, and wait until it is on the disk."""
    home = home or (Path(os.environ["DUOLOGUE_HOME"]) if "DUOLOGUE_HOME" in os.environ else None)
    if home is None:  # no clinic is open: tests and tools
        return
    descriptor = os.open(home / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{key} {at:%Y-%m-%d}\n")
        file.flush()
        os.fsync(file.fileno())


def listed(file: Path) -> Iterator[UUID]:
    """The ids in such a file; nothing where it is not there. ValueError names a line that is none."""
    if not file.exists():
        return
    for number, line in enumerate(file.read_text().splitlines(), start=1):
        if line.strip():
            try:
                yield UUID(line.split()[0])
            except ValueError as error:
                raise ValueError(f"{file}, line {number}: no id of a key: {line!r}") from error


def catch_up(keys: Iterable[tuple[UUID, datetime]], home: Path) -> int:
    """Append what the table knows and the file does not, after a power cut between the two."""
    known = set(listed(home / FILE))
    missing = [(key, at) for key, at in keys if key not in known]
    for key, at in missing:
        note(key, at, home)
    return len(missing)
