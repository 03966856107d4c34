"""The note templates as frozen values; `templates.yaml` says what they ask."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec
from ruamel.yaml import YAML

FILE = Path(__file__).with_name("templates.yaml")


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    heading: str
    prompt: str


@dataclass(frozen=True, slots=True)
class NoteTemplate:
    """`of` says whom it may be about: couple, partner, or either."""

    id: str
    title: str
    of: str
    sections: tuple[Section, ...]


@cache
def templates() -> dict[str, NoteTemplate]:
    """Every template by id, in the order of the file. ValueError names the file and the place."""
    try:
        read = msgspec.convert(
            YAML(typ="safe").load(FILE.read_text("utf-8")), tuple[NoteTemplate, ...], strict=True
        )
    except msgspec.ValidationError as wrong:
        raise ValueError(
            f"{FILE.name}: {wrong}. Every template has id, title, of, sections."
        ) from None
    found = {template.id: template for template in read}
    if len(found) != len(read):
        raise ValueError(f"{FILE.name}: two templates have the same id. Give each its own.")
    return found
