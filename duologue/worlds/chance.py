"""Chance and the clock of a world: what is random elsewhere follows from words here.

Two worlds must give the same bytes although different numbers of acts happened before, so before
each request everything random is begun anew from who asks for what. Fixed in this process only.
"""

import hashlib
import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import time_machine
from django.test import override_settings

# How long a password takes is not compared, and takes most of what a refused sign-in does.
HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("MD5", "PBKDF2")]
DISK = shutil._ntuple_diskusage(100 << 30, 36 << 30, 64 << 30)  # type: ignore[attr-defined]


class Chance:
    """A stream of bytes that follows from the words it was begun with."""

    def __init__(self) -> None:
        self._key, self._drawn = b"", 0

    def begin(self, *words: object) -> None:
        self._key, self._drawn = hashlib.sha256(repr(words).encode()).digest(), 0

    def draw(self, size: int) -> bytes:
        self._drawn += 1
        return hashlib.shake_256(self._key + self._drawn.to_bytes(8, "big")).digest(size)


@contextmanager
def fixed(chance: Chance) -> Iterator[None]:
    """While this lasts, what this process makes up comes from `chance`, and the disk stays as full."""
    # uuid4, secrets and Django's random strings all end in one of these two names.
    before = os.urandom, random._urandom  # type: ignore[attr-defined]
    room, shutil.disk_usage = shutil.disk_usage, lambda path: DISK  # others write beside us
    os.urandom = chance.draw
    random._urandom = chance.draw  # type: ignore[attr-defined]
    try:
        with override_settings(PASSWORD_HASHERS=HASHERS):
            yield
    finally:
        os.urandom, random._urandom = before  # type: ignore[attr-defined]
        shutil.disk_usage = room


def clock_stands_at(moment: datetime) -> time_machine.travel:
    """A context in which it is `moment` and stays so."""
    return time_machine.travel(moment, tick=False)
