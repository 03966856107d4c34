"""Every address of the program, as patterns with gaps, and what may be put into the gaps."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.urls.resolvers import RegexPattern

UNKNOWN = UUID("00000000-0000-4000-8000-00000000cafe")
PLAIN = {"int": "1", "str": "no-such-thing", "slug": "no-such-thing", "uuid": str(UNKNOWN)}


@dataclass(frozen=True)
class Pattern:
    """`route` is how Django writes it, with the gaps in angle brackets."""

    route: str
    gaps: tuple[tuple[str, str], ...]
    written: str = ""  # as a request's match names it

    def address(self, ids: Mapping[str, str]) -> str:
        """The path with `ids` in its gaps; what they do not name is filled with nobody's."""
        path = self.route
        for name, kind in self.gaps:
            for written in (f"<{kind}:{name}>", f"<{name}>"):
                path = path.replace(written, ids.get(name, PLAIN.get(kind, "no-such-thing")))
        return "/" + path


@cache
def patterns() -> tuple[Pattern, ...]:
    """All of them, in the order of the program."""
    return tuple(dict.fromkeys(_under(get_resolver().url_patterns, "", (), "")))


def _under(
    found: Iterable[Any], before: str, gaps: tuple[Any, ...], written: str
) -> Iterator[Pattern]:
    for one in found:
        its = one.pattern
        whole = written + (str(its).removeprefix("^") if written else str(its))
        if isinstance(its, RegexPattern):
            route, inner = before + str(its).strip("^$"), gaps
            for name in its.regex.groupindex:
                inner = (*inner, (name, "str"))
                start = route.index(f"(?P<{name}>")
                route = route[:start] + f"<str:{name}>" + route[_closing(route, start) + 1 :]
        else:
            route = before + str(its)
            inner = (*gaps, *((n, _kind(c)) for n, c in its.converters.items()))
        if isinstance(one, URLResolver):
            yield from _under(one.url_patterns, route, inner, whole)
        elif isinstance(one, URLPattern):
            yield Pattern(route, inner, whole)


def _closing(text: str, start: int) -> int:
    depth = 0
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise ValueError(text)


def _kind(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")


@lru_cache(maxsize=4096)
def route_of(path: str) -> str | None:
    """The route that answers this path; None where nothing does."""
    try:
        return resolve(path.split("?")[0]).route
    except Resolver404:
        return None


def rows_of_models() -> dict[str, Any]:
    """Models with random keys by the word an address would use for one: "insight" for insight_id."""
    found: dict[str, Any] = {}
    for model in apps.get_models():
        key = model._meta.pk
        if key is not None and key.get_internal_type() == "UUIDField":
            found.setdefault(model.__name__.lower(), model)
    return found


def gap_word(name: str) -> str:
    return name.removesuffix("_id").replace("_", "")


def filling(
    patterns_gaps: Sequence[tuple[str, str]], ids: Mapping[str, Sequence[str]], nth: int
) -> dict[str, str]:
    """For each gap the nth id of that word, if there is one."""
    chosen = {}
    for name, _ in patterns_gaps:
        offered = ids.get(gap_word(name), ())
        if offered:
            chosen[name] = offered[nth % len(offered)]
    return chosen
