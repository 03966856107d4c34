"""What must be looked at stands on the pages of those it is about, for whoever may know of it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from duologue.people.actions import assign_care_team
from duologue.safety.actions import raise_alert
from duologue.safety.loader import kinds
from duologue.safety.models import Alert
from tests.cast import NOW
from tests.overview.test_side_by_side import queries_of, signed_in


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def raised(cast):
    assign_care_team(couple=cast.couple, person=cast.lind, role="prescriber", by=cast.cora, at=NOW)
    alerts = []
    for kind, late in (("private-screen", 1), ("other", -1), ("other", 2)):
        alerts.append(
            Alert.objects.create(
                partner=cast.ana, kind=kind, because="Said so.", owner=cast.okafor,
                raised_at=NOW - timedelta(days=1), due_at=NOW - timedelta(hours=late), by=cast.okafor,
            )
        )  # fmt: skip
    return alerts


def said(person, name: str, id) -> str:
    return signed_in(person).get(reverse(name, args=[id])).content.decode()


def test_open_alerts_stand_on_the_couple_s_page_and_the_partner_s(cast, raised) -> None:
    for page in (
        said(cast.okafor, "couple", cast.couple.id),
        said(cast.okafor, "partner", cast.ana.id),
    ):
        assert page.count("Look now.") == 3
        assert page.count("answer was due") == 2
        places = [page.index(reverse("alert", args=[one.id])) for one in raised]
        assert places[2] < places[0] < places[1], "by the time they are due"
    assert "Look now." not in said(cast.okafor, "partner", cast.ben.id)


def test_they_stand_there_for_those_alone_who_may_open_them(cast, raised) -> None:
    assert said(cast.lind, "couple", cast.couple.id).count("Look now.") == 2, "none of the sealed"
    assert "Look now." not in said(cast.cora, "couple", cast.couple.id)
    assert "Look now." not in said(cast.cora, "partner", cast.ana.id)


def test_an_alert_costs_the_page_no_query(cast, raised) -> None:
    okafor, page = signed_in(cast.okafor), reverse("couple", args=[cast.couple.id])
    asked = queries_of(okafor, page)
    Alert.objects.all().delete()
    assert queries_of(okafor, page) == asked


def test_what_lies_under_a_key_is_not_shown_locked(cast) -> None:
    kind = next(one for one in kinds().values() if one.names_it)
    raise_alert(partner=cast.ana, kind=kind.id, because="Touch", by=cast.okafor, at=NOW)
    page = said(cast.okafor, "partner", cast.ana.id)
    assert kind.title in page and "own1:" not in page
