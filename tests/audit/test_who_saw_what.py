"""Through the pages, as staff open them."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duologue.audit import queries, rules
from duologue.audit.actions import record
from duologue.audit.models import Entry, Head
from duologue.audit.subjects import Subject
from duologue.calendar.models import Appointment, AppointmentPartner
from duologue.notes import actions as notes
from duologue.people.models import Role, StaffRole
from tests.cast import NOW

HOUR = NOW.replace(hour=10)


def opened(client, person, page, /, *ids, **sent):
    client.force_login(person)
    address = reverse(page, args=ids)
    return client.post(address, sent) if sent else client.get(address)


def last() -> Entry:
    return Entry.objects.order_by("-number")[0]


def test_a_page_about_a_partner_leaves_who_in_which_role_which_page_and_about_whom(
    cast, client
) -> None:
    assert opened(client, cast.okafor, "partner", cast.ana.pk).status_code == 200
    row = Entry.objects.get()
    assert (row.person, row.role, row.page, row.verb) == (
        cast.okafor.pk, "therapist", "partner", "read",
    )  # fmt: skip
    assert (row.partner, row.couple, row.number, row.emergency) == (cast.ana.pk, None, 1, None)


def test_a_page_about_a_couple_names_the_couple_and_a_list_names_nobody(cast, client) -> None:
    opened(client, cast.okafor, "couple", cast.couple.pk)
    assert (last().partner, last().couple) == (None, cast.couple.pk)
    for page in ("my-day", "caseload", "notes", "alerts"):
        opened(client, cast.okafor, page)
        assert (last().page, last().verb, last().partner, last().couple) == (
            page, "list", None, None,
        )  # fmt: skip


def test_what_is_sent_is_a_write_and_what_could_not_be_taken_was_seen(cast, client) -> None:
    page, id = ("contact-partner-messages", cast.ana.pk), uuid.uuid4()
    opened(client, cast.okafor, *page, id=id, body="See you on Monday.")
    assert (last().verb, last().partner) == ("write", cast.ana.pk)
    assert opened(client, cast.okafor, *page, id=id, body=" ").status_code == 422
    assert (last().verb, last().partner) == ("read", cast.ana.pk)


def test_the_same_page_opened_again_is_one_look_and_another_page_person_or_roles_another(
    cast, client
) -> None:
    def rows() -> int:
        return Entry.objects.count()

    for _ in range(3):
        opened(client, cast.okafor, "partner", cast.ana.pk)
    assert rows() == 1
    for person, page, *ids in (
        (cast.okafor, "partner", cast.ben.pk),
        (cast.okafor, "couple", cast.couple.pk),
        (cast.okafor, "screening-partner", cast.ana.pk),
        (cast.lind, "partner", cast.ana.pk),
        (cast.mona, "partner", cast.ana.pk),
        (cast.cora, "partner", cast.ana.pk),
        (cast.cora, "caseload"),
    ):
        before = rows()
        for _ in range(2):
            assert opened(client, person, page, *ids).status_code == 200
        assert rows() == before + 1, (person, page)
    StaffRole.objects.create(person=cast.okafor, role=Role.PRESCRIBER, at=NOW)
    opened(client, cast.okafor, "partner", cast.ana.pk)
    assert last().role == "prescriber, therapist"
    links = list(queries.chain())
    assert rules.verify(links, heads=queries.heads()) == rules.Whole(len(links))


def test_after_ten_minutes_it_is_a_look_again_and_what_is_sent_is_written_each_time(
    cast, client, monkeypatch
) -> None:
    assert rules.said_for("read") == rules.said_for("list") == timedelta(minutes=10)
    for _ in range(2):
        opened(
            client, cast.okafor, "contact-partner-messages", cast.ana.pk, id=uuid.uuid4(), body="Hi"
        )
    assert Entry.objects.filter(verb="write").count() == 2
    monkeypatch.setattr(rules, "ONE_LOOK", timedelta(0))  # the clock is the database's own
    for _ in range(2):
        opened(client, cast.okafor, "partner", cast.ana.pk)
    assert Entry.objects.filter(verb="read").count() == 2


def test_what_was_not_there_for_somebody_was_not_seen(cast, client) -> None:
    assert opened(client, cast.theo, "partner", cast.ana.pk).status_code == 404
    assert not Entry.objects.exists()


def test_what_partners_do_is_theirs(cast, client) -> None:
    for page in ("today", "my-room", "our-room", "contact-messages"):
        assert opened(client, cast.ana.person, page).status_code == 200
    client.logout()
    client.get(reverse("evidence"))
    assert not Entry.objects.exists()


def meeting(cast, *partners) -> Appointment:
    made = Appointment.objects.create(
        couple=cast.couple, kind="feedback", starts_at=NOW, ends_at=HOUR, by=cast.okafor, at=NOW
    )
    for partner in partners:
        AppointmentPartner.objects.create(appointment=made, partner=partner)
    return made


def test_a_meeting_of_one_is_about_that_one_and_of_both_about_the_couple(cast, client) -> None:
    alone, both = meeting(cast, cast.ana), meeting(cast, cast.ana, cast.ben)
    assert opened(client, cast.okafor, "calendar-appointment", alone.pk).status_code == 200
    assert (last().partner, last().couple) == (cast.ana.pk, None)
    opened(client, cast.okafor, "calendar-appointment", both.pk)
    assert (last().partner, last().couple) == (None, cast.couple.pk)


def test_a_note_is_about_whom_it_was_written(cast, client) -> None:
    for partner, expected in (
        (cast.ana, (cast.ana.pk, None)),
        (None, (None, cast.couple.pk)),
    ):
        note = notes.begin_note(
            id=uuid.uuid4(), template="intake", couple=cast.couple, partner=partner,
            about_at=NOW, by=cast.okafor, at=NOW,
        )  # fmt: skip
        opened(client, cast.okafor, "notes-draft", note.pk)
        assert (last().partner, last().couple) == expected


def test_what_is_begun_or_booked_for_one_is_about_that_one(cast, client) -> None:
    sent = {"couple": cast.couple.pk, "about": "1", "template": "intake", "once": uuid.uuid4()}
    opened(client, cast.okafor, "notes-new", **sent, about_at="2026-11-23T09:00")
    assert (last().page, last().verb, last().partner) == ("notes-new", "write", cast.ana.pk)


def test_a_look_is_the_last_thing_a_request_does(cast, client) -> None:
    both = meeting(cast, cast.ana, cast.ben)
    for page, id in (("partner", cast.ana.pk), ("calendar-appointment", both.pk)):
        opened(client, cast.okafor, page, id)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(page, args=[id]))
        said = [q["sql"] for q in asked if "RELEASE" not in q["sql"]]
        row = next(n for n, sql in enumerate(said) if "INSERT INTO audit_entry" in sql)
        # After it only the end of the transaction: no other row of the log waits for this one.
        assert not [
            sql for sql in said[row + 1 :] if "duologue.kind" not in sql and "ROLE" not in sql
        ]
        assert len([sql for sql in said[row - 1 :] if "invited" in sql or "audit_" in sql]) <= 2


def test_a_row_is_neither_changed_nor_removed(cast, client) -> None:
    opened(client, cast.okafor, "partner", cast.ana.pk)
    for statement in (
        "UPDATE audit_entry SET person = gen_random_uuid()",
        "DELETE FROM audit_entry",
        "UPDATE audit_head SET hash = repeat('0', 64)",
        "DELETE FROM audit_head",
    ):
        with pytest.raises(IntegrityError, match="not changed"), transaction.atomic():
            connection.cursor().execute(statement)


def test_number_time_and_hash_are_the_databases_whatever_is_sent(cast) -> None:
    for _ in range(2):
        Entry.objects.create(
            number=77, person=cast.theo.pk, role="", page="x", verb="read", at=NOW, hash="mine"
        )
    assert [row.number for row in Entry.objects.all()] == [1, 2]
    assert Entry.objects.exclude(at=NOW).exclude(hash="mine").count() == 2
    assert rules.verify(queries.chain(), heads=queries.heads()) == rules.Whole(2)
    assert queries.head() == Head.objects.get(number=2)


def test_the_database_and_the_check_write_a_row_down_alike(cast, client) -> None:
    for name, id in (("partner", cast.ana.pk), ("couple", cast.couple.pk)):
        opened(client, cast.okafor, name, id)
    record(
        page='an "odd" päge', verb="write", role="a\\b", subject=Subject(), by=cast.cora.pk, at=NOW
    )
    assert rules.verify(queries.chain(), heads=queries.heads()) == rules.Whole(3)


@pytest.mark.django_db(transaction=True)
def test_a_look_that_cannot_be_logged_does_not_happen(cast, client, monkeypatch) -> None:
    from duologue.audit import middleware
    from duologue.contact.models import Message

    def fails(**_: object) -> None:
        raise RuntimeError("no room on the disk")

    monkeypatch.setattr(middleware, "record", fails)
    client.raise_request_exception = False
    answer = opened(
        client, cast.okafor, "contact-partner-messages", cast.ana.pk, id=uuid.uuid4(), body="Hello"
    )
    assert answer.status_code == 500 and "Hello" not in answer.content.decode()
    assert not Message.objects.exists()
