import uuid

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from duologue.notes import actions, queries
from duologue.notes.models import Addendum, Note, NoteSignature, NoteVersion
from duologue.people.actions import end_care
from duologue.people.models import Couple
from duologue.worlds.hands import look
from tests.cast import NOW

THERAPIST = frozenset({"therapist"})


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def note(cast) -> Note:
    return actions.begin_note(
        id=uuid.uuid4(), template="integration-individual", couple=cast.couple, partner=cast.ana,
        about_at=NOW, by=cast.okafor, at=NOW,
    )  # fmt: skip


def latest(note) -> NoteVersion:
    return note.versions.order_by("-number")[0]


def write(note, text, base=None):
    return actions.save_draft(
        note=note, base=base or latest(note).id, text={"brought": text}, by=note.author, at=NOW
    )


def sign(note):
    return actions.sign(note=note, base=latest(note).id, by=note.author, at=NOW)


def draft_form(note, text, base):
    return {"base": base, "s-brought": text, "s-worked": "", "s-plan": ""}


def test_two_tabs_never_overwrite_each_other(note, client) -> None:
    client.force_login(note.author)
    page, base = reverse("notes-draft", args=[note.id]), latest(note).id
    assert client.post(page, draft_form(note, "from the first tab", base)).status_code == 302
    second = client.post(page, draft_form(note, "from the second tab", base))
    text = second.content.decode()
    assert second.status_code == 409
    assert "from the first tab" in text and "from the second tab" in text
    assert latest(note).text["brought"] == "from the first tab"
    assert client.post(page, draft_form(note, "both", latest(note).id)).status_code == 302


def test_a_draft_saves_itself_and_says_on_which_version_to_go_on(note, client) -> None:
    client.force_login(note.author)
    page, base = reverse("notes-draft", args=[note.id]), latest(note).id
    headers = {"Accept": "application/json"}
    saved = client.post(page, draft_form(note, "one", base), headers=headers)
    assert saved.json() == {"base": str(latest(note).id)}
    assert client.post(page, draft_form(note, "two", base), headers=headers).status_code == 409
    again = client.post(page, draft_form(note, "one", latest(note).id), headers=headers)
    assert again.json() == saved.json() and note.versions.count() == 2


def test_what_is_typed_after_signing_elsewhere_becomes_an_addendum(note, client) -> None:
    base = latest(note).id
    sign(note)
    client.force_login(note.author)
    answer = client.post(
        reverse("notes-draft", args=[note.id]), draft_form(note, "late words", base)
    )
    assert answer.status_code == 409 and "late words" in answer.content.decode()


def test_a_draft_is_the_authors_alone_and_signed_it_is_the_treating_teams(
    cast, note, client
) -> None:
    def readers() -> set[str]:
        staff = (cast.okafor, cast.lind, cast.mona, cast.theo, cast.cora)
        return {p.name for p in staff if queries.readable_by(p, THERAPIST).filter(id=note.id)}

    assert readers() == {"Okafor"}
    sign(note)
    assert readers() == {"Okafor", "Lind"}
    for somebody in (cast.theo, cast.mona, cast.cora, cast.ana.person, cast.ben.person):
        client.force_login(somebody)
        for page in ("notes-note", "notes-print"):
            assert client.get(reverse(page, args=[note.id])).status_code == 404, somebody
    client.force_login(cast.lind)
    assert client.get(reverse("notes-note", args=[note.id])).status_code == 200


@pytest.mark.parametrize("signed", [False, True])
def test_who_no_longer_treats_a_couple_opens_no_note_of_it_not_even_their_own(
    cast, note, client, signed
) -> None:
    # Whoever set a couple up still finds its name.
    Couple.objects.filter(pk=cast.couple.pk).update(by=cast.okafor)
    if signed:
        sign(note)
    pages = [reverse(f"notes-{n}", args=[note.id]) for n in ("note", "draft", "signature", "print")]
    client.force_login(cast.okafor)
    assert {client.get(page).status_code for page in pages} <= {200, 302}
    assert str(note.id) in client.get(reverse("notes")).content.decode()
    end_care(member=cast.couple.care_team.get(role="therapist"), by=cast.cora, at=NOW)
    assert {client.get(page).status_code for page in pages} == {404}
    assert str(note.id) not in client.get(reverse("notes")).content.decode()


def test_who_watches_a_session_reads_the_notes_of_medicine_sessions_and_no_others(
    cast, client
) -> None:
    notes = {}
    for template in ("medicine", "intake", "phone-call"):
        notes[template] = actions.begin_note(
            id=uuid.uuid4(), template=template, couple=cast.couple, partner=cast.ana,
            about_at=NOW, by=cast.okafor, at=NOW,
        )  # fmt: skip
        sign(notes[template])
    client.force_login(cast.mona)
    opens = {
        template: client.get(reverse("notes-note", args=[note.id])).status_code
        for template, note in notes.items()
    }
    assert opens == {"medicine": 200, "intake": 404, "phone-call": 404}
    listed = client.get(reverse("notes")).content.decode()
    assert "Medicine session" in listed and "Intake" not in listed
    for page in ("messages", "contact-partner-messages"):
        ids = [cast.ana.pk] if page != "messages" else []
        assert client.get(reverse(page, args=ids)).status_code == 404


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("notes_note", "template = 'letter'"),
        ("notes_noteversion", "text = '{}'"),
        ("notes_notesignature", "digest = 'x'"),
        ("notes_addendum", "text = 'x'"),
    ],
)
def test_the_database_refuses_to_change_what_is_signed(cast, note, table, change) -> None:
    write(note, "as it was")
    sign(note)
    actions.add(id=uuid.uuid4(), note=note, text="more", by=cast.lind, at=NOW)
    for statement in (f"UPDATE {table} SET {change}", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError, match="addendum"), transaction.atomic():
            connection.cursor().execute(statement)
    with pytest.raises(IntegrityError, match="addendum"), transaction.atomic():
        NoteVersion.objects.create(note=note, number=9, text={}, at=NOW)


