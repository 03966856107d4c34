"""What is inside a sealed answer, when one is late, and the one word that others learn."""

import struct
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

_INSIDE = struct.Struct(">16sH?d")  # which response, which item, left out, the value
READ_WITHIN = timedelta(days=1)
SIGN_WITHIN = timedelta(minutes=30)  # after reading: what is signed was just read

Word = Literal["clear", "not clear", "not yet read"]


class Misplaced(ValueError):
    """The text belongs to another response or item than the row it was found in."""


@dataclass(frozen=True)
class Handed:
    """A sealed questionnaire handed in: when, and the newest finding on it, if there is one."""

    at: datetime
    verdict: str | None


@dataclass(frozen=True)
class Standing:
    """All that anybody but the named clinicians learns. `last_at`: when one was last handed in."""

    word: Word
    last_at: datetime | None

    @property
    def clear(self) -> bool:
        return self.word == "clear"


def written(response: UUID, item: int, value: float | None) -> bytes:
    """The text to seal; None says that the item was left out."""
    return _INSIDE.pack(response.bytes, item, value is None, value or 0.0)


def read(text: bytes, *, response: UUID, item: int) -> float | None:
    """The value in an opened text. Raises Misplaced."""
    whose, number, left_out, value = _INSIDE.unpack(text)
    if (whose, number) != (response.bytes, item):
        raise Misplaced(f"item {item} holds what belongs elsewhere")
    return None if left_out else float(value)


def late(handed_in: datetime, at: datetime) -> bool:
    return at - handed_in > READ_WITHIN


def standing(handed: Collection[Handed]) -> Standing:
    """One unread is enough to be not yet read; else the newest counts. None at all: not yet read."""
    last = max(handed, key=lambda one: one.at, default=None)
    if last is None or any(one.verdict is None for one in handed):
        return Standing("not yet read", last.at if last else None)
    return Standing("clear" if last.verdict == "clear" else "not clear", last.at)
