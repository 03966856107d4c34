from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from duologue.calendar.forms import LENGTHS
from duologue.calendar.models import Kind
from duologue.calendar.rules import (
    CLOSES,
    OPENS,
    Busy,
    Span,
    free_instead,
    next_full_hour,
    taken,
    usual_length,
    wrong_with,
)

LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
moments = st.integers(0, 60 * 24 * 10).map(lambda m: MONDAY + timedelta(minutes=m))
spans = st.builds(
    lambda start, minutes: Span(start, start + timedelta(minutes=minutes)),
    moments,
    st.integers(15, 300),
)


def hour(start: datetime) -> Span:
    return Span(start, start + timedelta(hours=1))


def test_one_may_begin_when_the_other_ends() -> None:
    assert not hour(MONDAY).overlaps(hour(MONDAY + timedelta(hours=1)))
    assert hour(MONDAY).overlaps(hour(MONDAY + timedelta(minutes=59)))


def test_free_times_are_the_next_quarter_hours_in_opening_hours() -> None:
    busy = [Busy("Room 2", hour(MONDAY))]
    found = free_instead(hour(MONDAY), busy, LONDON)
    assert [s.starts for s in found] == [MONDAY + timedelta(hours=h) for h in (1, 2, 3)]


@given(spans, st.lists(spans, max_size=12))
def test_what_is_offered_is_free_as_long_as_asked_and_within_hours(
    wanted: Span, others: list[Span]
) -> None:
    busy = [Busy("x", s) for s in others]
    for span in free_instead(wanted, busy, LONDON):
        assert span.length == wanted.length
        assert span.starts >= wanted.starts
        assert not taken(span, busy)
        starts, ends = span.starts.astimezone(LONDON), span.ends.astimezone(LONDON)
        assert starts.time() >= OPENS and ends.time() <= CLOSES


def test_an_individual_appointment_is_for_one_and_a_joint_one_for_both() -> None:
    def reasons(kind: str, partners: int, number: int | None = None) -> int:
        return len(wrong_with(kind, partners=partners, session_number=number, span=hour(MONDAY)))

    assert reasons("integration-individual", 1) == 0
    assert reasons("integration-individual", 2) == 1
    assert reasons("assessment-joint", 1) == 1
    assert reasons("medicine", 2) == 1
    assert reasons("medicine", 1, 3) == 0
    assert reasons("feedback", 2, 3) == 1


@given(st.integers(0, 60 * 24 * 400).map(lambda m: MONDAY + timedelta(minutes=m)))
def test_the_next_full_hour_is_soon_full_and_while_the_clinic_is_open(at: datetime) -> None:
    found = next_full_hour(at, LONDON).astimezone(LONDON)
    assert (found.minute, found.second) == (0, 0) and OPENS <= found.time() < CLOSES
    assert timedelta(0) < found.astimezone(UTC) - at <= timedelta(hours=14)


def test_every_kind_has_a_usual_length_that_can_be_chosen() -> None:
    assert {usual_length(kind) for kind in Kind.values} <= {minutes for minutes, _ in LENGTHS}
