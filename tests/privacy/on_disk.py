"""What a browser left on the disk: its whole profile is read, byte by byte."""

import base64
import math
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote


def shapes(word: str) -> Iterator[tuple[str, bytes]]:
    """The word as browsers write words: in bytes, in pairs of bytes, quoted, and in base64."""
    yield "utf-8", word.encode()
    yield "utf-16", word.encode("utf-16-le")
    yield "quoted", quote(word).encode()
    for name, written in (("utf-8", word.encode()), ("utf-16", word.encode("utf-16-le"))):
        for before in range(3):  # base64 depends on what stands before
            whole = base64.b64encode(bytes(before) + written)
            clean = whole[math.ceil(before * 8 / 6) : (before + len(written)) * 8 // 6]
            yield f"base64 of {name}", clean


def found_in(profile: Path, words: Iterable[str]) -> list[str]:
    """Where any of the words stands, in any shape, in a file's name or in a file."""
    sought = [(word, name, shape) for word in words for name, shape in shapes(word)]
    found = []
    for file in (path for path in profile.rglob("*") if path.is_file()):
        held = str(file).encode() + b"\n" + file.read_bytes()
        found += [
            f"{word} as {name} in {file.name}" for word, name, shape in sought if shape in held
        ]
    return found


def visited(profile: Path) -> list[tuple[str, str]]:
    """(address, title) of every page in the browser's own history."""
    with sqlite3.connect(next(profile.rglob("History"))) as history:
        return list(history.execute("SELECT url, title FROM urls"))


def visits(profile: Path) -> list[str]:
    """The address of every single visit the browser remembers, the first one first."""
    asked = "SELECT url FROM (SELECT urls.url, visit_time FROM visits JOIN urls ON visits.url = urls.id)"
    with sqlite3.connect(next(profile.rglob("History"))) as history:
        return [url for (url,) in history.execute(asked + " ORDER BY visit_time")]
