"""What a page says of somebody who has answered a questionnaire on one date."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from duologue.measures import actions as measures
from duologue.people.models import Partner
from duologue.privacy.addresses import page_id
from duologue.programme.actions import start_episode
from duologue.programme.models import Episode, PartnerDue
from tests.cast import NOW, Cast
from tests.overview.test_side_by_side import queries_of, signed_in


@pytest.fixture
def episode(cast: Cast) -> Episode:
    return start_episode(
        couple=cast.couple, programme="together-psycholytic", dosed=[cast.ana, cast.ben],
        by=cast.okafor, at=NOW,
    )  # fmt: skip


def answered(cast: Cast, partner: Partner, at: datetime, value: int = 2) -> None:
    with time_machine.travel(at, tick=False):
        measures.enter_on_paper(
            partner=partner, instrument="phq-9", answers=dict.fromkeys(range(1, 9), value) | {9: 0},
            by=cast.okafor, at=at,
        )  # fmt: skip


def due(episode: Episode, partner: Partner, days: int) -> None:
    PartnerDue.objects.filter(partner=partner, subject="phq-9").delete()
    PartnerDue.objects.create(
        partner=partner, episode=episode, step="phq-9.end", who="each partner", phase="integration",
        kind="answer", subject="phq-9", optional=False, opens_at=NOW + timedelta(days=days - 7),
        due_at=NOW + timedelta(days=days),
    )  # fmt: skip


def read(client: Client, address: str) -> str:
    with time_machine.travel(NOW, tick=False):
        return client.get(address).content.decode()


def test_the_team_reads_the_day_of_one_score_and_of_the_next(cast, episode) -> None:
    answered(cast, cast.ana, NOW - timedelta(days=3))
    due(episode, cast.ana, 14)
    okafor, page = signed_in(cast.okafor), reverse("partner", args=[cast.ana.id])
    told = read(okafor, page)
    assert "One measurement so far, on 20 Nov 2026; the next is due on 7 Dec 2026." in told
    assert not [mark for mark in ('class="line"', "leader", "chance", "Source:") if mark in told]
    due(episode, cast.ana, -1)
    assert "; the next was due on 22 Nov 2026." in read(okafor, page)
    PartnerDue.objects.all().delete()
    assert "One measurement so far, on 20 Nov 2026.</p>" in read(okafor, page)
    with time_machine.travel(NOW, tick=False):
        assert queries_of(okafor, page) <= 15


def test_with_a_second_date_the_course_is_drawn_and_read(cast, episode) -> None:
    for days, value in ((20, 3), (3, 1)):
        answered(cast, cast.ana, NOW - timedelta(days=days), value)
    due(episode, cast.ana, 14)
    told = read(signed_in(cast.okafor), reverse("partner", args=[cast.ana.id]))
    assert 'class="line"' in told and "is due on" not in told and "so far" not in told
    assert "Ana has improved reliably since the start" in told


def test_a_partner_reads_the_day_of_their_own_one_score_whatever_the_other_has(
    cast, episode
) -> None:
    answered(cast, cast.ana, NOW - timedelta(days=3))
    ana = signed_in(cast.ana.person)
    page = reverse("measures-result", args=[page_id(cast.ana.id, "answers", "phq-9")])
    alone = read(ana, page)
    assert "One measurement so far, on 20 November 2026." in alone
    answered(cast, cast.ben, NOW - timedelta(days=2))
    due(episode, cast.ben, 14)
    assert read(ana, page) == alone
    answered(cast, cast.ana, NOW - timedelta(days=1))
    assert "so far" not in read(ana, page)
