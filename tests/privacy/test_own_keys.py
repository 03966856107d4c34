import json
import time
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from duologue.privacy.ownkeys import cipher, ring
from duologue.privacy.ownkeys.models import KeyDestroyed, OwnKey

KEY, KEY_ID = cipher.new_key(), uuid4()


@given(st.text())
def test_any_words_come_back_as_they_were(words: str) -> None:
    key_id, locked = cipher.split(cipher.keep(words, key_id=KEY_ID, key=KEY))
    assert key_id == KEY_ID
    assert cipher.read(locked, KEY) == words


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_kept_of_short_words_is_of_one_length(one: str, other: str) -> None:
    kept = [cipher.keep(words, key_id=KEY_ID, key=KEY) for words in (one, other)]
    assert len(kept[0]) == len(kept[1])
    assert kept[0] != kept[1]


@given(st.text(max_size=300), st.binary(min_size=1, max_size=4))
def test_another_key_and_damage_open_nothing(words: str, damage: bytes) -> None:
    _, locked = cipher.split(cipher.keep(words, key_id=KEY_ID, key=KEY))
    with pytest.raises(cipher.Unreadable):
        cipher.read(locked, cipher.new_key())
    with pytest.raises(cipher.Unreadable):
        cipher.read(locked + damage, KEY)


def test_each_owner_has_one_key_of_their_own(cast) -> None:
    kept = [
        ring.keep("the same words", owner)
        for owner in (
            ("partner", cast.ana.pk),
            ("partner", cast.ana.pk),
            ("partner", cast.ben.pk),
            ("couple", cast.couple.pk),
            ("author", cast.okafor.pk),
        )
    ]
    ids = [cipher.split(each)[0] for each in kept]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 4 == OwnKey.objects.count()
    assert [ring.words(each) for each in kept] == ["the same words"] * 5


def test_a_key_made_where_all_was_taken_back_is_made_anew(cast) -> None:
    owner = ("partner", cast.ana.pk)
    with pytest.raises(LookupError), transaction.atomic():
        ring.keep("never kept", owner)
        raise LookupError
    kept = ring.keep("kept", owner)
    ring.forget()
    assert ring.words(kept) == "kept"


def test_every_key_at_hand_costs_one_query(cast, django_assert_num_queries) -> None:
    kept = [
        ring.keep(f"words {n}", ("partner", p.pk)) for p in (cast.ana, cast.ben) for n in range(9)
    ]
    ring.forget()
    with django_assert_num_queries(1):
        assert {ring.words(each) for each in kept} == {f"words {n}" for n in range(9)}


def test_words_whose_key_is_destroyed_are_gone_and_no_error(cast) -> None:
    kept = ring.keep("gone", ("partner", cast.ana.pk))
    key = OwnKey.objects.get(partner=cast.ana)
    KeyDestroyed.objects.create(id=key.pk, at="2026-11-23T09:00Z")
    key.delete()
    ring.forget()
    assert ring.words(kept) is None


def test_a_key_out_of_reach_is_loud(cast) -> None:
    kept = ring.keep("words", ("partner", cast.ana.pk))
    OwnKey.objects.all().delete()
    ring.forget()
    with pytest.raises(ring.OutOfReach):
        ring.words(kept)


@pytest.mark.django_db(transaction=True)
def test_no_key_outlives_its_transaction(cast) -> None:
    with transaction.atomic():
        ring.keep("words", ("partner", cast.ana.pk))
        assert connection.own_keys.open
    assert connection.own_keys is None
    kept = ring.keep("words", ("partner", cast.ana.pk))
    assert json.dumps(ring.words(kept)) == '"words"'
    assert connection.own_keys is None


def test_two_hundred_words_of_a_page_cost_less_than_ten_milliseconds(cast) -> None:
    kept = [ring.keep("w" * 400, ("partner", cast.ana.pk)) for _ in range(200)]

    def once() -> float:
        begun = time.process_time()
        for each in kept:
            ring.words(each)
        return time.process_time() - begun

    assert min(once() for _ in range(5)) < 0.010
