"""What may be answered, what is asked next, and what is missing."""

import pytest

from duologue.measures.loader import instrument
from duologue.measures.rules import AnswerError, is_complete, next_item, renumbered, score, skipped

PHQ = instrument("phq-9")
AUDIT = instrument("audit")


@pytest.mark.parametrize(
    ("id", "answers", "said"),
    [
        ("phq-9", {1: 4}, "phq-9 item 1: 4 is not on offer; it may be 0, 1, 2, 3"),
        ("phq-9", {1: 1.5}, "phq-9 item 1: 1.5 is not on offer"),
        ("phq-9", {11: 1}, "phq-9 has no item 11; its items are 1 to 10"),
        ("phq-9", {1: True}, "phq-9 item 1: True is not a number"),
        ("phq-9", {1: float("nan")}, "phq-9 item 1: nan is not a number"),
        ("phq-9", {1: "2"}, "phq-9 item 1: '2' is not a number"),
        ("audit", {9: 1}, "audit item 9: 1 is not on offer; it may be 0, 2, 4"),
        ("ebi", {1: 101}, "ebi item 1: 101 is not on offer; it may be 0 to 100 in steps of 1"),
        ("ors", {1: 0.15}, "ors item 1: 0.15 is not on offer"),
        ("rdas", {11: 5}, "rdas item 11: 5 is not on offer"),
        ("ies", {1: 1}, "ies has no item 1; its items are not on file"),
    ],
)
def test_an_answer_that_cannot_be_one_is_refused_by_name(id, answers, said):
    with pytest.raises(AnswerError) as refused:
        score(instrument(id), answers)
    assert said in str(refused.value)


def test_a_missing_answer_leaves_no_score_and_says_which():
    scored = score(PHQ, {n: 3 for n in range(1, 10) if n != 4})
    assert (scored.score, scored.band, scored.missing) == (None, None, (4,))
    assert scored.reason.startswith("no answer to item 4; all nine answers are needed")


def test_the_unscored_difficulty_question_is_never_missing():
    scored = score(PHQ, dict.fromkeys(range(1, 10), 1))
    assert (scored.score, scored.missing) == (9, ())
    assert score(PHQ, dict.fromkeys(range(1, 11), 1)).score == 9


def test_thoughts_of_self_harm_alert_even_before_the_form_is_finished():
    scored = score(PHQ, {9: 1})
    assert scored.score is None
    assert [alert.items for alert in scored.alerts] == [(9,)]
    assert score(PHQ, {9: 0}).alerts == ()


def test_items_are_asked_one_after_the_other():
    assert next_item(PHQ, {}).number == 1
    assert next_item(PHQ, {1: 0, 2: 0}).number == 3
    assert next_item(PHQ, {1: 0, 3: 0}, passed={2}).number == 4


def test_a_form_is_complete_without_its_optional_items_but_still_offers_them():
    answers = dict.fromkeys(range(1, 10), 0)
    assert is_complete(PHQ, answers)
    assert next_item(PHQ, answers).number == 10
    assert next_item(PHQ, answers, passed={10}) is None


def test_who_never_drinks_goes_from_the_first_question_to_the_ninth():
    assert next_item(AUDIT, {1: 0}).number == 9
    assert is_complete(AUDIT, {1: 0, 9: 0, 10: 0})
    assert not is_complete(AUDIT, {1: 0, 9: 0})


def test_who_never_drinks_much_goes_from_the_third_question_to_the_ninth():
    assert next_item(AUDIT, {1: 2, 2: 0}).number == 3
    assert next_item(AUDIT, {1: 2, 2: 0, 3: 0}).number == 9
    assert next_item(AUDIT, {1: 2, 2: 1, 3: 0}).number == 4


def test_an_answer_to_a_question_that_could_be_skipped_still_counts():
    assert score(AUDIT, {1: 0, 4: 3, 9: 0, 10: 0}).score == 3


def test_without_a_hard_experience_nothing_more_is_asked_and_nothing_counts():
    screen = instrument("pc-ptsd-5")
    assert next_item(screen, {0: 0}) is None
    assert score(screen, {0: 0, 1: 1, 2: 1, 3: 1}).score == 0
    assert next_item(screen, {0: 1}).number == 1
    assert score(screen, {0: 1}).score is None


def test_the_suicide_screen_asks_on_only_where_it_has_to():
    screen = instrument("c-ssrs")
    assert next_item(screen, {1: 0, 2: 0}).number == 6
    assert next_item(screen, {1: 0, 2: 1}).number == 3
    assert is_complete(screen, {1: 0, 2: 0, 6: 0})
    assert next_item(screen, {1: 0, 2: 0, 6: 1}).number == 7


def test_an_answer_behind_a_no_on_the_suicide_screen_is_not_lost():
    assert score(instrument("c-ssrs"), {1: 0, 2: 0, 4: 1, 6: 0}).band == "high"


def test_of_the_two_drink_questions_one_is_enough():
    screen = instrument("taps-1")
    assert skipped(screen, {2: 0}) == {3}
    assert skipped(screen, {3: 1}) == {2}
    assert is_complete(screen, {1: 0, 3: 0, 4: 0, 5: 0})


def test_numbers_of_the_longer_form_are_understood():
    pulse = instrument("csi-4")
    assert renumbered(pulse, {1: 6, 12: 5, 19: 4, 22: 3}) == {1: 6, 2: 5, 3: 4, 4: 3}
    assert renumbered(pulse, {1: 6, 2: 5, 3: 4, 4: 3}) == {1: 6, 2: 5, 3: 4, 4: 3}
    assert renumbered(pulse, {1: 6, 2: 5, 22: 4}) == {1: 6, 2: 5, 22: 4}


def test_decimal_answers_add_up_as_written():
    assert score(instrument("ors"), {1: 0.1, 2: 0.2, 3: 0.3, 4: 0.3}).score == 0.9
