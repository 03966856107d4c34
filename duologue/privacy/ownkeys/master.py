"""The clinic's `own.key`: what every own key is locked with. A file, never in the database."""

import base64
import os
from functools import cache
from pathlib import Path

from duologue.privacy.ownkeys.cipher import KEY_SIZE, new_key

FILE = "own.key"
FOR_TESTS_AND_TOOLS = bytes(KEY_SIZE)  # where no clinic is open, as settings.SECRET_KEY


def make(home: Path) -> None:
    """Make the clinic's `own.key` if there is none, readable by its owner only."""
    path = home / FILE
    if path.exists():
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(new_key()) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def of_home(home: Path) -> bytes:
    """The key of that clinic's folder. Raises ValueError where the file holds no key."""
    key = base64.b64decode((home / FILE).read_bytes(), validate=False)
    if len(key) != KEY_SIZE:
        raise ValueError(f"{home / FILE} holds no key: bring it back from a backup")
    return key


@cache
def master_key() -> bytes:
    """The key of the clinic that is open in this process."""
    home = os.environ.get("DUOLOGUE_HOME")
    return of_home(Path(home)) if home else FOR_TESTS_AND_TOOLS
