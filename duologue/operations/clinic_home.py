"""The one folder a clinic has to keep: database, secrets and keys. Made on first run."""

import json
import os
import secrets
from pathlib import Path

import platformdirs


def default_home(name: str) -> Path:
    """Where a clinic (`clinic`) or the demo (`demo`) lives when nobody names a folder."""
    return platformdirs.user_data_path("duologue") / name


def open_home(home: Path) -> dict[str, str]:
    """Make the folder and its secrets if they are not there; returns the secrets.

    The file is readable by its owner only. Losing it means losing sessions and the
    database passwords, so it belongs in the backup.
    """
    home.mkdir(parents=True, exist_ok=True)
    path = home / "secrets.json"
    if not path.exists():
        made = {
            name: secrets.token_urlsafe(48)
            for name in ("secret_key", "superuser", "owner", "request")
        }
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(made, file)
    loaded: dict[str, str] = json.loads(path.read_text())
    return loaded
