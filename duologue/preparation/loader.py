"""Lessons and the list for the day, read from their files and checked once."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nh3
from markdown_it import MarkdownIt
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

HERE = Path(__file__).resolve().parent
GRADES = {
    "A": "several controlled trials in people",
    "B": "one controlled trial, or studies in people that agree",
    "C": "one small study, or one without comparison",
    "D": "work with animals, or what experts and clinics have seen",
    "none": "a finding against a common belief",
}


class LessonError(Exception):
    """A lesson's file cannot be used; the text says which, where, and how to mend it."""


@dataclass(frozen=True)
class Source:
    """What a source says, how strong it is (a key of `GRADES`), and where it is from."""

    says: str
    grade: str
    source: str

    @property
    def strength(self) -> str:
        return GRADES[self.grade]


@dataclass(frozen=True)
class Lesson:
    """A short text to read: `minutes` to read it, `html` already safe to show."""

    id: str
    title: str
    minutes: int
    place: int
    sources: tuple[Source, ...]
    html: str

    @property
    def length(self) -> str:
        return f"{self.minutes} min to read"


@dataclass(frozen=True)
class DayItem:
    id: str
    part: str
    says: str


@cache
def lessons() -> tuple[Lesson, ...]:
    """Every lesson, in the order to read them."""
    return tuple(
        sorted(map(read_lesson, (HERE / "lessons").glob("*.md")), key=lambda one: one.place)
    )


def lesson(lesson_id: str) -> Lesson | None:
    return next((one for one in lessons() if one.id == lesson_id), None)


@cache
def day_items() -> tuple[DayItem, ...]:
    """What is ticked off for the day of a session, in order."""
    return tuple(DayItem(**entry) for entry in YAML(typ="safe").load(HERE / "day.yaml"))


def read_lesson(path: Path) -> Lesson:
    """The lesson in this file. Raises `LessonError` with file, field and mend."""
    _, fence, rest = path.read_text(encoding="utf-8").partition("---\n")
    head, closing, body = rest.partition("\n---\n")
    if not fence or not closing:
        raise LessonError(
            f"{path.name}, line 1: no front matter; begin with '---', the fields, '---'"
        )
    try:
        fields = YAML(typ="safe").load(head) or {}
    except YAMLError as error:
        raise LessonError(f"{path.name}: front matter is not YAML: {error}") from error
    return Lesson(
        id=path.stem,
        title=_field(path, fields, "title", str),
        minutes=_field(path, fields, "minutes", int),
        place=_field(path, fields, "place", int),
        sources=tuple(_source(path, entry) for entry in _field(path, fields, "sources", list)),
        html=nh3.clean(MarkdownIt("commonmark").render(body)),
    )


def _field(path: Path, fields: dict[str, Any], name: str, kind: type) -> Any:
    if not isinstance(fields.get(name), kind):
        raise LessonError(f"{path.name}, field {name}: write '{name}:' with a {kind.__name__}")
    return fields[name]


def _source(path: Path, entry: dict[str, Any]) -> Source:
    says, grade, source = (_field(path, entry, name, str) for name in ("says", "grade", "source"))
    if grade not in GRADES:
        raise LessonError(f"{path.name}, field grade: {grade!r}; write one of {', '.join(GRADES)}")
    return Source(says, grade, source)
