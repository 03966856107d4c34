"""One's own late work stands first on the first page, whatever others have to do."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from duologue.programme.worklist import BEFORE, LATE, TODAY, Pending, laid_out

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
SIZES = {"mine": 3, "team": 2, "waiting": 2}
hours = st.integers(-300, 20).map(lambda h: MIDNIGHT + timedelta(hours=h))
works = st.lists(
    st.builds(
        lambda whose, need, due, id: Pending(whose, need, due, UUID(int=id), (whose, id)),
        st.sampled_from(tuple(SIZES)), st.sampled_from((LATE, TODAY, BEFORE)), hours,
        st.integers(0, 2**64),
    ),
    max_size=30, unique_by=lambda one: one.id,
)  # fmt: skip


@given(works)
def test_pages_lose_nothing_show_nothing_twice_and_keep_the_order(work) -> None:
    need = {one.of: (one.urgency, one.due_at) for one in work}
    walked = {whose: [] for whose in SIZES}
    for page in range(1, len(work) + 2):
        parts = laid_out(work, SIZES, page)
        for whose, part in parts.items():
            walked[whose] += part.items
            assert len(part.items) <= SIZES[whose]
            later = [one for one in work if one.whose == whose and one.of not in walked[whose]]
            assert part.more == bool(later)
    for whose, seen in walked.items():
        assert sorted(seen) == sorted(one.of for one in work if one.whose == whose)
        assert [need[of] for of in seen] == sorted(need[of] for of in seen)


@given(works)
def test_what_others_have_to_do_moves_nothing_of_ones_own(work) -> None:
    alone = [one for one in work if one.whose == "mine"]
    assert laid_out(work, SIZES, 1)["mine"] == laid_out(alone, SIZES, 1)["mine"]
