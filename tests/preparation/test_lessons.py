from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from duologue.preparation import actions, loader
from duologue.preparation.models import LessonRead
from duologue.privacy.addresses import page_id
from tests.cast import NOW

CANONICAL = [
    "what-ketamine-is",
    "set-and-setting",
    "what-to-expect",
    "after-the-session",
    "the-day-checklist",
]


def test_the_lessons_are_the_ones_programmes_ask_for() -> None:
    assert [one.id for one in loader.lessons()] == CANONICAL


def test_every_lesson_has_a_source_and_promises_nothing() -> None:
    for lesson in loader.lessons():
        assert lesson.sources, lesson.id
        words = lesson.html.lower()
        for never in ("cure", "guarantee", "resets the brain", "proven for couples", "!"):
            assert never not in words, (lesson.id, never)


def test_a_lesson_without_a_title_names_file_field_and_mend(tmp_path: Path) -> None:
    path = tmp_path / "odd.md"
    path.write_text("---\nminutes: 3\n---\nWords.\n")
    with pytest.raises(loader.LessonError, match=r"odd\.md, field title: write 'title:'"):
        loader.read_lesson(path)


def test_an_unknown_grade_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "odd.md"
    path.write_text(
        "---\ntitle: T\nminutes: 3\nplace: 1\n"
        "sources: [{says: a, grade: Z, source: b}]\n---\nWords.\n"
    )
    with pytest.raises(loader.LessonError, match="'Z'; write one of A, B, C, D"):
        loader.read_lesson(path)


def test_reading_a_lesson_twice_is_reading_it_once(cast) -> None:
    for _ in range(2):
        actions.read_lesson(lesson="set-and-setting", by=cast.ana, at=NOW)
    assert LessonRead.objects.filter(partner=cast.ana).count() == 1


def page_of(partner, lesson: str) -> str:
    return reverse("preparation-lesson", args=[page_id(partner.id, "lessons", lesson)])


def test_a_partner_says_that_they_have_read_it(cast, client: Client) -> None:
    anas, bens = (page_of(partner, "what-ketamine-is") for partner in (cast.ana, cast.ben))
    client.force_login(cast.ana.person)
    assert b"I have read this" in client.get(anas).content
    client.post(anas)
    assert b"I have read this" not in client.get(anas).content
    client.force_login(cast.ben.person)
    assert b"I have read this" in client.get(bens).content
    assert client.get(anas).status_code == 404


def test_an_unknown_lesson_is_not_found(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    assert client.get(page_of(cast.ana, "no-such")).status_code == 404


def test_the_list_for_the_day_stands_as_it_was_left(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    client.post("/my-room/the-day/", {"item": ["touch", "snack", "no-such-thing"]})
    client.post("/my-room/the-day/", {"item": ["touch"]})
    client.post("/my-room/the-day/", {"item": ["touch"]})
    assert list(cast.ana.day_ticks.filter(untick=None).values_list("item", flat=True)) == ["touch"]
    page = client.get("/my-room/the-day/").content.decode()
    assert page.count(" checked") == 1
    client.force_login(cast.ben.person)
    assert " checked" not in client.get("/my-room/the-day/").content.decode()
