"""Whom a page is about: from its address alone, in this one place.

A view whose address does not tell (a form, a feed) says it itself, with `saw`; what it says is
more exact than its address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

import msgspec
from django.apps import apps
from django.db.models import F
from django.http import HttpRequest
from ruamel.yaml import YAML

from duologue.people.models import Couple, Partner, Person

FILE = Path(__file__).with_name("subjects.yaml")


@dataclass(frozen=True)
class Subject:
    """One partner; or a couple, which is what both share, or both of them."""

    partner: UUID | None = None
    couple: UUID | None = None


@dataclass(frozen=True)
class Gap:
    """What an id in an address names a row of, and where that row names its subject."""

    gap: str
    of: str = ""
    partner: str = ""
    couple: str = ""
    partners: str = ""
    nobody: str = ""


@cache
def gaps() -> dict[str, Gap]:
    """Every gap of an address by its name, in the order of the file."""
    read = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return {gap.gap: gap for gap in msgspec.convert(read, tuple[Gap, ...])}


def saw(
    request: HttpRequest,
    *,
    partner: Partner | None = None,
    couple: Couple | None = None,
    person: Person | None = None,
) -> None:
    """The page about to be answered is about this partner, not about whom its address says.

    About the couple where `partner` is None.

    `person` is who looks, where nobody is signed in: whoever holds the address of a feed.
    """
    if partner is not None or couple is not None:
        about(request, Subject(partner.pk) if partner else Subject(couple=couple.pk))  # type: ignore[union-attr]
    if person is not None:
        request.audit_person = person  # type: ignore[attr-defined]


def about(request: HttpRequest, subject: Subject) -> None:
    """The page about to be answered is about this subject, whose ids the view has at hand."""
    request.__dict__.setdefault("audit_said", []).append(subject)


def subjects_of(request: HttpRequest) -> tuple[Subject, ...]:
    """Whom the page answered was about; empty for a list. At most one query."""
    said: list[Subject] = getattr(request, "audit_said", [])
    if said:
        return tuple(dict.fromkeys(said))
    kwargs = request.resolver_match.kwargs if request.resolver_match else {}
    gap = next((gap for gap in gaps().values() if gap.gap in kwargs), None)
    found = _found(gap, kwargs) if gap and gap.of else None
    return (found,) if found else ()


def _found(gap: Gap, kwargs: Mapping[str, UUID]) -> Subject | None:
    if gap.partner == "id":
        return Subject(partner=kwargs[gap.gap])
    if gap.couple == "id":
        return Subject(couple=kwargs[gap.gap])
    asked = {
        name: F(path)
        for name, path in (("_partner", gap.partner or gap.partners), ("_couple", gap.couple))
        if path
    }
    rows = apps.get_model(gap.of)._default_manager.filter(pk=kwargs[gap.gap])
    found = list(rows.order_by().values_list(*asked.values())[:2])
    if not found:
        return None
    values = dict(zip(asked, found[0], strict=True))
    partner = values.get("_partner") if len(found) == 1 else None
    couple = None if partner else values.get("_couple")
    return Subject(partner, couple) if partner or couple else None
