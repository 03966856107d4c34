"""When two versions of a draft meet, and what a signature covers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Write:
    """The text may become the next version."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Nothing changed: the latest version stays."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somewhere else the note was changed since this text was begun."""

    there: Mapping[str, str]


def next_version(
    *, latest: Mapping[str, str], latest_id: str, base_id: str, text: Mapping[str, str]
) -> Write | Keep | Conflict:
    """What to do with `text`, written on top of version `base_id`."""
    if dict(text) == dict(latest):
        return Keep()
    return Write() if base_id == latest_id else Conflict(latest)


def digest(*, note: str, author: str, signed_at: str, text: Mapping[str, str]) -> str:
    """SHA-256 over what is signed, by whom and when, in one fixed form."""
    signed = json.dumps([note, author, signed_at, dict(text)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(signed.encode()).hexdigest()
