import threading
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from duologue.calendar import actions, queries, signals
from duologue.calendar.models import Appointment, AppointmentCancellation, Claim, Room
from tests.cast import NOW

TOMORROW = NOW + timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def room(cast) -> Room:
    return Room.objects.create(name="Room 2", by=cast.cora, at=NOW)


def book(cast, **different):
    couple = different.get("couple", cast.couple)
    values = {
        "id": uuid.uuid4(),
        "couple": couple,
        "kind": "preparation",
        "partners": list(couple.partners.all()),
        "staff": [cast.okafor],
        "room": None,
        "starts_at": TOMORROW,
        "ends_at": TOMORROW + HOUR,
        "by": cast.cora,
        "at": NOW,
    }
    return actions.book(**(values | different))


def test_a_room_is_not_booked_twice_and_free_times_are_offered(cast, room) -> None:
    book(cast, room=room)
    with pytest.raises(actions.Taken) as refused:
        book(cast, couple=cast.others, staff=[cast.theo], room=room)
    assert [busy.name for busy in refused.value.taken] == ["Room 2"]
    assert refused.value.free[0].starts == TOMORROW + HOUR


def test_neither_is_a_clinician_nor_a_partner(cast) -> None:
    book(cast, kind="integration-individual", partners=[cast.ana])
    with pytest.raises(actions.Taken) as refused:
        book(cast, couple=cast.others)
    assert [busy.name for busy in refused.value.taken] == ["Okafor"]
    with pytest.raises(actions.Taken) as refused:
        book(cast, staff=[cast.theo])
    assert [busy.name for busy in refused.value.taken] == ["Ana"]
    book(cast, kind="integration-individual", partners=[cast.ben], staff=[cast.theo])


def test_the_database_itself_refuses_a_double_booking(cast, room) -> None:
    book(cast, room=room)
    with pytest.raises(IntegrityError, match="nobody_is_claimed_twice"), transaction.atomic():
        Claim.objects.create(
            holder=room.pk, booking=uuid.uuid4(), starts_at=TOMORROW, ends_at=TOMORROW + HOUR
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_who_book_at_once_the_second_is_told_kindly(cast, room) -> None:
    couples, together, outcomes = [cast.couple, cast.others], threading.Barrier(2), []

    def try_to(couple) -> None:
        try:
            together.wait()
            book(cast, couple=couple, staff=[], room=room)
            outcomes.append("booked")
        except actions.Taken as taken:
            outcomes.append(taken.taken[0].name)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_to, args=(couple,)) for couple in couples]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["Room 2", "booked"]
    assert Appointment.objects.count() == 1


def test_the_same_booking_sent_twice_is_one(cast) -> None:
    same = uuid.uuid4()
    assert book(cast, id=same) == book(cast, id=same)
    assert Appointment.objects.count() == 1


def test_moving_frees_the_old_time_and_keeps_where_it_was(cast, room) -> None:
    one = book(cast, room=room)
    actions.move(
        appointment=one,
        starts_at=TOMORROW + HOUR,
        ends_at=TOMORROW + 2 * HOUR,
        room=room,
        reason="train strike",
        by=cast.cora,
        at=NOW,
    )
    book(cast, couple=cast.others, room=room)
    assert queries.appointment_page(one).moves[0].starts_at == TOMORROW


def test_a_move_onto_a_taken_time_leaves_it_where_it_was(cast, room) -> None:
    one = book(cast, room=room)
    book(
        cast,
        couple=cast.others,
        room=room,
        staff=[],
        starts_at=TOMORROW + HOUR,
        ends_at=TOMORROW + 2 * HOUR,
    )
    with pytest.raises(actions.Taken):
        actions.move(
            appointment=one, starts_at=TOMORROW + HOUR, ends_at=TOMORROW + 2 * HOUR, room=room,
            reason="", by=cast.cora, at=NOW,
        )  # fmt: skip
    with pytest.raises(actions.Taken):
        book(cast, couple=cast.others, room=room, staff=[])


def test_cancelling_frees_everybody_and_twice_is_harmless(cast, room) -> None:
    one = book(cast, room=room)
    for _ in range(2):
        actions.cancel(appointment=one, reason="flu", by=cast.cora, at=NOW)
    assert AppointmentCancellation.objects.count() == 1
    book(cast, room=room)


def test_a_meeting_was_held_when_everybody_invited_came(cast) -> None:
    held = []

    def hold(sender, appointment, **_) -> None:
        held.append(appointment.id)

    signals.appointment_held.connect(hold)
    one = book(cast)
    actions.attend(appointment=one, outcomes={cast.ana.pk: "arrived"}, by=cast.cora, at=NOW)
    assert held == []
    for _ in range(2):
        actions.attend(appointment=one, outcomes={cast.ben.pk: "arrived"}, by=cast.cora, at=NOW)
    assert held == [one.id]


