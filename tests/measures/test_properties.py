"""What holds for every instrument and every way of answering it."""

from hypothesis import given
from hypothesis import strategies as st

from duologue.measures.instrument import Instrument
from duologue.measures.loader import load_all
from duologue.measures.rules import is_complete, next_item, score

WITH_ITEMS = [found for found in load_all().values() if found.items]
FORMS = st.sampled_from(WITH_ITEMS)


def values_of(item):
    if item.options:
        return st.sampled_from([option.value for option in item.options])
    steps = round((item.scale.maximum - item.scale.minimum) / item.scale.step)
    return st.integers(0, steps).map(lambda n: round(item.scale.minimum + n * item.scale.step, 1))


@st.composite
def answered(draw, *, fully: bool):
    found: Instrument = draw(FORMS)
    items = found.items
    if not fully:
        items = draw(st.lists(st.sampled_from(items), unique_by=lambda i: i.number))
    return found, {item.number: draw(values_of(item)) for item in items}


@given(answered(fully=True))
def test_a_full_form_scores_within_its_range(case):
    found, answers = case
    scored = score(found, answers)
    assert scored.missing == ()
    if found.range:
        assert found.range[0] <= scored.score <= found.range[1]
    for part in found.scoring.subscales:
        assert part.range[0] <= scored.subscales[part.name] <= part.range[1]


@given(answered(fully=False))
def test_a_score_is_absent_exactly_where_there_is_a_reason(case):
    found, answers = case
    scored = score(found, answers)
    assert (scored.score is None) == (scored.reason is not None)
    if len(scored.missing) > found.scoring.missing.allowed:
        assert scored.score is None


@given(answered(fully=False), st.randoms())
def test_the_order_of_answering_does_not_matter(case, random):
    found, answers = case
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert score(found, dict(shuffled)) == score(found, answers)


@given(answered(fully=True))
def test_taking_one_answer_away_never_scores_it_as_zero(case):
    found, answers = case
    if found.skips or found.scoring.missing.allowed or not found.range:
        return
    for number in found.scoring.items:
        rest = {n: value for n, value in answers.items() if n != number}
        assert score(found, rest).score is None


@given(answered(fully=True))
def test_turning_every_answer_round_turns_the_score_round(case):
    found, answers = case
    if found.skips or not found.range:
        return
    turned = {
        n: round(found.item(n).lowest + found.item(n).highest - value, 1)
        for n, value in answers.items()
    }
    both = score(found, answers).score + score(found, turned).score
    assert abs(both - sum(found.range)) < 1e-9


@given(FORMS, st.data())
def test_asking_until_nothing_is_left_completes_the_form(found, data):
    answers = {}
    while item := next_item(found, answers):
        assert item.number not in answers
        answers[item.number] = data.draw(values_of(item))
    assert is_complete(found, answers)
    assert score(found, answers).missing == ()
