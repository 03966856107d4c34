"""One couple's course: begun, walked, changed, closed."""

import uuid
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from duologue.programme import actions, rules
from duologue.programme.loader import load_all
from duologue.programme.models import (
    Anchor,
    EpisodeClosure,
    JointDue,
    JointStepDone,
    PartnerDue,
    PartnerStepDone,
)
from duologue.programme.projection import facts_of, written
from duologue.programme.queries import course_of, current_episode, latest_episode, phases_of
from tests.cast import NOW

from .conftest import DAY


def finish(episode, partner, *steps, at=NOW):
    for step in steps:
        actions.finish_step(episode=episode, partner=partner, step=step, by=None, at=at)


def pending(episode, partner=None):
    rows = PartnerDue.objects.filter(partner=partner) if partner else JointDue.objects.all()
    return set(rows.filter(episode=episode).values_list("step", flat=True))


def test_a_new_episode_asks_for_the_first_conversation(cast, episode):
    assert pending(episode) == {"first-conversation"}
    assert pending(episode, cast.ana) == pending(episode, cast.ben) == set()
    assert current_episode(cast.couple) == episode
    assert phases_of([cast.couple.pk])[cast.couple.pk] == (episode, "enquiry")


def test_a_couple_has_one_episode_at_a_time(cast, episode):
    with pytest.raises(actions.AlreadyUnderWay):
        actions.start_episode(
            couple=cast.couple, programme="individual", dosed=[cast.ana], by=None, at=NOW
        )


@pytest.mark.parametrize(
    ("programme", "names"),
    [("individual", "ana ben"), ("together-psycholytic", "ana"), ("taking-turns", "ana chloe")],
)
def test_who_is_dosed_fits_the_format(cast, programme, names):
    dosed = [getattr(cast, name) for name in names.split()]
    with pytest.raises(ValueError, match="choose who is dosed"):
        actions.start_episode(couple=cast.couple, programme=programme, dosed=dosed, by=None, at=NOW)


def test_finishing_a_step_opens_what_waited_for_it(cast, episode):
    finish(episode, None, "first-conversation")
    assert "consent-confidentiality" in pending(episode, cast.ben)
    finish(episode, cast.ana, "consent-confidentiality")
    assert "private-screen" in pending(episode, cast.ana)
    assert "private-screen" not in pending(episode, cast.ben)


def test_finishing_twice_is_harmless(cast, episode):
    one = actions.finish_step(
        episode=episode, partner=None, step="first-conversation", by=cast.cora, at=NOW
    )
    other = actions.finish_step(
        episode=episode, partner=None, step="first-conversation", by=cast.lind, at=NOW + DAY
    )
    assert one == other and other.by == cast.cora


def test_a_step_is_of_the_one_it_names(cast, episode):
    for partner, step in ((cast.ana, "suitability"), (None, "phq-9.before"), (None, "moon")):
        with pytest.raises(actions.NotInCourse):
            finish(episode, partner, step)
    with pytest.raises(actions.NotInCourse):
        finish(episode, cast.chloe, "phq-9.before")


def test_what_was_undone_is_asked_again_and_can_be_done_again(cast, episode):
    done = actions.finish_step(
        episode=episode, partner=None, step="first-conversation", by=cast.cora, at=NOW
    )
    for _ in range(2):
        actions.undo_finish(done=done, reason="wrong couple", by=cast.cora, at=NOW)
    assert pending(episode) == {"first-conversation"}
    finish(episode, None, "first-conversation", at=NOW + DAY)
    assert "first-conversation" not in pending(episode)
    assert JointStepDone.objects.filter(episode=episode).count() == 2


def test_a_skipped_step_holds_up_nothing_and_can_still_be_done(cast, episode):
    for _ in range(2):
        actions.skip_step(
            episode=episode,
            partner=None,
            step="first-conversation",
            reason="they came by referral",
            by=cast.cora,
            at=NOW,
        )
    assert "consent-confidentiality" in pending(episode, cast.ana)
    state = next(s for s in course_of(episode, NOW) if s.step == "first-conversation")
    assert (state.state, state.reason) == ("skipped", "they came by referral")
    finish(episode, None, "first-conversation")
    assert next(s for s in course_of(episode, NOW) if s.step == state.step).state == "done"


def test_a_session_that_moves_takes_its_steps_with_it(cast, episode):
    ready = [
        s for s in written(episode).steps if s.phase in ("enquiry", "screening", "preparation")
    ]
    ready += [s for s in written(episode).steps if s.phase == "consent"]
    by_side = {"1": cast.ana, "2": cast.ben}
    places = rules.places(written(episode), ("1", "2"), ("1", "2"))
    actions.finish_steps(
        episode=episode,
        steps=[(by_side.get(p.slot), p.step.key, NOW) for p in places if p.step in ready],
        by=cast.okafor,
        at=NOW,
    )
    assert "order.s1" not in pending(episode, cast.ana)
    for moment in (NOW + 10 * DAY, NOW + 12 * DAY):
        actions.set_anchor(episode=episode, name="session:1", moment=moment, by=None, at=NOW)
        order = PartnerDue.objects.get(partner=cast.ana, step="order.s1")
        assert (order.opens_at, order.late_at) == (moment - 7 * DAY, moment - DAY)
    actions.set_anchor(episode=episode, name="session:1", moment=None, by=None, at=NOW)
    assert "order.s1" not in pending(episode, cast.ana)
    assert list(Anchor.objects.filter(episode=episode).values_list("nth", flat=True)) == [1, 2, 3]


