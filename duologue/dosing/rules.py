"""Of rows that correct one another: which of them stand."""

from collections.abc import Iterable
from typing import Any


def standing(rows: Iterable[Any]) -> tuple[Any, ...]:
    """Of these rows those that no other of them corrects, in their order."""
    found = tuple(rows)
    corrected = {row.corrects_id for row in found}
    return tuple(row for row in found if row.id not in corrected)
