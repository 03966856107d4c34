import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from duologue.calendar import actions, queries


@pytest.fixture
def booked(cast):
    soon = timezone.now() + timedelta(days=2)

    def book(kind, partners, hours):
        start = soon + timedelta(hours=hours)
        return actions.book(
            id=uuid.uuid4(), couple=cast.couple, kind=kind, partners=partners, staff=[cast.okafor],
            room=None, starts_at=start, ends_at=start + timedelta(minutes=50), by=cast.cora,
            at=timezone.now(),
        )  # fmt: skip

    return {
        "joint": book("integration-joint", [cast.ana, cast.ben], 0),
        "ana": book("integration-individual", [cast.ana], 2),
    }


def seen_by(partner) -> set:
    return {entry.id for entry in queries.coming_for(partner, timezone.now())}


def test_joint_appointments_are_seen_by_both_and_individual_ones_by_one(cast, booked) -> None:
    assert seen_by(cast.ana) == {booked["joint"].id, booked["ana"].id}
    assert seen_by(cast.ben) == {booked["joint"].id}


def test_the_other_partners_page_is_the_same_with_and_without_it(cast, booked, client) -> None:
    client.force_login(cast.ben.person)
    with_it = client.get(reverse("my-appointments")).content
    actions.cancel(appointment=booked["ana"], reason="x", by=cast.cora, at=timezone.now())
    assert client.get(reverse("my-appointments")).content == with_it


def test_a_feed_names_the_clinic_only_and_holds_what_is_ones_own(cast, booked, client) -> None:
    feeds = {
        who: actions.open_feed(by=person, at=timezone.now())
        for who, person in (
            ("ana", cast.ana.person),
            ("ben", cast.ben.person),
            ("okafor", cast.okafor),
        )
    }
    held = {}
    for who, token in feeds.items():
        answer = client.get(reverse("calendar-ics", args=[token]))
        events = Calendar.from_ical(answer.content).walk("VEVENT")
        assert {str(event["summary"]) for event in events} == {"Willow Street"}
        assert not any("description" in event or "location" in event for event in events)
        held[who] = {str(event["uid"]) for event in events}
    both = {str(booked["joint"].id), str(booked["ana"].id)}
    assert held == {"ana": both, "ben": {str(booked["joint"].id)}, "okafor": both}


def test_a_stopped_or_replaced_address_is_gone(cast, booked, client) -> None:
    first = actions.open_feed(by=cast.ana.person, at=timezone.now())
    second = actions.open_feed(by=cast.ana.person, at=timezone.now())
    assert client.get(reverse("calendar-ics", args=[first])).status_code == 404
    assert client.get(reverse("calendar-ics", args=[second])).status_code == 200
    actions.close_feed(by=cast.ana.person, at=timezone.now())
    assert client.get(reverse("calendar-ics", args=[second])).status_code == 404


def test_the_address_is_shown_once(cast, client) -> None:
    client.force_login(cast.ana.person)
    page = reverse("my-feed")
    assert ".ics" in client.post(page).content.decode()
    assert ".ics" not in client.get(page).content.decode()
