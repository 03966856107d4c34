"""Addresses that tell nothing: a browser's history shows that a page was opened, never which.

What a partner may open by its name (a questionnaire, a lesson, a paper) is addressed by an id made
of the partner and that name: the same each time for this partner, another for everybody else.
"""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID, uuid5

Kind = Literal["answers", "lessons", "papers", "questions"]


def page_id(partner: UUID, kind: Kind, name: str) -> UUID:
    """What stands in the address of this partner's page about `name`."""
    return uuid5(partner, f"{kind}/{name}")


def name_behind(page: UUID, partner: UUID, kind: Kind, names: Iterable[str]) -> str | None:
    """Which of these names the id stands for; None when it is none of this partner's."""
    return next((name for name in names if page_id(partner, kind, name) == page), None)
