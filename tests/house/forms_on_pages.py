"""The forms of a page, read from its HTML as a browser would read them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"text", "email", "tel", "search", "url", "textarea"}


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    value: str = ""


@dataclass
class Form:
    """`action` is empty where the form is sent to its own page."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted({one.name for one in self.fields}))

    @property
    def typed(self) -> set[str]:
        return {one.name for one in self.fields if one.kind in TYPED}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.open: Form | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.open = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self.open)
        elif tag in ("input", "textarea", "select", "button") and self.open and given.get("name"):
            kind = given.get("type", "text") if tag == "input" else tag
            self.open.fields.append(Field(given["name"], kind, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None


def forms_on(page: str) -> list[Form]:
    reader = _Reader()
    reader.feed(page)
    return reader.forms
