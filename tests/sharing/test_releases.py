import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from duologue.sharing import rules
from duologue.sharing.actions import release, take_back
from duologue.sharing.models import Release
from duologue.sharing.queries import release_of, shared_for
from duologue.sharing.rules import SECOND_THOUGHTS, CannotTakeBack
from tests.cast import NOW

LATER = NOW + SECOND_THOUGHTS


def share(author, text="I would like to listen more."):
    return release(kind="intention", title="For the second session", text=text, by=author, at=NOW)


def test_a_release_is_a_copy_of_exactly_these_words(cast):
    made = share(cast.ana, "Ask before you fix.  \n")
    (shared,) = shared_for(cast.ben, LATER)
    assert (shared.text, shared.author, shared.side) == ("Ask before you fix.  \n", "Ana", 1)
    assert not [field for field in Release._meta.get_fields() if field.name in ("source", "of")]
    assert release_of(cast.ana, made.pk) == made


def test_pressing_twice_shares_once(cast):
    key = uuid.uuid4()
    for _ in range(2):
        release(kind="intention", title="", text="once", by=cast.ana, at=NOW, id=key)
    assert Release.objects.count() == 1


def test_no_words_are_not_shared(cast):
    with pytest.raises(ValueError, match="no words"):
        share(cast.ana, "  \n")


def test_for_an_hour_only_its_author_sees_it_and_can_take_it_back(cast):
    made = share(cast.ana)
    nearly = NOW + SECOND_THOUGHTS - timedelta(seconds=1)
    assert shared_for(cast.ben, nearly) == ()
    assert not shared_for(cast.ana, nearly)[0].settled
    take_back(release=made, by=cast.ana, at=nearly)
    assert shared_for(cast.ana, nearly) == shared_for(cast.ben, LATER) == ()
    with pytest.raises(CannotTakeBack, match="already"):
        take_back(release=made, by=cast.ana, at=nearly)


def test_what_both_can_see_stays(cast):
    made = share(cast.ana)
    assert shared_for(cast.ben, LATER)[0].settled
    with pytest.raises(CannotTakeBack, match="stood in our room"):
        take_back(release=made, by=cast.ana, at=LATER)


@given(minutes=st.integers(-10, 200), taken=st.booleans(), own=st.booleans())
def test_what_the_other_can_see_is_never_taken_back_and_what_is_taken_back_never_seen(
    minutes, taken, own
):
    at = NOW + timedelta(minutes=minutes)
    said = rules.take_back(rules.ReleaseFacts(own, NOW, taken, at))
    seen = rules.stands_from(NOW) <= at
    assert isinstance(said, rules.Open) == (own and not taken and not seen)


def test_the_other_partner_cannot_take_it_back(cast):
    made = share(cast.ana)
    with pytest.raises(CannotTakeBack, match="Only who shared"):
        take_back(release=made, by=cast.ben, at=NOW)
    assert release_of(cast.ben, made.pk) is None


def test_another_couples_room_stays_empty(cast):
    share(cast.ana)
    assert shared_for(cast.chloe, LATER) == ()


def test_nothing_notes_that_our_room_was_opened(cast, client):
    share(cast.ana)
    client.force_login(cast.ben.person)
    with CaptureQueriesContext(connection) as asked:
        client.get("/our-room/")
    assert not [
        q for q in asked if "sharing_" in q["sql"] and q["sql"].startswith(("INSERT", "UPD"))
    ]
