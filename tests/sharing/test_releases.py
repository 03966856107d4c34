import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from duologue.sharing.actions import mark_read, release, take_back
from duologue.sharing.models import Release, ReleaseRead, ReleaseTakenBack
from duologue.sharing.queries import release_of, shared_for
from duologue.sharing.rules import CannotTakeBack
from tests.cast import NOW


def share(author, text="I would like to listen more."):
    return release(kind="intention", title="For the second session", text=text, by=author, at=NOW)


def test_a_release_is_a_copy_of_exactly_these_words(cast):
    made = share(cast.ana, "Ask before you fix.  \n")
    (shared,) = shared_for(cast.couple)
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


def test_what_has_not_been_read_is_taken_back(cast):
    made = share(cast.ana)
    take_back(release=made, by=cast.ana, at=NOW)
    assert shared_for(cast.couple) == ()
    assert mark_read(by=cast.ben, at=NOW) == 0
    with pytest.raises(CannotTakeBack, match="already"):
        take_back(release=made, by=cast.ana, at=NOW)


def test_what_has_been_read_stays(cast):
    made = share(cast.ana)
    assert mark_read(by=cast.ben, at=NOW) == 1
    with pytest.raises(CannotTakeBack, match="has been read"):
        take_back(release=made, by=cast.ana, at=NOW)
    assert shared_for(cast.couple)[0].read


def test_seeing_ones_own_words_does_not_count_as_read(cast):
    share(cast.ana)
    assert mark_read(by=cast.ana, at=NOW) == 0
    assert not shared_for(cast.couple)[0].read


def test_the_other_partner_cannot_take_it_back(cast):
    made = share(cast.ana)
    with pytest.raises(CannotTakeBack, match="Only who shared"):
        take_back(release=made, by=cast.ben, at=NOW)
    assert release_of(cast.ben, made.pk) is None


def test_another_couples_room_stays_empty(cast):
    share(cast.ana)
    assert shared_for(cast.others) == () and mark_read(by=cast.chloe, at=NOW) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(8))
def test_reading_and_taking_back_at_once_never_both_happen(cast, turn):
    made = share(cast.ana)
    together = Barrier(2)

    def act(what) -> None:
        try:
            together.wait()
            what()
        except CannotTakeBack:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        list(
            two.map(
                act,
                [
                    lambda: take_back(release=made, by=cast.ana, at=NOW),
                    lambda: mark_read(by=cast.ben, at=NOW),
                ],
            )
        )
    read = ReleaseRead.objects.filter(release=made).exists()
    gone = ReleaseTakenBack.objects.filter(release=made).exists()
    assert read != gone