def test_what_took_place_is_not_cancelled(cast, client) -> None:
    one = book(cast)
    actions.attend(appointment=one, outcomes={cast.ana.pk: "arrived"}, by=cast.cora, at=NOW)
    client.force_login(cast.cora)
    page = reverse("calendar-cancellation", args=[one.id])
    answer = client.post(page, {"reason": "a mistake"}).content.decode()
    assert "it took place" in answer and "a mistake" in answer
    assert not AppointmentCancellation.objects.exists()


def test_a_group_shares_its_room_and_facilitator(cast, room) -> None:
    group = uuid.uuid4()
    first = book(cast, room=room, group=group)
    second = book(cast, couple=cast.others, room=room, group=group)
    with pytest.raises(actions.Taken):
        book(cast, couple=cast.others, kind="feedback", staff=[], room=room)
    actions.cancel(appointment=first, reason="x", by=cast.cora, at=NOW)
    assert Claim.objects.filter(holder=room.pk).exists()
    actions.cancel(appointment=second, reason="x", by=cast.cora, at=NOW)
    assert not Claim.objects.exists()


# -- pages


def form_of(cast, **different):
    return {
        "once": uuid.uuid4(),
        "kind": "preparation",
        "session_number": "",
        "partners": [cast.ana.pk, cast.ben.pk],
        "starts_at": "2026-11-24T09:00",
        "minutes": 60,
        "room": "",
        "staff": [cast.okafor.pk],
    } | different


def test_the_coordinator_books_on_the_page(cast, room, client) -> None:
    client.force_login(cast.cora)
    page = reverse("calendar-book", args=[cast.couple.pk])
    sent = form_of(cast, room=room.pk)
    for _ in range(2):  # a double click
        assert client.post(page, sent).status_code == 302
    booked = Appointment.objects.get()
    answer = client.get(reverse("calendar-appointment", args=[booked.id]))
    assert "Preparation" in answer.content.decode()


def test_a_booking_that_cannot_be_keeps_what_was_typed(cast, room, client) -> None:
    client.force_login(cast.cora)
    page = reverse("calendar-book", args=[cast.couple.pk])
    client.post(page, form_of(cast, room=room.pk))
    again = client.post(page, form_of(cast, staff=[cast.lind.pk]))
    text = again.content.decode()
    assert again.status_code == 409 and "Ana is taken" in text and "2026-11-24T09:00" in text
    wrong = client.post(page, form_of(cast, kind="medicine", starts_at="2026-11-25T09:00"))
    assert "Say which medicine session it is" in wrong.content.decode()


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("9999-12-31T23:50", "more than two years away"),
        ("0001-01-01T00:00", "This day is over"),
        ("2020-01-01T09:00", "This day is over"),
    ],
)
def test_a_day_that_cannot_be_meant_is_neither_booked_nor_moved_to(
    cast, client, start, said
) -> None:
    client.force_login(cast.cora)
    page = reverse("calendar-book", args=[cast.couple.pk])
    assert said in client.post(page, form_of(cast, starts_at=start)).content.decode()
    assert not Appointment.objects.exists()
    one = book(cast)
    page = reverse("calendar-move", args=[one.id])
    answer = client.post(page, {"starts_at": start, "minutes": 60, "room": ""}).content.decode()
    assert said in answer and start in answer
    one.refresh_from_db()
    assert one.starts_at == TOMORROW


def test_the_wrong_person_meets_a_404(cast, client) -> None:
    one = book(cast, staff=[cast.okafor])
    pages = [
        reverse("calendar-appointment", args=[one.id]),
        reverse("calendar-book", args=[cast.couple.pk]),
    ]
    for somebody in (cast.theo, cast.chloe.person, cast.ana.person):
        client.force_login(somebody)
        for page in pages:
            assert client.get(page).status_code == 404, (somebody, page)
    client.force_login(cast.okafor)
    assert client.get(reverse("calendar-rooms")).status_code == 404


def test_rooms_show_others_appointments_as_taken_only(cast, room, client) -> None:
    book(cast, room=room)
    client.force_login(cast.theo)
    text = client.get(reverse("calendar") + "?week=2026-11-24&view=rooms").content.decode()
    assert "Taken" in text and "Ana" not in text and "Okafor" not in text


def test_the_week_asks_the_same_number_of_questions_however_full(
    cast, room, client, django_assert_max_num_queries
) -> None:
    client.force_login(cast.okafor)
    for n in range(6):
        start = TOMORROW + n * HOUR
        book(cast, room=room, starts_at=start, ends_at=start + HOUR)
    client.get(reverse("calendar"))  # the first page of a session also asks about the second factor
    with django_assert_max_num_queries(15):
        answer = client.get(reverse("calendar") + "?week=2026-11-24&view=caseload")
    assert answer.content.decode().count("Room 2 ·") == 6


