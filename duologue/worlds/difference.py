"""Where and how two worlds of a pair were told apart."""

import difflib
from dataclasses import dataclass

from duologue.worlds.crawl import Visit


@dataclass(frozen=True)
class Difference:
    """Where somebody could tell the two worlds apart; `number`: see Crawled."""

    seed: int
    number: int
    observer: str
    method: str
    path: str
    what: str

    def __str__(self) -> str:
        return (
            f"seed {self.seed}, worlds 1 and {self.number + 1}, {self.observer}: "
            f"{self.method} {self.path}\n{self.what}"
        )


def between(one: Visit, other: Visit | None) -> str:
    """What is not the same of two visits that are not equal, in words and lines."""
    if other is None:
        return "the second world's crawl is shorter"
    if (one.method, one.path, one.sent) != (other.method, other.path, other.sent):
        return f"the way parts here: in the second world {other.method} {other.path}"
    if one.status != other.status:
        return f"status {one.status}, in the second world {other.status}"
    told = [
        lines("\n".join(map(str, getattr(one, part))), "\n".join(map(str, getattr(other, part))))
        for part in ("headers", "cookies")
    ]
    told.append(lines(one.body.decode(errors="replace"), other.body.decode(errors="replace")))
    return "\n".join(filter(None, told))


def lines(one: str, other: str) -> str:
    """The lines that differ, at most forty."""
    told = difflib.unified_diff(
        one.splitlines(), other.splitlines(), "first world", "second world", lineterm="", n=1
    )
    return "\n".join(list(told)[:40])
