from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from duologue.measures import actions
from duologue.privacy.addresses import page_id
from duologue.programme.actions import start_episode
from duologue.programme.models import PartnerDue
from tests.cast import NOW


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def result(cast):
    def page(partner, instrument="csi-16") -> str:
        client = Client()
        client.force_login(partner.person)
        address = reverse("measures-result", args=[page_id(partner.id, "answers", instrument)])
        return client.get(address).content.decode()

    for partner in (cast.ana, cast.ben):
        response = actions.start(partner=partner, instrument="csi-16", by=partner.person, at=NOW)
        for number in range(1, 17):
            actions.answer(response=response, item=number, value=3, by=partner.person, at=NOW)
        actions.submit(response=response, by=partner.person, at=NOW)
    return page


def test_a_result_says_that_nothing_asks_it_again(cast, result) -> None:
    assert "Your course does not ask it again as it stands now." in result(cast.ana)


def test_a_result_says_from_which_day_the_course_asks_it_again(cast, result) -> None:
    episode = start_episode(
        couple=cast.couple, programme="together-psycholytic", dosed=[cast.ana, cast.ben],
        by=cast.okafor, at=NOW,
    )  # fmt: skip
    own = PartnerDue.objects.filter(episode=episode, kind="answer", subject="csi-16")
    own.delete()
    row = {"episode": episode, "partner": cast.ana, "kind": "answer", "who": "each partner"}
    later = NOW + timedelta(days=30)
    pending = PartnerDue.objects.create(
        **row,
        step="csi-16.m3",
        subject="csi-16",
        phase="followup",
        optional=False,
        opens_at=later,
    )
    said = result(cast.ana)
    assert "asks it again from" in said and "23 December 2026" in said
    assert "does not ask it again" in result(cast.ben), "one partner's date is not the other's"
    pending.opens_at = NOW
    pending.save()
    assert "asks it again now" in result(cast.ana)
