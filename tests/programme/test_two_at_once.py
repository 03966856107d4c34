"""Two tabs, two tablets, one step."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from duologue.programme import actions
from duologue.programme.models import JointStepDone, PartnerDue, PartnerStepDone
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [f.result() for f in [pool.submit(run, act) for act in acts]]


def test_two_who_finish_the_same_step_leave_one_row(cast, episode):
    def finish():
        return actions.finish_step(
            episode=episode, partner=None, step="first-conversation", by=None, at=NOW
        )

    found = at_once(*[finish] * 4)
    assert len({row.pk for row in found}) == 1
    assert JointStepDone.objects.count() == 1


def test_both_partners_at_once_both_count(cast, episode):
    actions.finish_step(episode=episode, partner=None, step="first-conversation", by=None, at=NOW)

    def sign(partner):
        return lambda: actions.finish_first(
            episode=episode,
            partner=partner,
            kind="sign",
            subject="confidentiality",
            by=None,
            at=NOW,
        )

    at_once(sign(cast.ana), sign(cast.ben), sign(cast.ana), sign(cast.ben))
    assert PartnerStepDone.objects.filter(step="consent-confidentiality").count() == 2
    for partner in (cast.ana, cast.ben):
        assert PartnerDue.objects.filter(partner=partner, step="private-screen").exists()


def test_two_who_start_a_course_at_once_start_one(cast):
    def start():
        try:
            return actions.start_episode(
                couple=cast.others,
                programme="taking-turns",
                dosed=[cast.dev, cast.chloe],
                by=None,
                at=NOW,
            )
        except actions.AlreadyUnderWay:
            return None

    assert sum(found is not None for found in at_once(start, start)) == 1
