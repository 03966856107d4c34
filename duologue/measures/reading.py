"""Reading a YAML file a clinician wrote: every mistake says file, line, field and mend."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError


class FileMistake(ValueError):
    """A file that cannot be used: where, what is wrong, and how to mend it."""

    def __init__(self, file: str, line: int, where: str, wrong: str, mend: str) -> None:
        self.file, self.line, self.field, self.mend = file, line, where, mend
        super().__init__(f"{file}, line {line}, {where}: {wrong}. {mend}.")


class Node:
    """A mapping in the file. Reading a field ticks it off; ``finish`` names what is left over."""

    def __init__(self, file: str, mapping: CommentedMap, where: str, line: int) -> None:
        self.file, self.mapping, self.where, self.line = file, mapping, where, line
        self._read: set[Any] = set()

    def mistake(self, key: object, wrong: str, mend: str) -> FileMistake:
        """The error to raise for the field ``key`` (null: for the mapping itself)."""
        where = self.where if key is None else f"{self.where}.{key}".lstrip(".")
        return FileMistake(self.file, self.line_of(key), where or "file", wrong, mend)

    def line_of(self, key: object) -> int:
        """The line, counted from 1, of a field, or of the mapping where it is not there."""
        places = self.mapping.lc.data or {}
        return places[key][0] + 1 if key in places else self.line

    def has(self, key: object) -> bool:
        """Whether the field is there and not null."""
        self._read.add(key)
        return self.mapping.get(key) is not None

    def there(self, key: object) -> bool:
        """Whether the field is written at all, be it null."""
        self._read.add(key)
        return key in self.mapping

    def _get(self, key: object, mend: str) -> Any:
        if not self.has(key):
            raise self.mistake(key, "is missing" if key not in self.mapping else "is empty", mend)
        return self.mapping[key]

    def text(self, key: str, default: str | None = None) -> str:
        """Words. Without ``default`` they have to be there."""
        if default is not None and not self.has(key):
            return default
        value = self._get(key, "Add a line of text")
        if not isinstance(value, str):
            raise self.mistake(key, f"{value!r} is not text", "Put it in quotation marks")
        if not value.strip():
            raise self.mistake(key, "is empty", "Add a line of text")
        return str(value)

    def text_or_none(self, key: str) -> str | None:
        """Words, or null where there are none."""
        return self.text(key) if self.has(key) else None

    def number(self, key: str, default: float | None = None) -> int | float:
        """A number, whole or with a decimal point."""
        if default is not None and not self.has(key):
            return default
        value = self._get(key, "Add a number")
        if not is_number(value):
            raise self.mistake(key, f"{value!r} is not a number", "Write digits only, no quotes")
        return int(value) if float(value).is_integer() else float(value)

    def number_or_none(self, key: str) -> int | float | None:
        """A number, or null where there is none."""
        return self.number(key) if self.has(key) else None

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        value = self.number(key, default)
        if not isinstance(value, int):
            raise self.mistake(key, f"{value} is not a whole number", "Round it")
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        """true or false."""
        if default is not None and not self.has(key):
            return default
        value = self._get(key, "Write true or false")
        if not isinstance(value, bool):
            raise self.mistake(key, f"{value!r} is neither true nor false", "Write true or false")
        return value

    def choice(self, key: str, among: tuple[str, ...], default: str | None = None) -> str:
        """One of the listed words."""
        value = self.text(key, default)
        if value not in among:
            raise self.mistake(key, f"{value!r} is not known", f"Use one of: {', '.join(among)}")
        return value

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers; empty where the field is not there."""
        if not self.has(key):
            return ()
        value = self.mapping[key]
        if not isinstance(value, CommentedSeq) or not all(
            is_number(n) and float(n).is_integer() for n in value
        ):
            raise self.mistake(key, "is not a list of whole numbers", "Write it as [1, 2, 3]")
        return tuple(int(n) for n in value)

    def node(self, key: str) -> Node:
        """A mapping below this one."""
        value = self._get(key, f"Add {key}: with its fields below it")
        if not isinstance(value, CommentedMap):
            raise self.mistake(key, "has no fields", "Write name: value lines below it, indented")
        return Node(self.file, value, f"{self.where}.{key}".lstrip("."), self.line_of(key))

    def nodes(self, key: str) -> Iterator[Node]:
        """The mappings of a list; none where the field is not there."""
        if not self.has(key):
            return
        value = self.mapping[key]
        if not isinstance(value, CommentedSeq):
            raise self.mistake(key, "is not a list", "Begin each entry with a dash")
        for place, entry in enumerate(value):
            line = value.lc.data[place][0] + 1 if value.lc.data else self.line_of(key)
            where = f"{self.where}.{key}[{place + 1}]".lstrip(".")
            if not isinstance(entry, CommentedMap):
                raise FileMistake(
                    self.file,
                    line,
                    where,
                    "is not made of fields",
                    "Write name: value pairs",
                )
            yield Node(self.file, entry, where, line)

    def finish(self) -> None:
        """Complain of the first field nobody asked for."""
        for key in self.mapping:
            if key not in self._read:
                close = difflib.get_close_matches(str(key), [str(k) for k in self._read], 1)
                mend = f"Did you mean {close[0]}" if close else "Remove it or correct its name"
                raise self.mistake(key, "is not a field that belongs here", mend)


def is_number(value: object) -> bool:
    """Whether YAML read a number (true and false are none)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def read(file: str, content: str) -> Node:
    """Parse YAML text. Raises FileMistake where it is not YAML or not made of fields."""
    try:
        parsed = YAML(typ="rt").load(content)
    except YAMLError as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        problem = (error.problem if isinstance(error, MarkedYAMLError) else None) or str(error)
        line = mark.line + 1 if mark else 1
        mend = "Check indentation, colons, quotes and names that occur twice"
        raise FileMistake(file, line, "file", f"is not YAML: {problem}", mend) from error
    if not isinstance(parsed, CommentedMap):
        raise FileMistake(file, 1, "file", "has no fields", "Begin with id:, version:, title:")
    return Node(file, parsed, "", 1)