@pytest.mark.parametrize("week", ["0001-01-01", "9999-12-31", "x", "2026-13-01"])
def test_a_week_that_is_none_shows_this_one(cast, client, week) -> None:
    client.force_login(cast.okafor)
    assert client.get(reverse("calendar"), {"week": week}).status_code == 200


def folded(page: str) -> tuple[str, str, str]:
    """What stands before the fold, the fold's own tag, and what it holds."""
    before, rest = page.split("<details", 1)
    tag, rest = rest.split(">", 1)
    return before, tag, rest.split("</details>", 1)[0]


def test_the_care_team_stands_first_and_the_others_are_folded_away(cast, client) -> None:
    client.force_login(cast.cora)
    page = reverse("calendar-book", args=[cast.couple.pk])
    before, tag, rest = folded(client.get(page).content.decode().split("<main", 1)[1])
    assert "Okafor" in before and "Lind" in before and "Theo" not in before
    assert "Theo" in rest and "Okafor" not in rest and "open" not in tag

    wrong = client.post(page, form_of(cast, staff=[cast.theo.pk], kind="medicine"))
    _, tag, rest = folded(wrong.content.decode().split("<main", 1)[1])
    assert "open" in tag and "checked" in rest, "who was chosen is not hidden"

    assert client.post(page, form_of(cast, staff=[cast.theo.pk])).status_code == 302


def test_without_a_care_team_everybody_stands_open(cast, client) -> None:
    client.force_login(cast.cora)
    page = client.get(reverse("calendar-book", args=[cast.others.pk])).content.decode()
    assert "Theo" in page and "<details" not in page.split("<main", 1)[1]


def test_the_form_begins_with_what_is_usual(cast, room, client) -> None:
    book(cast, room=room)
    client.force_login(cast.cora)
    page = reverse("calendar-book", args=[cast.couple.pk])
    form = client.get(page + "?kind=medicine&session=1").context["form"]
    assert form["starts_at"].value().hour == timezone.localtime(NOW).hour + 1
    assert (form["room"].value(), form["minutes"].value()) == (room.pk, 210)
    assert form["staff"].value() == [cast.okafor.pk]
    assert client.get(page).context["form"]["minutes"].value() == ""


def test_who_chooses_no_length_gets_the_usual_one_of_its_kind(cast, client) -> None:
    client.force_login(cast.cora)
    page = reverse("calendar-book", args=[cast.couple.pk])
    sent = form_of(cast, kind="medicine", session_number=1, minutes="")
    assert client.post(page, sent).status_code == 302
    one = Appointment.objects.get()
    assert one.ends_at - one.starts_at == timedelta(minutes=210)


def test_todays_appointments_say_with_whom_and_where_in_one_question(
    cast, room, django_assert_num_queries
) -> None:
    book(cast, room=room)
    book(
        cast, kind="integration-individual", partners=[cast.ben],
        starts_at=TOMORROW + HOUR, ends_at=TOMORROW + 2 * HOUR,
    )  # fmt: skip
    with django_assert_num_queries(1):
        joint, alone = queries.day_of(cast.okafor, TOMORROW.date())
    assert (joint.couple_name, joint.room, joint.joint) == ("Ana and Ben", "Room 2", True)
    assert (alone.room, alone.joint) == ("", False)
    assert [(one.name, one.side) for one in alone.who] == [("Ben", 2)]
    assert alone.who[0].partner == cast.ben.pk


def test_the_office_opens_the_calendar_on_everybody_s_appointments(cast, client) -> None:
    book(cast)
    client.force_login(cast.cora)
    text = client.get(reverse("calendar"), {"week": f"{TOMORROW:%Y-%m-%d}"}).content.decode()
    assert "All couples" in text and "Okafor" in text


@pytest.mark.parametrize("hour", ["03:00", "21:30"])
def test_a_booking_at_night_asks_once_whether_that_is_meant(cast, client, hour) -> None:
    client.force_login(cast.cora)
    page, typed = reverse("calendar-book", args=[cast.couple.pk]), form_of(cast)
    typed["starts_at"] = f"{TOMORROW + timedelta(days=2):%Y-%m-%d}T{hour}"
    asked = client.post(page, typed).content.decode()
    assert "This is at night: is that meant?" in asked and typed["starts_at"] in asked
    assert "Yes, at night" in asked and not Appointment.objects.exists()
    client.post(page, {**typed, "at_night": "on"})
    assert Appointment.objects.count() == 1