def test_signing_twice_and_adding_twice_are_harmless(cast, note) -> None:
    write(note, "text")
    assert sign(note) == sign(note)
    with pytest.raises(actions.Signed):
        write(note, "other")
    same = uuid.uuid4()
    for _ in range(2):
        actions.add(id=same, note=note, text="more", by=cast.okafor, at=NOW)
    assert (NoteSignature.objects.count(), Addendum.objects.count()) == (1, 1)


def test_only_what_was_read_is_signed(note) -> None:
    read = latest(note).id
    write(note, "changed since")
    with pytest.raises(actions.Signed, match="Read it again"):
        actions.sign(note=note, base=read, by=note.author, at=NOW)


def test_from_beginning_to_print_on_the_pages(cast, client) -> None:
    client.force_login(cast.okafor)
    begun = {"couple": cast.couple.pk, "about": "1", "template": "intake", "once": uuid.uuid4()}
    begun["about_at"] = "2026-11-23T09:00"
    for _ in range(2):
        answer = client.post(reverse("notes-new"), begun)
    note = Note.objects.get()
    assert note.partner == cast.ana and answer.status_code == 302
    typed = {"base": latest(note).id, "sign": "1", "s-reason": "more ease", "s-plan": "write"}
    assert client.post(reverse("notes-draft", args=[note.id]), typed).url.endswith("/signature/")
    sign_page = reverse("notes-signature", args=[note.id])
    assert "more ease" in client.get(sign_page).content.decode()
    client.post(sign_page, {"base": latest(note).id})
    assert "Signed by Okafor" in client.get(reverse("notes-print", args=[note.id])).content.decode()
    empty = client.post(reverse("notes-addendum", args=[note.id]), {"text": " "})
    assert "Write what should be added" in empty.content.decode()


def test_whom_a_note_is_about_is_asked_by_name(cast, client) -> None:
    client.force_login(cast.okafor)
    new = reverse("notes-new")
    first = client.get(new, {"template": "intake"}).content.decode()
    assert "Choose a couple" in first and "-----" not in first and "Ana and Ben" in first
    assert "Partner one" not in first and 'name="template" value="intake"' in first
    couple = reverse("couple", args=[cast.couple.pk])
    offered = look(client.get(couple).content.decode(), couple).links
    assert f"{new}?couple={cast.couple.pk}" in offered
    then = client.get(new, {"template": "intake", "couple": str(cast.couple.pk)}).content.decode()
    assert "Ana alone" in then and "Ben alone" in then and "Partner one" not in then
    assert f'name="couple" value="{cast.couple.pk}"' in then
    for wrong in (cast.others.pk, "x", ""):
        refused = client.post(new, {"couple": wrong, "about": "1", "template": "intake"})
        text = refused.content.decode()
        assert "Choose a couple" in text and "Chloe" not in text and not Note.objects.exists()
        assert 'role="alert"' in text


@pytest.mark.parametrize(
    ("when", "said"),
    [("0001-01-01T00:00", "two years ago"), ("9999-12-31T23:50", "still to come")],
)
def test_a_note_is_of_a_day_that_can_be_meant(cast, client, when, said) -> None:
    client.force_login(cast.okafor)
    begun = {"couple": cast.couple.pk, "about": "1", "template": "intake", "once": uuid.uuid4()}
    answer = client.post(reverse("notes-new"), begun | {"about_at": when})
    assert said in answer.content.decode() and not Note.objects.exists()


def test_a_joint_template_is_refused_for_one_partner_with_what_was_chosen_kept(
    cast, client
) -> None:
    client.force_login(cast.okafor)
    sent = {"couple": cast.couple.pk, "about": "2", "template": "integration-joint"}
    answer = client.post(reverse("notes-new"), sent | {"about_at": "2026-11-23T09:00"})
    assert "is a note about a couple" in answer.content.decode()


def test_the_list_asks_the_same_number_of_questions(
    cast, note, client, django_assert_max_num_queries
) -> None:
    for _ in range(5):
        other = actions.begin_note(
            id=uuid.uuid4(), template="letter", couple=cast.couple, partner=None, about_at=NOW,
            by=cast.okafor, at=NOW,
        )  # fmt: skip
        sign(other)
    client.force_login(cast.okafor)
    client.get(reverse("notes"))  # the first page of a session also asks about the second factor
    with django_assert_max_num_queries(15):
        assert client.get(reverse("notes")).content.decode().count("Letter") == 5