def test_only_dates_of_the_course_can_be_set(episode):
    with pytest.raises(actions.NotInCourse, match="session:6"):
        actions.set_anchor(episode=episode, name="session:7", moment=NOW, by=None, at=NOW)


def test_an_answer_counts_for_the_wave_that_opened_last(cast, episode):
    for n, moment in ((1, NOW - 2 * DAY), (2, NOW + DAY)):
        actions.set_anchor(episode=episode, name=f"session:{n}", moment=moment, by=None, at=NOW)
    before = {s.step for s in course_of(episode, NOW) if s.of.phase < "medicine"}
    assert before
    finish(episode, None, "first-conversation")
    finish(episode, cast.ana, "consent-confidentiality")
    first = actions.finish_first(
        episode=episode, partner=cast.ana, kind="answer", subject="csi-16", by=None, at=NOW
    )
    assert first.step == "csi-16.before"
    again = actions.finish_first(
        episode=episode, partner=cast.ana, kind="answer", subject="csi-16", by=None, at=NOW
    )
    assert again == first
    assert PartnerStepDone.objects.filter(step__startswith="csi-16").count() == 1


def test_an_answer_nobody_asked_for_finishes_nothing(cast, episode):
    assert (
        actions.finish_first(
            episode=episode, partner=cast.ana, kind="answer", subject="phq-9", by=None, at=NOW
        )
        is None
    )


def test_the_same_source_finishes_one_step_only(cast, episode):
    source = uuid.uuid4()
    found = [
        actions.finish_first(
            episode=episode,
            partner=cast.ana,
            kind="record",
            subject="administration",
            by=cast.mona,
            at=NOW,
            source=source,
        )
        for _ in range(2)
    ]
    assert found[0] == found[1] and found[0].step == "administration.s1"


def test_what_happened_is_recorded_for_the_session_it_happened_in(cast, episode):
    done = actions.finish_first(
        episode=episode,
        partner=cast.ben,
        kind="record",
        subject="discharge",
        session=3,
        by=cast.mona,
        at=NOW,
    )
    assert done.step == "discharge.s3"


def test_an_extra_meeting_is_not_taken_for_the_next_sessions(cast, episode):
    def meet(at):
        return actions.finish_first(
            episode=episode, partner=None, kind="meet", subject="integration-joint", by=None, at=at
        )

    for n in (1, 2):
        day = NOW + 7 * n * DAY
        actions.set_anchor(episode=episode, name=f"session:{n}", moment=day, by=None, at=NOW)
    first = meet(NOW + 9 * DAY)
    assert first.step == "integration-meeting.s1"
    assert meet(NOW + 10 * DAY) == first
    assert meet(NOW + 16 * DAY).step == "integration-meeting.s2"


def test_a_closed_episode_asks_for_nothing(cast, episode):
    for _ in range(2):
        actions.close_episode(episode=episode, outcome="moved away", by=cast.okafor, at=NOW)
    assert EpisodeClosure.objects.filter(episode=episode).count() == 1
    assert not pending(episode) and not pending(episode, cast.ana)
    assert current_episode(cast.couple) is None and latest_episode(cast.couple) == episode
    assert phases_of([cast.couple.pk]) == {}


def test_the_database_itself_keeps_one_row_a_step(cast, episode):
    values = {"partner": cast.ana, "episode": episode, "step": "x", "who": "each partner"}
    PartnerStepDone.objects.create(**values, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerStepDone.objects.create(**values, at=NOW)


@pytest.mark.parametrize("programme", load_all())
def test_a_couple_can_be_carried_from_enquiry_to_the_closing_letter(cast, programme):
    alone = programme == "individual"
    episode = actions.start_episode(
        couple=cast.couple,
        programme=programme,
        dosed=[cast.ana] if alone else [cast.ana, cast.ben],
        by=cast.okafor,
        at=NOW,
    )
    outline = written(episode)
    by_side, at, seen = {"1": cast.ana, "2": cast.ben}, NOW, []
    for n in range(1, outline.sessions + 1):
        day = NOW + (60 + (n - 1) * outline.every_days) * DAY
        actions.set_anchor(episode=episode, name=f"session:{n}", moment=day, by=None, at=NOW)
    while at < NOW + 600 * DAY:
        facts = facts_of(episode, at)
        states = rules.course(outline, facts)
        ready = [s for s in states if s.ready]
        if not ready:
            ahead = [s.opens_at for s in states if s.state == "waiting" and s.opens_at]
            at = min(ahead, default=NOW + 600 * DAY)
            continue
        actions.finish_steps(
            episode=episode,
            steps=[(by_side.get(s.slot), s.step, at) for s in ready],
            by=cast.okafor,
            at=at,
        )
        seen.append(phases_of([cast.couple.pk])[cast.couple.pk][1])
    assert seen == sorted(seen, key=rules.PHASES.index)
    states = rules.course(outline, replace(facts_of(episode, at), at=at))
    assert {s.state for s in states} <= {"done", "skipped"}
    assert next(s for s in states if s.step == "closing-summary").state == "done"
    assert not [s.step for s in states if s.state == "skipped" and not s.of.optional]
    assert not pending(episode) and not pending(episode, cast.ana)
