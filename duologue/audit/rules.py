"""What the log says again, how its rows hang together, and where the chain is broken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEFORE_THE_FIRST = "0" * 64
LOOKS = ("read", "list")
ONE_LOOK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Link:
    """A row of the log as it is hashed: `words` are who, role, page, verb, about whom."""

    number: int
    at: datetime
    words: tuple[str | None, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class Whole:
    """Every row follows from the one before it; `last` is the number of the newest.

    `went_back` are the rows before which the machine's clock was set back.
    """

    last: int
    went_back: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row at which something was changed, taken out or put in, and how that shows."""

    number: int
    why: str


def said_for(verb: str) -> timedelta:
    """For how long after a row the same look adds no other; what is sent is written each time.

    Counted from the row, so a page that is kept open and reloaded is a row every ten minutes.
    """
    return ONE_LOOK if verb in LOOKS else timedelta(0)


def canonical(link: Link) -> str:
    """The one way of writing a row down; the database writes it the same (see the migration)."""
    at = link.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return json.dumps([link.number, at, *link.words], ensure_ascii=False)


def hash_of(previous: str, link: Link) -> str:
    """SHA-256, in hexadecimal, over the hash before and the row as it is written down."""
    return hashlib.sha256(f"{previous}\n{canonical(link)}".encode()).hexdigest()


def verify(
    links: Iterable[Link],
    *,
    heads: Mapping[int, str],
    kept: Mapping[int, str] | None = None,
    must_hold: str | None = None,
) -> Whole | Broken:
    """Follow the chain from its first row, in order of number.

    `heads` are those beside the log; `kept` those that were exported or printed before, by number,
    and `must_hold` a hash that has to be found somewhere. The first fault is told.
    """
    previous, last, seen_at = BEFORE_THE_FIRST, 0, None
    went_back: list[int] = []
    wanted, found = dict(kept or {}), must_hold is None
    for link in links:
        if link.number != last + 1:
            return Broken(last + 1, f"row {last + 1} is missing; the next one is {link.number}")
        if hash_of(previous, link) != link.hash:
            return Broken(link.number, "its words, or the row before it, are not as they were")
        if heads.get(link.number) != link.hash:
            return Broken(link.number, "its head is missing or another")
        if wanted.pop(link.number, link.hash) != link.hash:
            return Broken(link.number, "it is another than the head that was kept says")
        if seen_at is not None and link.at < seen_at:
            went_back.append(link.number)
        found = found or link.hash == must_hold
        previous, last, seen_at = link.hash, link.number, link.at
    gone = [*(number for number in heads if number > last), *wanted]
    if gone:
        return Broken(last + 1, f"the log ends at {last}, and a head of row {max(gone)} was kept")
    if not found:
        return Broken(last + 1, "no row has the hash that was kept: the log was written anew")
    return Whole(last, tuple(went_back))
