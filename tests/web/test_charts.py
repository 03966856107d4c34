from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from duologue.web.charts import LINE_HEIGHT, nudge, trajectory, unbroken
from duologue.web.plot import Band, Series, Trajectory, trajectory_rows

START = date(2026, 10, 5)


def weekly(*values: float | None) -> tuple[tuple[date, float | None], ...]:
    return tuple((START + timedelta(weeks=i), value) for i, value in enumerate(values))


def of_two(**more: object) -> Trajectory:
    return Trajectory(
        title="Satisfaction",
        low=0,
        high=81,
        series=(Series(1, "Ana", weekly(41, 43, 55)), Series(2, "Ben", weekly(50, None, 54))),
        **more,
    )


def test_a_line_is_cut_where_an_answer_is_missing() -> None:
    stretches = unbroken(Series(1, "Ana", weekly(1, 2, None, 4)))
    assert [[value for _, value in stretch] for stretch in stretches] == [[1, 2], [4]]


def test_a_line_is_cut_at_a_long_silence() -> None:
    points = ((START, 1.0), (START + timedelta(days=7), 2.0), (START + timedelta(days=40), 3.0))
    assert len(unbroken(Series(1, "Ana", points), longest_gap=14)) == 2


def test_a_missing_week_draws_no_line_but_both_points() -> None:
    svg = trajectory(of_two())
    ben = ElementTree.fromstring(svg).findall(".//*[@class='s2']/*[@class='line']")
    assert ben == []
    assert svg.count('class="point" d="M') == 2


@given(st.lists(st.floats(0, 300), min_size=1, max_size=8))
def test_labels_never_overlap_and_keep_their_order(wanted: list[float]) -> None:
    placed = nudge(wanted, 20, 280)
    in_order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    for above, below in pairwise(in_order):
        assert placed[below] - placed[above] >= LINE_HEIGHT - 1e-6
    assert min(placed) >= 20 - 1e-6
    assert max(placed) <= 280 + 1e-6


def test_a_label_with_room_stays_at_its_line() -> None:
    assert nudge([40, 120], 20, 280) == [40, 120]


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_people_are_called_is_text_and_nothing_else(name: str, title: str) -> None:
    name, title = (text.encode("utf-8", "ignore").decode() for text in (name, title))
    svg = trajectory(Trajectory(title, 0, 10, (Series(1, f"<b>{name}", weekly(3, 4)),)))
    assert "<b>" not in svg


def test_the_drawing_tells_those_who_do_not_see_it() -> None:
    svg = ElementTree.fromstring(trajectory(of_two(sessions=(START + timedelta(days=9),))))
    said = {child.tag: child.text for child in svg if child.tag in {"title", "desc"}}
    assert said["title"] == "Satisfaction"
    assert said["desc"] == (
        "Ana: 41 on 5 Oct 2026, 55 on 19 Oct 2026. Ben: 50 on 5 Oct 2026, 54 on 19 Oct 2026. "
        "Medicine sessions: 14 Oct 2026."
    )


def test_the_two_sides_differ_without_colour() -> None:
    svg = ElementTree.fromstring(trajectory(of_two()))
    assert {mark.tag for mark in svg.findall(".//*[@class='s1']/*[@class='point']")} == {"circle"}
    assert {mark.tag for mark in svg.findall(".//*[@class='s2']/*[@class='point']")} == {"path"}


def test_the_table_says_the_same_and_where_an_answer_is_missing() -> None:
    table = trajectory_rows(of_two())
    assert table.head == ("Date", "Ana", "Ben")
    assert table.lines[1] == ("12 Oct 2026", "43", "no answer")


def test_a_date_that_only_one_was_asked_on_is_no_missing_answer() -> None:
    only_ana = Series(1, "Ana", weekly(41, 43))
    only_once = Series(2, "Ben", weekly(50))
    assert trajectory_rows(Trajectory("x", 0, 81, (only_ana, only_once))).lines[1][2] == "–"


def test_what_it_is_about_names_range_direction_and_cutoff() -> None:
    plot = of_two(direction="higher is better", cutoff=51.5, cutoff_label="distress below 51.5")
    assert plot.about == "0–81 · higher is better · distress below 51.5"


def test_a_chart_of_nothing_is_still_a_drawing() -> None:
    plot = Trajectory("Distress", 0, 27, (Series(1, "Ana", ()),), bands=(Band(20, 27, "severe"),))
    assert ElementTree.fromstring(trajectory(plot)) is not None
    assert plot.said == "No values yet."
