"""A part of a programme file as it was typed, with the line of each field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

from ruamel.yaml.comments import CommentedMap

from duologue.programme.outline import Offset


class Mistake(ValueError):
    """A mistake in a programme file: where it is, which field, and how to mend it."""

    def __init__(self, file: str, line: int, field: str, mend: str) -> None:
        super().__init__(f"{file}, line {line}, {field}: {mend}")
        self.file, self.line, self.field, self.mend = file, line, field, mend


class Reading:
    """A mapping of the file. Each method returns one field or raises the Mistake for its line."""

    def __init__(self, file: str, written: CommentedMap) -> None:
        self._file, self._written = file, written

    def wrong(self, field: str, mend: str) -> NoReturn:
        """Raise the mistake for this field's line, or the part's own when the field is missing."""
        try:
            line = self._written.lc.key(field)[0]
        except (KeyError, TypeError):
            line = self._written.lc.line
        raise Mistake(self._file, line + 1, field, mend)

    def get(self, field: str) -> Any:
        return self._written.get(field)

    def only(self, fields: Sequence[str]) -> None:
        for name in self._written:
            if name not in fields:
                self.wrong(str(name), f"this field is unknown; use {', '.join(fields)}")

    def text(self, field: str, default: str | None = None) -> str:
        value = self.get(field)
        if value is None and default is not None:
            return default
        if isinstance(value, (bool, dict, list)) or value is None or not str(value).strip():
            self.wrong(field, "it is missing; write a short text")
        return " ".join(str(value).split())

    def one_of(self, field: str, words: Sequence[str], default: str | None = None) -> str:
        value = self.text(field, default)
        if value not in words:
            self.wrong(field, f"“{value}” is unknown; use one of {', '.join(words)}")
        return value

    def listed(self, field: str, words: Sequence[str] | None = None) -> list[str]:
        value = self.get(field)
        if value is None and words is None:
            return []
        if not isinstance(value, list) or not value:
            self.wrong(field, "write a list: [one, another]")
        for word in value:
            if words is not None and word not in words:
                self.wrong(field, f"“{word}” is unknown; use {', '.join(words)}")
        return [str(word) for word in value]

    def yes(self, field: str) -> bool:
        value = self.get(field)
        if value not in (None, True, False):
            self.wrong(field, "write true or false")
        return bool(value)

    def number(self, field: str) -> float:
        value = self.get(field)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
            self.wrong(field, "it is missing or not a number above zero")
        return float(value)

    def whole(self, field: str) -> int:
        value = self.number(field)
        if value != int(value):
            self.wrong(field, "write a whole number")
        return int(value)

    def offset(self, field: str) -> Offset:
        try:
            return Offset.parse(self.text(field))
        except ValueError as unreadable:
            if isinstance(unreadable, Mistake):
                raise
            self.wrong(field, str(unreadable))

    def part(self, field: str) -> Reading:
        value = self.get(field)
        if not isinstance(value, CommentedMap):
            self.wrong(field, "it is missing; write its fields under it")
        return Reading(self._file, value)

    def parts(self, field: str) -> Iterator[tuple[str, Reading]]:
        """Named parts under an optional field."""
        if self.get(field) is not None:
            whole = self.part(field)
            for name in whole._written:
                yield str(name), whole.part(name)

    def rows(self, field: str) -> Iterator[Reading]:
        value = self.get(field)
        if not isinstance(value, list) or not value:
            self.wrong(field, "it is missing; write a list of steps")
        for row in value:
            if not isinstance(row, CommentedMap):
                self.wrong(field, "each step is {key: …, phase: …}")
            yield Reading(self._file, row)
