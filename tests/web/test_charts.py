from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from duologue.web.charts import trajectory, unbroken
from duologue.web.labels import LINE_HEIGHT, nudge, overlap, text_box
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


def once_each(*values: tuple[str, float, int], **more: object) -> Trajectory:
    """Each of these (name, value, week) answered on one date and no other."""
    series = tuple(
        Series(side, name, ((START + timedelta(weeks=week), value),))
        for side, (name, value, week) in enumerate(values, 1)
    )
    return Trajectory("Satisfaction", 0, 81, series, **more)


def test_one_date_is_a_point_with_its_label_and_nothing_that_looks_like_a_course() -> None:
    svg = trajectory(once_each(("Ana", 41, 0), reliable_change=6.7))
    drawn = ElementTree.fromstring(svg)
    classes = [element.get("class") for element in drawn.iter() if element.get("class")]
    assert classes.count("point") == 1
    assert not {"line", "leader", "chance", "chance-edge"} & set(classes)
    (label,) = drawn.findall(".//*[@class='direct']")
    (point,) = drawn.findall(".//*[@class='point']")
    assert label.text == "Ana 41"
    assert 0 < float(label.get("x", 0)) - float(point.get("cx", 0)) < 20
    assert abs(float(label.get("y", 0)) - float(point.get("cy", 0))) < 20


def test_two_answers_on_the_same_date_are_no_course_either() -> None:
    twice = Series(1, "Ana", ((START, 41.0), (START, 43.0)))
    svg = trajectory(Trajectory("x", 0, 81, (twice,), reliable_change=6.7))
    assert 'class="line"' not in svg and 'class="chance"' not in svg


def test_who_has_two_dates_keeps_line_and_range_of_chance_beside_who_has_one() -> None:
    ana, ben = Series(1, "Ana", weekly(41, 43)), Series(2, "Ben", weekly(50))
    plot = Trajectory("x", 0, 81, (ana, ben), reliable_change=6.7)
    drawn = ElementTree.fromstring(trajectory(plot))
    assert len(drawn.findall(".//*[@class='chance']")) == 1
    assert len(drawn.findall(".//*[@class='s1']/*[@class='line']")) == 1
    assert drawn.findall(".//*[@class='s2']/*[@class='line']") == []
    assert plot.compares and not once_each(("Ana", 41, 0), reliable_change=6.7).compares


def test_one_date_is_told_once() -> None:
    assert once_each(("Ana", 41, 0)).said == "Ana: 41 on 5 Oct 2026."


def boxes(svg: str) -> list[tuple[float, float, float, float]]:
    found = ElementTree.fromstring(svg).findall(".//*[@class='direct']")
    return [text_box(e.text or "", float(e.get("x", 0)), float(e.get("y", 0))) for e in found]


scores = st.integers(0, 81)
names = st.sampled_from(("Al", "Ana", "Benjamin", "Maximiliana-Theodora"))


@given(
    names, names, st.lists(scores, min_size=1, max_size=3), st.lists(scores, min_size=1, max_size=3),
    st.sampled_from((320, 480)),
)  # fmt: skip
def test_the_labels_of_two_never_cover_each_other_nor_leave_the_drawing(
    one: str, other: str, mine: list[int], yours: list[int], width: int
) -> None:
    series = (Series(1, one, weekly(*mine)), Series(2, other, weekly(*yours)))
    plot = Trajectory("x", 0, 81, series, bands=(Band(0, 51.5, "distress"),), reliable_change=6.7)
    first, second = boxes(trajectory(plot, width))
    assert not overlap(first, second)
    assert min(first[0], second[0]) >= 0 and max(first[2], second[2]) <= width


@given(scores, scores, st.integers(0, 3), st.sampled_from((320, 480)))
def test_a_label_beside_its_point_covers_neither_point_nor_the_name_of_a_band(
    ana: int, ben: int, later: int, width: int
) -> None:
    plot = once_each(("Ana", ana, 0), ("Ben", ben, later), bands=(Band(0, 51.5, "distress"),))
    svg = trajectory(plot, width)
    drawn = ElementTree.fromstring(svg)
    circle, band = drawn.find(".//circle[@class='point']"), drawn.find(".//*[@class='band-label']")
    assert circle is not None and band is not None
    x, y = float(circle.get("cx", 0)), float(circle.get("cy", 0))
    named = text_box("distress", float(band.get("x", 0)), float(band.get("y", 0)))
    for label in boxes(svg):
        assert not overlap(label, (x - 5.5, y - 5.5, x + 5.5, y + 5.5))
        assert not overlap(label, named)
