"""Consent documents from their files: documents/<id>/<version>.md, YAML above the text."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from duologue.consent.document import PLACE, Document

LIBRARY = Path(__file__).parent / "documents"
ORDER = "confidentiality treatment off-label touch recording sharing big-decisions research".split()


class DocumentMistake(ValueError):
    """A document's file cannot be used; the message names the file, the place and the mend."""


class UnknownDocument(LookupError):
    """There is no document of that id or version."""


def parse(text: str, *, id: str, version: str, file: str = "") -> Document:
    """A document from the text of its file. Raises DocumentMistake."""
    where = file or f"{id}/{version}.md"
    parts = text.split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise DocumentMistake(f"{where}: line 1: begin with ---, the YAML, --- and then the text")
    try:
        head: Any = YAML(typ="safe").load(parts[1])
        document = msgspec.convert(
            {**head, "id": id, "version": version, "body": parts[2].strip()}, Document
        )
    except (YAMLError, msgspec.ValidationError, TypeError) as wrong:
        raise DocumentMistake(f"{where}: {wrong}") from wrong
    of_rules = (q for rule in document.rules.values() for q in rule.questions)
    for question in (*document.questions, *of_rules):
        if sum(option.right for option in question.options) != 1:
            raise DocumentMistake(f"{where}: question {question.id}: mark one answer right: true")
    for choice in document.choices:
        if choice.text == bool(choice.options):
            raise DocumentMistake(f"{where}: choice {choice.id}: give either options or text: true")
    if bool(document.rules) != (PLACE in document.body):
        raise DocumentMistake(
            f"{where}: where there are rules, write {PLACE} in the text, and only then"
        )
    return document


@cache
def all_versions() -> dict[tuple[str, str], Document]:
    return {
        (path.parent.name, path.stem): parse(
            path.read_text(encoding="utf-8"),
            id=path.parent.name,
            version=path.stem,
            file=f"documents/{path.parent.name}/{path.name}",
        )
        for path in sorted(LIBRARY.glob("*/*.md"))
    }


@cache
def newest() -> tuple[Document, ...]:
    """The version in force of every document, in the order they are read."""
    found: dict[str, Document] = {}
    for document in sorted(all_versions().values(), key=lambda d: int(d.version)):
        found[document.id] = document.under(next(iter(document.rules), ""))
    return tuple(
        sorted(found.values(), key=lambda d: (ORDER.index(d.id) if d.id in ORDER else 99, d.id))
    )


def document(id: str, version: str | None = None) -> Document:
    """One document, the version in force unless told. Raises UnknownDocument."""
    fitting = [d for d in newest() if d.id == id]
    if version is not None:
        kept = [d for key, d in all_versions().items() if key == (id, version)]
        fitting = [d.under(next(iter(d.rules), "")) for d in kept]
    if not fitting:
        raise UnknownDocument(f"there is no document {id!r} {version or ''}".strip())
    return fitting[0]


def under(document: Document, rule: str) -> Document:
    """The same version of it as it reads under that rule."""
    return all_versions()[document.id, document.version].under(rule) if document.rules else document
