"""Instruments from their files: ``library/<id>/<version>.yaml``."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from duologue.measures.instrument import Instrument
from duologue.measures.parsing import parse
from duologue.measures.reading import FileMistake

__all__ = [
    "FileMistake",
    "UnknownInstrument",
    "ids",
    "instrument",
    "load_all",
    "parse",
    "versions",
]


class UnknownInstrument(LookupError):
    """No file of that id (or version): the message says what comes near."""


def _library() -> Traversable:
    return resources.files("duologue.measures").joinpath("library")


@cache
def ids() -> tuple[str, ...]:
    """The ids of all instruments, in alphabetical order."""
    return tuple(sorted(entry.name for entry in _library().iterdir() if entry.is_dir()))


@cache
def versions(id: str) -> tuple[str, ...]:
    """The versions on file, oldest first. Raises UnknownInstrument."""
    if id not in ids():
        close = difflib.get_close_matches(id.lower(), ids(), 3, 0.5)
        hint = f"did you mean {' or '.join(close)}" if close else "ids look like phq-9 or ecr-rs"
        raise UnknownInstrument(f"there is no instrument {id!r}; {hint}")
    names = [f.name for f in _library().joinpath(id).iterdir() if f.name.endswith(".yaml")]
    return tuple(sorted((n.removesuffix(".yaml") for n in names), key=lambda v: (len(v), v)))


def instrument(id: str, version: str | None = None) -> Instrument:
    """One instrument, the newest version unless told.

    Raises UnknownInstrument, or FileMistake where its file cannot be used.
    """
    known = versions(id)
    if version is not None and version not in known:
        raise UnknownInstrument(f"{id} has no version {version!r}; known: {', '.join(known)}")
    return _load(id, version or known[-1])


@cache
def load_all() -> Mapping[str, Instrument]:
    """The newest version of every instrument, by id."""
    return {id: instrument(id) for id in ids()}


@cache
def _load(id: str, version: str) -> Instrument:
    file = f"{id}/{version}.yaml"
    found = parse(_library().joinpath(id, f"{version}.yaml").read_text("utf-8"), file)
    for given, place, field in (
        (found.id, id, "id"),
        (found.version, version, "version"),
    ):
        if given != place:
            raise FileMistake(
                file,
                1,
                field,
                f"{given!r} is not where the file lies",
                f"Write {place!r}",
            )
    return found
