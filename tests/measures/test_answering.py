"""Answering: saved as you go, submitted once, scored once, never dropped."""

import pytest

from duologue.measures import actions, rules
from duologue.measures.models import Answer, Response, Score, Submission
from duologue.measures.signals import response_completed
from tests.cast import NOW

EPISODE = "5b0f6a3e-7c1d-4f0e-9a53-2d8b7a1f4c11"


def begin(partner):
    return actions.start(
        partner=partner, instrument="gad-7", episode=EPISODE, step="gad-7.before",
        by=partner.person, at=NOW,
    )  # fmt: skip


def fill(response, values):
    for item, value in enumerate(values, start=1):
        actions.answer(response=response, item=item, value=value, by=None, at=NOW)


def test_two_tabs_share_one_response(cast) -> None:
    assert begin(cast.ana) == begin(cast.ana)


def test_each_partner_has_a_response_of_their_own_for_the_same_step(cast) -> None:
    assert begin(cast.ana) != begin(cast.ben)


def test_a_submitted_response_is_scored_by_its_instrument(cast) -> None:
    response = begin(cast.ana)
    fill(response, [0, 0, 1, 1, 0, 1, 0])
    scored = actions.submit(response=response, by=cast.ana.person, at=NOW)
    assert (scored.score, scored.band) == (3, "minimal")
    assert Score.objects.get(response=response, name=Score.TOTAL).value == 3


def test_a_second_submission_changes_nothing_and_tells_nobody_twice(cast) -> None:
    told = []

    def listen(sender, **said):
        told.append(said["response"])

    response_completed.connect(listen)
    try:
        response = begin(cast.ana)
        fill(response, [3] * 7)
        for _ in range(2):
            assert actions.submit(response=response, by=None, at=NOW).score == 21
    finally:
        response_completed.disconnect(listen)
    assert told == [response]
    assert Submission.objects.filter(response=response).count() == 1


def test_a_missing_item_gives_a_reason_and_no_score(cast) -> None:
    response = begin(cast.ana)
    fill(response, [3] * 3)
    actions.submit(response=response, by=None, at=NOW)
    kept = Score.objects.get(response=response, name=Score.TOTAL)
    assert kept.value is None
    assert kept.reason


def test_an_answer_can_be_changed_until_it_is_submitted(cast) -> None:
    response = begin(cast.ana)
    fill(response, [3] * 7)
    actions.answer(response=response, item=1, value=0, by=None, at=NOW)
    assert actions.submit(response=response, by=None, at=NOW).score == 18
    with pytest.raises(actions.AlreadySubmitted):
        actions.answer(response=response, item=1, value=3, by=None, at=NOW)
    assert Answer.objects.get(response=response, item=1).value == 0


def test_a_value_that_is_not_on_offer_is_refused_by_name(cast) -> None:
    response = begin(cast.ana)
    with pytest.raises(rules.AnswerError, match="7"):
        actions.answer(response=response, item=1, value=7, by=None, at=NOW)
    assert not Answer.objects.filter(response=response).exists()


def test_paper_answers_are_entered_and_scored_in_one_step(cast) -> None:
    scored = actions.enter_on_paper(
        partner=cast.ben, instrument="gad-7", answers=dict.fromkeys(range(1, 8), 1),
        by=cast.okafor, at=NOW,
    )  # fmt: skip
    assert scored.score == 7
    assert Response.objects.get(partner=cast.ben).mode == Response.Mode.PAPER


def test_what_cannot_be_taken_is_kept_until_somebody_resolves_it(cast) -> None:
    held = actions.hold(
        partner=cast.ana, instrument="gad-7", received={"1": "9"},
        why="9 is not on offer for item 1", at=NOW,
    )  # fmt: skip
    first = actions.resolve_held(
        held=held, what="Ana meant 3", answers=dict.fromkeys(range(1, 8), 3),
        by=cast.okafor, at=NOW,
    )  # fmt: skip
    again = actions.resolve_held(held=held, what="twice", by=cast.okafor, at=NOW)
    assert again == first
    assert Score.objects.get(response=first.response, name=Score.TOTAL).value == 21
