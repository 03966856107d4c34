"""Keys: made with a password, kept through a change of it, lost with it, won back by two."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from duologue.people.signals import password_changed, password_forgotten, password_shown
from duologue.privacy.keys import rules
from duologue.privacy.keys.actions import (
    AlreadyShown,
    NoKey,
    change_password,
    keep_key,
    lose_key,
    make_key,
    name_escrow,
    show_share,
    unlock,
)
from duologue.privacy.keys.models import EscrowShare, SealingKey, SealingKeyWrap
from duologue.privacy.keys.queries import ready_escrow
from tests.cast import NOW
from tests.measures.sealing import PASSWORD, signed_in, with_key

PAIR, OTHER, THIRD = rules.new_pair(), rules.new_pair(), rules.new_pair()
LEAST = rules.COSTS["least"]
SHORT = st.binary(max_size=rules.TEXT - 1)


@given(SHORT)
def test_what_is_sealed_opens_with_its_key_alone_and_is_always_as_long(text) -> None:
    sealed = rules.seal(text, PAIR.public)
    assert rules.unseal(sealed, PAIR.private) == text
    assert len(sealed) == rules.SEALED
    with pytest.raises(rules.NotForThisKey):
        rules.unseal(sealed, OTHER.private)


@given(SHORT)
def test_what_is_sealed_for_two_opens_only_with_both_and_is_as_long_as_for_one(text) -> None:
    sealed = rules.seal_for_both(text, PAIR.public, OTHER.public)
    assert len(sealed) == rules.SEALED
    assert rules.unseal_by_both(sealed, PAIR.private, OTHER.private) == text
    for first, second in ((PAIR, THIRD), (THIRD, OTHER), (OTHER, PAIR), (PAIR, PAIR)):
        with pytest.raises(rules.NotForThisKey):
            rules.unseal_by_both(sealed, first.private, second.private)


@given(st.binary(min_size=32, max_size=32))
def test_a_share_is_read_as_it_was_written_down_in_any_hand(private) -> None:
    written = rules.written_share(private)
    assert rules.read_share(written) == private
    assert rules.read_share(written.lower().replace(" ", "-")) == private


@given(st.integers(min_value=0, max_value=40))
def test_a_slip_of_the_pen_in_a_share_is_noticed(place) -> None:
    letters = rules.written_share(PAIR.private).replace(" ", "")
    other = "A" if letters[place] != "A" else "B"
    with pytest.raises(rules.NotAShare):
        rules.read_share(letters[:place] + other + letters[place + 1 :])


def test_a_share_that_is_nothing_of_the_kind_is_no_share() -> None:
    for text in ("", "hello", "A" * 55, "ä" * 20, "1" * 500):
        with pytest.raises(rules.NotAShare):
            rules.read_share(text)


def test_a_wrapped_key_opens_with_its_password_alone() -> None:
    wrapped = rules.wrap(PAIR.private, PASSWORD, LEAST)
    assert PAIR.private not in wrapped.box
    assert rules.unwrap(wrapped, PASSWORD) == PAIR.private
    with pytest.raises(rules.WrongPassword):
        rules.unwrap(wrapped, PASSWORD + " ")


def test_a_key_in_earnest_costs_a_quarter_of_a_gigabyte_a_try() -> None:
    assert rules.COSTS["moderate"].memory == 256 * 2**20


def test_a_clinician_gets_a_key_with_their_password_and_nobody_else_does(cast) -> None:
    for person in (cast.okafor, cast.lind, cast.mona, cast.cora, cast.ana.person):
        password_shown.send(None, person=person, password=PASSWORD, at=NOW)
        keep_key(person=person, password=PASSWORD, at=NOW)
    assert set(SealingKey.objects.values_list("person__name", flat=True)) == {"Okafor", "Lind"}
    assert SealingKey.objects.count() == 2


def test_no_table_holds_what_opens(cast) -> None:
    with_key(cast.okafor)
    private = unlock(person=cast.okafor, password=PASSWORD).private
    kept = SealingKeyWrap.objects.get()
    key = SealingKey.objects.get()
    for column in (kept.box, kept.salt, key.public):
        assert private not in bytes(column)


def test_a_changed_password_opens_the_same_key(cast) -> None:
    with_key(cast.okafor)
    before = unlock(person=cast.okafor, password=PASSWORD)
    password_changed.send(None, person=cast.okafor, old=PASSWORD, new="another one", at=NOW)
    assert unlock(person=cast.okafor, password="another one") == before
    with pytest.raises(rules.WrongPassword):
        unlock(person=cast.okafor, password=PASSWORD)


def test_a_password_that_never_opened_the_key_begins_a_new_one(cast) -> None:
    with_key(cast.okafor)
    change_password(person=cast.okafor, old="not this", new="another one", at=NOW)
    with pytest.raises(NoKey):
        unlock(person=cast.okafor, password="another one")


def test_a_forgotten_password_loses_the_key_and_begins_another(cast) -> None:
    with_key(cast.okafor)
    before = unlock(person=cast.okafor, password=PASSWORD)
    password_forgotten.send(None, person=cast.okafor, new="another one", at=NOW)
    assert unlock(person=cast.okafor, password="another one").id != before.id
    lose_key(person=cast.okafor, at=NOW)
    with pytest.raises(NoKey):
        unlock(person=cast.okafor, password="another one")
    make_key(person=cast.okafor, password="a third", at=NOW)
    assert unlock(person=cast.okafor, password="a third")


def test_each_share_is_shown_to_its_holder_once_and_kept_nowhere(cast) -> None:
    escrow = name_escrow(first=cast.cora, second=cast.mona, by=cast.cora, at=NOW)
    share = show_share(escrow=escrow, holder=cast.cora, at=NOW)
    assert ready_escrow() is None, "one share alone is no escrow"
    with pytest.raises(AlreadyShown):
        show_share(escrow=escrow, holder=cast.cora, at=NOW)
    with pytest.raises(PermissionError):
        show_share(escrow=escrow, holder=cast.theo, at=NOW)
    show_share(escrow=escrow, holder=cast.mona, at=NOW)
    assert ready_escrow().id == escrow.id
    private = rules.read_share(share)
    assert all(private != bytes(row.public) for row in EscrowShare.objects.all())


def test_a_named_escrow_counts_only_when_both_have_taken_their_share(cast) -> None:
    first = name_escrow(first=cast.cora, second=cast.mona, by=cast.cora, at=NOW)
    for holder in (cast.cora, cast.mona):
        show_share(escrow=first, holder=holder, at=NOW)
    name_escrow(first=cast.cora, second=cast.theo, by=cast.cora, at=NOW)
    assert ready_escrow().id == first.id


def test_the_coordinator_names_two_and_each_takes_a_share_on_their_own_page(cast) -> None:
    cora, mona, okafor = (signed_in(p) for p in (cast.cora, cast.mona, cast.okafor))
    page = reverse("privacy-escrow")
    same = cora.post(page, {"first": cast.cora.pk, "second": cast.cora.pk})
    assert same.status_code == 422
    assert "two different people" in same.content.decode()
    assert okafor.post(page, {"first": cast.cora.pk, "second": cast.mona.pk}).status_code == 404
    cora.post(page, {"first": cast.cora.pk, "second": cast.mona.pk})
    for holder in (cora, mona):
        assert "Take my share" in holder.get(page).content.decode()
        shown = holder.post(reverse("privacy-share"))
        assert shown.status_code == 200
        assert shown.headers["Cache-Control"] == "no-store"
        again = holder.post(reverse("privacy-share"))
        assert again.status_code == 302, "a share is shown once"
    assert okafor.get(reverse("privacy-share")).status_code == 302
    assert ready_escrow() is not None
