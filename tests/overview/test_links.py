"""Every line of a work list leads somewhere its reader may go."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from duologue.overview.links import Booked, couple_doors, may_open, team_address
from duologue.programme.actions import start_episode
from duologue.programme.queries import due_for_team
from tests.cast import NOW

ROLES = ["therapist", "prescriber", "monitor", "coordinator"]
LATER = NOW + timedelta(days=60)


@pytest.fixture
def work(cast):
    start_episode(
        couple=cast.couple, programme="together-psycholytic", dosed=[cast.ana, cast.ben],
        by=cast.okafor, at=NOW,
    )  # fmt: skip
    found = due_for_team(cast.cora, LATER, roles=frozenset({"coordinator"}))
    assert found.items
    return found.items


@pytest.mark.parametrize("role", ROLES)
def test_a_line_leads_to_a_page_that_role_may_open(role, work) -> None:
    for step in work:
        assert may_open(team_address(step, frozenset({role}), Booked(())), frozenset({role}))


def test_a_monitor_is_offered_no_closing_and_a_therapist_is(cast) -> None:
    assert "closing" in couple_doors(cast.couple.id, frozenset({"therapist"}))
    assert "closing" not in couple_doors(cast.couple.id, frozenset({"monitor"}))


@pytest.mark.parametrize("who", ["okafor", "lind", "mona", "cora"])
def test_every_link_of_the_couples_page_opens(who, cast, work) -> None:
    client = Client()
    with time_machine.travel(LATER, tick=False):
        client.force_login(getattr(cast, who))
        assert client.get(reverse("my-day")).status_code == 200
        page = client.get(reverse("couple", args=[cast.couple.id])).content.decode()
        links = {part.split('"')[0] for part in page.split('href="')[1:]}
        inside = [link.replace("&amp;", "&") for link in links if link.startswith("/team/")]
        assert inside
        for link in inside:
            assert client.get(link).status_code in (200, 302), link
