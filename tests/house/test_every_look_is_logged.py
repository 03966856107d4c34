"""A page of the team's with an id in its address leaves a row in the log of who saw what."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from duologue.audit.models import Entry
from duologue.audit.pages import titles
from duologue.audit.subjects import gaps
from duologue.people.models import Couple
from tests.house import every_page
from tests.house.test_page_costs import NOT_OPENED, observers, world  # noqa: F401

GAP = re.compile(r"<\w+:(\w+)>")
# Gaps that choose among what is written down in files; beside them stands whom the page is about.
NO_ROW_OF_A_TABLE = {"instrument_id", "number"}


def of_the_team() -> dict[str, tuple[str, ...]]:
    """Every page under /team/ with an id in its address: its name, and its gaps."""
    found: dict[str, tuple[str, ...]] = {}

    def walk(patterns: list[object], before: str) -> None:
        for one in patterns:
            route = before + str(one.pattern)  # type: ignore[attr-defined]
            if isinstance(one, URLResolver):
                walk(one.url_patterns, route)
            elif isinstance(one, URLPattern) and route.startswith("team/") and GAP.search(route):
                found[one.name or route] = tuple(GAP.findall(route))

    walk(get_resolver().url_patterns, "")
    return found


@pytest.mark.parametrize("page", of_the_team())
def test_the_log_knows_whom_an_address_is_about(page: str) -> None:
    known = [gaps()[gap] for gap in of_the_team()[page] if gap in gaps()]
    assert known, f"{page}: say in duologue/audit/subjects.yaml what {of_the_team()[page]} is about"
    about = [gap for gap in gaps().values() if gap in known]
    assert about[0].of or about[0].nobody


@pytest.mark.parametrize(
    "page", [n for n, has in of_the_team().items() if any(gaps()[g].of for g in has if g in gaps())]
)
def test_a_page_about_somebody_has_a_name_for_the_list_of_who_looked(page: str) -> None:
    assert page in titles(), f"name {page} in duologue/audit/pages.yaml"


def test_opening_a_page_of_the_teams_about_somebody_leaves_a_row(
    observers: dict[str, Client],  # noqa: F811
) -> None:
    around = [every_page.ids_around(couple) for couple in Couple.objects.order_by("-at")]
    unlogged, opened = [], 0
    for page in every_page.named_pages():
        if page.name not in of_the_team() or page.name in NOT_OPENED:
            continue
        before = Entry.objects.count()
        try:
            found = every_page.opened_by(page, observers, around)
        except every_page.OnlyActs:
            continue
        if found is None:
            continue
        opened += 1
        row = Entry.objects.order_by("-number").first()
        subject = any(gaps()[gap].of for gap in page.gaps if gap in gaps())
        if Entry.objects.count() == before or row is None or row.page != page.name:
            unlogged.append(page.name)
        elif subject and not (row.partner or row.couple):
            unlogged.append(f"{page.name} (about nobody)")
    assert not unlogged
    assert opened > 40, "hardly a page opened: has the demo changed?"
