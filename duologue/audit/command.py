"""`duologue audit head` and `duologue audit verify [--head FILE-or-hash]`."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from duologue.audit import queries, rules
from duologue.privacy.principal import asking_as

HASH = re.compile(r"[0-9a-f]{64}")
LINE = re.compile(r"^\s*(\d+)\s+([0-9a-f]{64})\b")


def run(asked: argparse.Namespace) -> int:
    """0 when it holds, 1 with the first broken row, 2 for what cannot be read."""
    with asking_as("system"):
        return _head() if asked.what == "head" else _verify(asked.head)


def _head() -> int:
    newest = queries.head()
    print(
        f"{newest.number} {newest.hash} {newest.at.isoformat()}" if newest else "The log is empty."
    )
    return 0


def _verify(head: str) -> int:
    try:
        kept, must_hold = kept_heads(head)
    except ValueError as mistake:
        print(f"duologue audit: {mistake}")
        return 2
    found = rules.verify(queries.chain(), heads=queries.heads(), kept=kept, must_hold=must_hold)
    if isinstance(found, rules.Broken):
        print(f"Broken at row {found.number}: {found.why}.")
        return 1
    for row in found.went_back:
        print(f"The machine's clock was set back before row {row}.")
    print(f"The log holds: {found.last} rows, each tied to the one before it.")
    return 0


def kept_heads(head: str) -> tuple[dict[int, str], str | None]:
    """What was kept elsewhere: a hash, or a file as `duologue audit head` prints it."""
    if not head or HASH.fullmatch(head):
        return {}, head or None
    try:
        lines: Sequence[str] = Path(head).read_text("utf-8").splitlines()
    except OSError as error:
        raise ValueError(
            f"{head} is no hash (64 letters and digits), and no file that can be read"
        ) from error
    kept = {int(m[1]): m[2] for line in lines if (m := LINE.match(line))}
    if not kept:
        raise ValueError(f"{head} holds no line of number and hash; keep what `audit head` prints")
    return kept, None
