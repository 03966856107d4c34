"""What a visitor finds on a page: its links and forms, and what hands would put into them."""

import random
import re
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

WORDS = (
    "the door was open and nobody spoke we walked home slowly it rained on the roof I waited "
    "by the window and you came back late a letter a song the kettle some quiet after all"
).split()
OWN = {"testserver", "localhost:8000"}  # how this program calls itself in a test and in links
WRITTEN = re.compile(r"(?:https?|webcal)://\S+")
LIMITS = {"min", "max", "step", "maxlength"}


@dataclass
class Field:
    """`choices` are the values on offer where it is a choice."""

    name: str
    kind: str
    value: str = ""
    required: bool = False
    choices: list[str] = field(default_factory=list)
    limits: dict[str, str] = field(default_factory=dict)


@dataclass
class Form:
    """A form of the page at `action` (an absolute path, with its query)."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted({one.name for one in self.fields} - {"csrfmiddlewaretoken"}))


@dataclass
class Seen:
    """What stands on one page."""

    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)


class _Eyes(HTMLParser):
    def __init__(self, here: str) -> None:
        super().__init__()
        self.here, self.seen = here, Seen()
        self.form: Form | None = None
        self.select: Field | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag in ("a", "link", "script", "img") and (to := given.get("href") or given.get("src")):
            self._link(to)
        elif tag == "form":
            action = _path(urljoin(self.here, given.get("action") or self.here)) or self.here
            self.form = Form(action, given.get("method", "get").lower())
            self.seen.forms.append(self.form)
        elif tag == "option" and self.select is not None:
            if "disabled" not in given:
                self.select.choices.append(given.get("value", ""))
        elif tag == "input" and WRITTEN.match(given.get("value", "")):
            self._link(given["value"])
        elif tag in ("input", "textarea", "select", "button") and given.get("name"):
            self._field(tag, given)

    def handle_data(self, data: str) -> None:
        for to in WRITTEN.findall(data):  # an address to be copied, not a link
            self._link(to)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None

    def _link(self, to: str) -> None:
        path = _path(urljoin(self.here, to))
        if path and path not in self.seen.links:
            self.seen.links.append(path)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        form = self.form
        if given.get("form") or form is None or "disabled" in given:
            return
        kind = given.get("type", "text" if tag == "input" else "submit")
        kind = kind if tag in ("input", "button") else tag
        name, value = given["name"], given.get("value", "on" if kind == "checkbox" else "")
        if kind in ("radio", "checkbox", "submit"):
            known = next((f for f in form.fields if (f.name, f.kind) == (name, kind)), None)
            if known:
                known.choices.append(value)
                return
        limits = {k: v for k, v in given.items() if k in LIMITS}
        found = Field(name, kind, value, "required" in given, limits=limits)
        if kind in ("radio", "checkbox", "submit"):
            found.choices.append(value)
        form.fields.append(found)
        if tag == "select":
            self.select = found


@lru_cache(maxsize=1024)
def look(page: str, here: str) -> Seen:
    """Links and forms of the HTML `page` that was opened at the path `here`.

    The second world's page is the first one's, to the byte, so it is read once.
    """
    eyes = _Eyes(here)
    eyes.feed(page)
    return eyes.seen


def filled(
    form: Form, rng: random.Random, *, today: str, lean: float | None = None
) -> dict[str, object]:
    """What a person might send. `lean`: 0 takes the first of each choice, 1 the last."""
    sent: dict[str, object] = {}
    for one in form.fields:
        value = _value(one, rng, today, lean)
        if value is not None:
            sent[one.name] = value
    return sent


def spoiled(form: Form, rng: random.Random) -> dict[str, object]:
    """What no page offers: too long, of the wrong kind, left out."""
    sent: dict[str, object] = {}
    for one in form.fields:
        if one.name == "csrfmiddlewaretoken" or (one.kind == "hidden" and rng.random() < 0.7):
            sent[one.name] = one.value
        elif rng.random() < 0.6:
            sent[one.name] = rng.choice(["", "no such thing", "-1", "9" * 30, "x" * 5000])
    return sent


def _value(one: Field, rng: random.Random, today: str, lean: float | None) -> object:
    if one.kind in ("hidden", "button"):
        return one.value
    if one.kind in ("radio", "select", "submit"):
        offered = [c for c in one.choices if c] or one.choices
        return _chosen(offered, rng, lean) if offered else None
    if one.kind == "checkbox":
        return [c for c in one.choices if rng.random() < 0.6] or one.choices[:1]
    if one.kind in ("number", "range"):
        low, high = float(one.limits.get("min", 0)), float(one.limits.get("max", 10))
        return str(int(low + (rng.random() if lean is None else lean) * (high - low)))
    if one.kind == "date":
        return one.value or today
    if one.kind == "datetime-local":
        return one.value or f"{today}T10:{rng.randrange(60):02}"
    if one.kind == "time":
        return one.value or f"1{rng.randrange(9)}:{rng.randrange(60):02}"
    if one.kind == "email":
        return f"{rng.choice(WORDS)}{rng.randrange(1000)}@somewhere.example"
    if one.kind == "tel":
        return f"+4416329600{rng.randrange(10, 99)}"
    if one.kind == "password":
        return "not the password"
    if one.kind == "file":
        return None
    length = int(one.limits.get("maxlength", 400))
    return " ".join(rng.choice(WORDS) for _ in range(rng.randrange(2, 14)))[:length]


def _chosen(offered: list[str], rng: random.Random, lean: float | None) -> str:
    return rng.choice(offered) if lean is None else offered[round(lean * (len(offered) - 1))]


def _path(address: str) -> str:
    parts = urlsplit(address)
    if ((parts.netloc or parts.scheme) and parts.netloc not in OWN) or not parts.path.startswith(
        "/"
    ):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
