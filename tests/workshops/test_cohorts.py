import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from duologue.calendar.actions import Taken, book
from duologue.calendar.models import Appointment, Room
from duologue.calendar.queries import coming_for
from duologue.people.models import Couple
from duologue.workshops import actions
from duologue.workshops.models import Cohort, CohortSession
from tests.cast import NOW


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def cohort(cast) -> Cohort:
    now = timezone.now()
    made = actions.open_cohort(
        id=uuid.uuid4(), name="Spring weekend", starts_on=timezone.localdate(),
        facilitators=[cast.okafor], by=cast.cora, at=now,
    )  # fmt: skip
    everybody = [cast.ana, cast.ben, cast.chloe]
    actions.take_in(cohort=made, partners=everybody, by=cast.cora, at=now)
    room = Room.objects.create(name="Hall", by=cast.cora, at=now)
    for day, kind, number in ((1, "group-preparation", None), (2, "medicine", 1)):
        start = now + timedelta(days=day)
        actions.plan_session(
            id=uuid.uuid4(), cohort=made, kind=kind, session_number=number, room=room,
            starts_at=start, ends_at=start + timedelta(hours=3), by=cast.cora, at=now,
        )  # fmt: skip
    return made


def test_all_sessions_are_booked_for_all_members_at_once_and_once(cast, cohort) -> None:
    now = timezone.now()
    assert actions.book_everybody(cohort=cohort, by=cast.cora, at=now) == 4
    assert actions.book_everybody(cohort=cohort, by=cast.cora, at=now) == 0
    assert len(coming_for(cast.ana, now)) == 2
    assert [entry.who[0].name for entry in coming_for(cast.chloe, now)] == ["Chloe", "Chloe"]
    assert coming_for(cast.dev, now) == ()


def test_one_who_is_taken_leaves_nothing_half_booked(cast, cohort) -> None:
    second = cohort.timetable.last()
    book(
        id=uuid.uuid4(), couple=cast.others, kind="preparation", partners=[cast.chloe], staff=[],
        room=None, starts_at=second.starts_at, ends_at=second.ends_at, by=cast.cora,
        at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(Taken, match="Chloe"):
        actions.book_everybody(cohort=cohort, by=cast.cora, at=timezone.now())
    assert Appointment.objects.count() == 1


def test_a_cohort_is_run_on_its_pages(cast, client) -> None:
    client.force_login(cast.cora)
    opened = {"name": "Autumn", "starts_on": "2026-12-01", "facilitators": [cast.okafor.pk]}
    opened["once"] = uuid.uuid4()
    for _ in range(2):
        page = client.post(reverse("cohorts"), opened).url
    assert Cohort.objects.count() == 1
    client.post(page + "members/", {"partners": [cast.ana.pk, cast.ben.pk]})
    line = {"kind": "medicine", "starts_at": "2026-12-02T10:00", "minutes": 180, "room": ""}
    wrong = client.post(page + "timetable/", line).content.decode()
    assert "Say which medicine session it is" in wrong and "2026-12-02T10:00" in wrong
    client.post(page + "timetable/", line | {"session_number": 1, "once": uuid.uuid4()})
    assert CohortSession.objects.count() == 1
    assert client.post(page + "bookings/").status_code == 302
    assert "1 of 1" in client.get(page).content.decode()
    empty = client.post(page + "members/", {}).content.decode()
    assert "Choose at least one person" in empty


def test_only_who_runs_it_sees_it(cast, cohort, client) -> None:
    page = reverse("cohort", args=[cohort.id])
    for somebody in (cast.theo, cast.ana.person, cast.dev.person):
        client.force_login(somebody)
        assert client.get(page).status_code == 404
    client.force_login(cast.okafor)
    assert client.get(page).status_code == 200


def test_its_page_asks_the_same_number_of_questions(
    cast, cohort, client, django_assert_max_num_queries
) -> None:
    actions.book_everybody(cohort=cohort, by=cast.cora, at=timezone.now())
    client.force_login(cast.cora)
    page = reverse("cohort", args=[cohort.id])
    client.get(page)  # the first page of a session also asks about the second factor
    with django_assert_max_num_queries(15):
        client.get(page)


def test_cohorts_come_twenty_a_page_the_newest_first(cast, client) -> None:
    today = timezone.localdate()
    for n in range(1, 23):
        Cohort.objects.create(
            name=f"Weekend ({n})", starts_on=today + timedelta(days=n), by=cast.cora,
            at=timezone.now(),
        )  # fmt: skip
    client.force_login(cast.cora)
    first = client.get(reverse("cohorts")).content.decode()
    assert first.index("(22)") < first.index("(3)") and "(2)" not in first
    assert "Page 1 of 2" in first
    last = client.get(reverse("cohorts") + "?page=2").content.decode()
    assert "(2)" in last and "(1)" in last and "(3)" not in last


def test_whoever_is_not_among_the_newest_couples_is_found_by_name(cast, cohort, client) -> None:
    for n in range(20):
        couple = Couple.objects.create(name=f"Later {n}", at=timezone.now() + timedelta(days=1))
        for side in (1, 2):
            couple.partners.create(side=side, first_name=f"One {n}", at=timezone.now())
    client.force_login(cast.cora)
    page = reverse("cohort", args=[cohort.id])
    assert "Dev (Chloe and Dev)" not in client.get(page).content.decode()
    found = client.get(page + "?name=dev").content.decode()
    assert "Dev (Chloe and Dev)" in found and "Chloe (Chloe and Dev)" not in found, "she is in"
    nobody = client.post(page + "members/?name=dev", {}).content.decode()
    assert "Choose at least one person" in nobody and "One 3" not in nobody
    client.post(page + "members/?name=dev", {"partners": [cast.dev.pk]})
    assert cohort.members.filter(partner=cast.dev).exists()
    assert "No couple of that name is left" in client.get(page + "?name=dev").content.decode()
