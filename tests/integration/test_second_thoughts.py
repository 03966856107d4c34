"""What a partner kept can be reworded, put away, ended and said anew; nothing is written over."""

from datetime import timedelta
from uuid import uuid4

import pytest

from duologue.integration.insights import actions as insights
from duologue.integration.insights.models import Insight
from duologue.integration.insights.queries import insights_of
from duologue.integration.pattern.actions import see_pattern
from duologue.integration.practices import actions as practices
from duologue.integration.practices.models import Practice
from duologue.integration.window.actions import tell_after_session
from tests.cast import NOW


@pytest.fixture
def insight(cast) -> Insight:
    return insights.keep_insight(token=uuid4(), text="I hide.", by=cast.ana, at=NOW)


def test_an_insight_reworded_keeps_its_first_words(cast, insight) -> None:
    for days, text in enumerate(("I hide.", "I hide when ashamed.", "I hide when ashamed."), 1):
        later = NOW + timedelta(days=days)
        insights.reword_insight(insight=insight, text=text, by=cast.ana, at=later)
    said = list(insight.versions.values_list("text", flat=True))
    assert said == ["I hide.", "I hide when ashamed."]


def test_an_insight_put_away_can_be_brought_back(cast, insight) -> None:
    for _ in range(2):
        insights.put_insight_away(insight=insight, by=cast.ana, at=NOW)
    assert [one.put_away for one in insights_of(cast.ana)] == [True]
    insights.bring_insight_back(insight=insight, by=cast.ana, at=NOW)
    assert [one.put_away for one in insights_of(cast.ana)] == [False]
    assert insight.put_aways.count() == 1


def test_an_insight_is_changed_by_its_owner_only(cast, insight) -> None:
    with pytest.raises(Insight.DoesNotExist):
        insights.reword_insight(insight=insight, text="She hides.", by=cast.ben, at=NOW)
    with pytest.raises(Insight.DoesNotExist):
        insights.put_insight_away(insight=insight, by=cast.ben, at=NOW)
    with pytest.raises(Insight.DoesNotExist):
        insights.bring_insight_back(insight=insight, by=cast.ben, at=NOW)


def test_a_practice_ends_once_and_by_its_owner(cast) -> None:
    practice = practices.choose_practice(
        token=uuid4(), what="Say so.", per_week=7, until=None, insight=None, on=NOW.date(),
        by=cast.ana, at=NOW,
    )  # fmt: skip
    with pytest.raises(Practice.DoesNotExist):
        practices.end_practice(practice=practice, by=cast.ben, at=NOW)
    for days in (1, 2):
        practices.end_practice(practice=practice, by=cast.ana, at=NOW + timedelta(days=days))
    practice.refresh_from_db()
    assert practice.end.at == NOW + timedelta(days=1)


def test_the_loop_seen_twice_on_a_day_stands_twice_unless_sent_twice(cast) -> None:
    token = uuid4()
    for _ in range(2):
        see_pattern(token=token, on=NOW.date(), strength=7, ended="me", by=cast.ana, at=NOW)
    see_pattern(token=uuid4(), on=NOW.date(), strength=3, ended="", by=cast.ana, at=NOW)
    assert sorted(cast.ana.patterns_seen.values_list("strength", flat=True)) == [3, 7]
    assert not cast.ben.patterns_seen.exists()


def test_words_after_a_session_are_kept_again_only_when_they_changed(cast) -> None:
    for text in ("Light.", "Light.", "Light, and his hand."):
        tell_after_session(session_at=NOW, moment="24h", text=text, by=cast.ana, at=NOW)
    assert cast.ana.after_sessions.count() == 2
    assert not cast.ben.after_sessions.exists()
