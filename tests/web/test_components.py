"""What page builders rely on: words before colours, errors tied to their fields, nothing unescaped."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django import forms
from django.template import engines
from django.utils import timezone

from duologue import web
from duologue.web import words


def rendered(source: str, **values: object) -> str:
    return engines["django"].from_string(source).render(values)


class Weight(forms.Form):
    weight = forms.IntegerField(label="Weight", min_value=30, help_text="In kilograms.")
    route = forms.ChoiceField(
        choices=[("im", "muscle"), ("loz", "lozenge")], widget=forms.RadioSelect
    )
    day = forms.DateField(required=False)


@pytest.mark.parametrize(
    ("word", "tone"),
    [
        ("open", "open"),
        ("Due", "decide"),
        ("not_now", "closed"),
        ("late", "closed"),
        ("new", "quiet"),
    ],
)
def test_a_word_has_its_tone(word: str, tone: str) -> None:
    assert words.tone(word) == tone


def test_the_word_stands_before_the_colour() -> None:
    assert rendered('{% state "not_now" %}') == '<span class="state tone-closed">Not now</span>'


def test_a_person_is_name_mark_and_side() -> None:
    tag = rendered("{% person name 2 %}", name="<Ben>")
    assert "side-2" in tag and "mark" in tag and "&lt;Ben&gt;" in tag


def test_an_error_is_tied_to_its_field() -> None:
    form = Weight({"weight": "12", "route": "im"})
    html = rendered("{% field form.weight %}", form=form)
    assert 'aria-describedby="id_weight_help id_weight_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_weight_error"' in html
    assert 'value="12"' in html, "what was typed stays"


def test_an_error_says_what_is_wrong_and_what_to_do() -> None:
    form = Weight({"weight": "12", "day": "soon"})
    assert "At least 30, please; here it is 12." in rendered("{% field form.weight %}", form=form)
    assert "such as 2026-11-23" in rendered("{% field form.day %}", form=form)
    assert "Nothing is filled in yet" in rendered("{% field form.route %}", form=form)


def test_a_forms_own_words_are_left_alone() -> None:
    form = Weight({"weight": "80", "route": "im"})
    form.add_error("weight", "Weighed last week at 60 kg. Weigh again.")
    assert "Weighed last week at 60 kg. Weigh again." in rendered(
        "{% field form.weight %}", form=form
    )


def test_the_summary_leads_to_each_place() -> None:
    html = rendered("{% errors form %}", form=Weight({"weight": "12"}))
    assert 'href="#id_weight"' in html and 'role="alert"' in html
    assert rendered("{% errors form %}", form=Weight()).strip() == ""


def test_choices_are_a_group_with_a_legend_of_their_own() -> None:
    html = rendered("{% field form.route %}", form=Weight())
    assert "<fieldset" in html and "<legend" in html and html.count('class="choice"') == 2


def test_what_is_inside_a_card_is_escaped_once() -> None:
    html = rendered("{% card title=title %}{{ words }}{% endcard %}", title="A & B", words="<x>")
    assert "A &amp; B" in html and "&lt;x&gt;" in html and "&amp;lt;" not in html


def test_a_date_carries_its_machine_reading_and_its_year_when_it_is_another() -> None:
    assert rendered("{% when at %}", at=date(2019, 11, 20)) == (
        '<time datetime="2019-11-20">Wed 20 Nov 2019</time>'
    )
    assert "10:02" in rendered("{% when at %}", at=datetime(2019, 11, 20, 10, 2, tzinfo=UTC))
    assert rendered("{% when at %}", at=None) == "no date yet"


@pytest.mark.parametrize(
    ("form", "this", "other"),
    [("j M", "2 Dec", "2 Dec 2025"), ("D j M, H:i", "Wed 2 Dec, 10:02", "Tue 2 Dec 2025, 10:02"),
     ("j F", "2 December", "2 December 2025"), ("j M Y", "2 Dec 2026", "2 Dec 2025"),
     ("H:i", "10:02", "10:02")],
)  # fmt: skip
def test_a_date_in_any_form_carries_its_year_when_it_is_another(form, this, other) -> None:
    with time_machine.travel(datetime(2026, 11, 23, tzinfo=UTC)), timezone.override("UTC"):
        for year, said in ((2026, this), (2025, other)):
            at = datetime(year, 12, 2, 10, 2, tzinfo=UTC)
            assert rendered("{{ at|day:form }}", at=at, form=form) == said
            assert f">{said}</time>" in rendered("{% when at form %}", at=at, form=form)
    assert rendered("{{ at|day }}", at=None) == ""


def test_no_page_writes_a_date_without_a_year_past_that_one_place() -> None:
    pages = (Path(web.__file__).parents[1]).rglob("templates/**/*.html")
    bare = re.compile(r"""date:["'](?![^"']*[Yy])[^"']*[MF]""")
    assert [page.name for page in pages if bare.search(page.read_text())] == []


def test_dots_are_read_out_in_words() -> None:
    html = rendered("{% dots days 1 %}", days=[True, True, False, None])
    assert "practised 2 of 3 days" in html and html.count("to-come") == 1


def test_a_number_brings_the_keypad_of_a_tablet() -> None:
    assert 'inputmode="numeric"' in rendered("{% field form.weight %}", form=Weight())
    assert "inputmode" not in rendered("{% field form.day %}", form=Weight())
