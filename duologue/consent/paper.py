"""One Markdown text, two papers: the page on the screen and the PDF that is signed."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from duologue.consent.document import Document
from duologue.web import pdf

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
Run = dict[str, Any]


@cache
def html(document: Document) -> str:
    """The text for the screen; its headings begin below the page's own."""
    return nh3.clean(_MARKDOWN.render(document.body))


def blocks(body: str) -> list[dict[str, Any]]:
    """Headings, paragraphs and lists in order, each as runs of plain, strong or emphasised text."""
    made: list[dict[str, Any]] = []
    lists: list[dict[str, Any]] = []
    heading = 0
    for token in _MARKDOWN.parse(body):
        match token.type:
            case "heading_open":
                heading = int(token.tag[1])
            case "bullet_list_open" | "ordered_list_open":
                lists.append({"kind": token.type.split("_")[0], "items": []})
            case "bullet_list_close" | "ordered_list_close":
                made.append(lists.pop())
            case "inline":
                runs = list(_runs(token.children or []))
                if lists:
                    lists[-1]["items"].append(runs)
                elif heading:
                    made.append({"kind": "heading", "level": heading, "runs": runs})
                else:
                    made.append({"kind": "paragraph", "runs": runs})
                heading = 0
    return made


def _runs(tokens: list[Token]) -> Iterator[Run]:
    strong = emphasis = 0
    for token in tokens:
        strong += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        emphasis += {"em_open": 1, "em_close": -1}.get(token.type, 0)
        if token.type in ("text", "code_inline", "softbreak", "hardbreak"):
            text = token.content if token.type.startswith(("text", "code")) else " "
            yield {"text": text, "strong": bool(strong), "emphasis": bool(emphasis)}


def paper(document: Document, *, name: str, clinic: str, chosen: Mapping[str, str]) -> bytes:
    """The PDF this person signs: the same bytes for the same text, name and choices."""
    values = {
        "title": document.title,
        "version": document.version,
        "clinic": clinic,
        "name": name,
        "blocks": blocks(document.body),
        "chosen": document.chosen_words(chosen),
        "countersign": document.countersign,
    }
    return pdf.render("consent/paper.typ", values)


def fingerprint(paper: bytes) -> str:
    """SHA-256 of the paper, in hexadecimal."""
    return hashlib.sha256(paper).hexdigest()
