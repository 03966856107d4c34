import uuid

import pytest
import time_machine
from django.urls import reverse

from duologue.notes.own import actions
from duologue.notes.own.models import PsychotherapyNote
from tests.cast import NOW

WORDS = "Zaunkönig: I hear my own brother in him."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def own(cast) -> PsychotherapyNote:
    return actions.write_own_note(
        id=uuid.uuid4(), couple=cast.couple, text=WORDS, about_on=NOW.date(), by=cast.okafor, at=NOW
    )


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_it_is_of_a_day_that_can_be_meant_and_its_words_stay(cast, client, day) -> None:
    client.force_login(cast.okafor)
    sent = {"couple": cast.couple.pk, "about_on": day, "text": WORDS, "once": uuid.uuid4()}
    answer = client.post(reverse("notes-own-new"), sent)
    assert answer.status_code == 422 and WORDS in answer.content.decode()
    assert not PsychotherapyNote.objects.exists()


def test_it_is_written_changed_and_read_by_its_author(cast, client) -> None:
    client.force_login(cast.okafor)
    sent = {"couple": cast.couple.pk, "about_on": "2026-11-23", "text": WORDS, "once": uuid.uuid4()}
    for _ in range(2):
        assert client.post(reverse("notes-own-new"), sent).status_code == 302
    own = PsychotherapyNote.objects.get()
    page = reverse("notes-own-note", args=[own.id])
    shown = client.get(page)
    assert WORDS in shown.content.decode()
    base = shown.context["form"]["base"].value()
    assert client.post(page, {"base": base, "text": "Other words."}).status_code == 302
    assert PsychotherapyNote.objects.get().text == "Other words."
    late = client.post(page, {"base": base, "text": "From a second window."})
    assert late.status_code == 409
    assert "Other words." in late.content.decode() and "second window" in late.content.decode()


def test_nobody_else_reads_it_on_any_page(cast, own, client) -> None:
    pages = [
        reverse(name, args=[own.id]) for name in ("notes-own-note", "notes-own-destruction")
    ] + [reverse("notes-note", args=[own.id]), reverse("notes-print", args=[own.id])]
    lists = [reverse(name) for name in ("notes-own", "notes", "my-day", "caseload")]
    lists += [reverse("couple", args=[cast.couple.pk]), reverse("partner", args=[cast.ana.pk])]
    for somebody in (
        cast.lind, cast.mona, cast.theo, cast.cora, cast.ana.person, cast.ben.person,
    ):  # fmt: skip
        client.force_login(somebody)
        for page in pages:
            assert client.get(page).status_code == 404, (somebody, page)
            assert client.post(page).status_code in (404, 405), (somebody, page)
        for page in lists:
            assert "Zaunkönig" not in client.get(page).content.decode(), (somebody, page)
    assert PsychotherapyNote.objects.count() == 1


def test_no_page_of_the_record_counts_it_not_even_to_its_author(cast, own, client) -> None:
    client.force_login(cast.okafor)
    for page in (reverse("notes"), reverse("my-day"), reverse("couple", args=[cast.couple.pk])):
        shown = client.get(page).content.decode()
        assert "Zaunkönig" not in shown and "1 note to sign" not in shown


def test_destroyed_by_its_author_nothing_of_it_stays(cast, own, client) -> None:
    client.force_login(cast.okafor)
    page = reverse("notes-own-destruction", args=[own.id])
    assert "nobody can bring it back" in client.get(page).content.decode()
    assert PsychotherapyNote.objects.exists()
    client.post(page)
    assert not PsychotherapyNote.objects.exists()


def test_the_actions_themselves_know_only_the_author(cast, own) -> None:
    actions.destroy_own_note(note=own, by=cast.lind, at=NOW)
    with pytest.raises(PsychotherapyNote.DoesNotExist):
        actions.change_own_note(note=own, text="x", base=NOW, by=cast.lind, at=NOW)
    assert PsychotherapyNote.objects.get().text == WORDS
