"""What is told in the way in finishes the steps of the couple's course."""

import uuid

import pytest
from django.utils import timezone

from duologue.consent import actions as consent
from duologue.consent import loader
from duologue.consent.models import Signature
from duologue.programme.actions import start_episode
from duologue.programme.queries import course_of
from duologue.safety.models import Alert
from duologue.screening import actions, history
from tests.cast import NOW


@pytest.fixture
def episode(cast):
    return start_episode(
        couple=cast.couple, programme="together-psycholytic", dosed=[cast.ana, cast.ben],
        by=cast.okafor, at=NOW,
    )  # fmt: skip


def done(episode) -> set[tuple[str, str]]:
    states = course_of(episode, timezone.now())
    return {(state.of.subject, state.slot) for state in states if state.state == "done"}


def send_history(partner) -> None:
    known = {asked.id: "no" for asked in history.loader.history().conditions}
    screen = {"conditions": known, "medicines": [], "born": "1988-04-02"}
    actions.save_history(partner=partner, screen=screen, by=partner.person, at=NOW)
    actions.submit_history(partner=partner, by=partner.person, at=NOW)


def test_a_sent_history_finishes_the_step_of_that_partner_only(cast, episode) -> None:
    send_history(cast.ana)
    assert done(episode) == {("medical-history", "1")}


def test_clearance_and_suitability_finish_theirs(cast, episode) -> None:
    actions.sign_clearance(
        id=uuid.uuid4(), partner=cast.ben, expires_on=timezone.localdate(), conditions="",
        by=cast.lind, at=NOW,
    )  # fmt: skip
    actions.decide_suitability(
        id=uuid.uuid4(), couple=cast.couple, decision="suitable", reason="Both wish it", plan="",
        review_on=None, by=cast.okafor, at=NOW,
    )  # fmt: skip
    assert ("clearance", "2") in done(episode)
    assert "suitability" in {subject for subject, _ in done(episode)}


def test_a_not_now_finishes_nothing(cast, episode) -> None:
    actions.decide_suitability(
        id=uuid.uuid4(), couple=cast.couple, decision="not-now", reason="Time", plan="Wait",
        review_on=None, by=cast.okafor, at=NOW,
    )  # fmt: skip
    assert not done(episode)


def sign(partner, document_id: str) -> Signature:
    from duologue.consent.paper import fingerprint, paper

    document = loader.document(document_id)
    answers = {q.id: next(o.id for o in q.options if o.right) for q in document.questions}
    by = partner.person
    consent.answer_teach_back(partner=partner, document=document, answers=answers, by=by, at=NOW)
    shown = paper(document, name=by.name, clinic="Willow", chosen={})
    return consent.sign(
        id=uuid.uuid4(), partner=partner, document=document, name=by.name,
        sha256=fingerprint(shown), clinic="Willow", by=by, at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("document", ["confidentiality", "treatment", "off-label"])
def test_a_signature_finishes_the_step_of_its_document(cast, episode, document) -> None:
    sign(cast.ana, document)
    assert done(episode) == {(document, "1")}


def test_a_withdrawal_reaches_the_therapist(cast, episode) -> None:
    signature = sign(cast.ana, "treatment")
    consent.withdraw(signature=signature, by=cast.ana.person, at=NOW)
    consent.withdraw(signature=signature, by=cast.ana.person, at=NOW)
    assert Alert.objects.get().owner == cast.okafor


def test_without_a_course_everything_is_kept_all_the_same(cast) -> None:
    send_history(cast.chloe)
    assert sign(cast.chloe, "treatment").partner == cast.chloe
