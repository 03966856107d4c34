"""Which addresses of the program no observer has visited."""

from collections.abc import Iterable

from duologue.worlds.addresses import patterns


def never_visited(routes: Iterable[str]) -> list[str]:
    known = set(routes)
    return [pattern.written for pattern in patterns() if pattern.written not in known]
