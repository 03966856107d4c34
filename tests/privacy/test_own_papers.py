"""Letters and papers of the record lie under their owners' keys, also those from before."""

import importlib
from hashlib import sha256
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from duologue.followup import actions
from duologue.followup.models import ClosingCopy
from duologue.privacy.erasure.actions import erase_own_room
from duologue.privacy.ownkeys import cipher, ring
from duologue.privacy.ownkeys.models import KeyDestroyed, OwnKey
from duologue.record.disclosure.models import JointDisclosure, OwnDisclosure
from tests.cast import NOW, Cast

KEY, KEY_ID = cipher.new_key(), uuid4()


@given(st.binary(max_size=600))
def test_any_paper_comes_back_as_it_was(paper: bytes) -> None:
    key_id, locked = cipher.split(cipher.keep_paper(paper, key_id=KEY_ID, key=KEY))
    assert key_id == KEY_ID
    assert cipher.read_paper(locked, KEY) == paper


@pytest.mark.parametrize("held", [b"", b"%PDF-1.7", b"own1:short"])
def test_what_is_not_kept_under_a_key_is_never_taken_for_a_paper(held: bytes) -> None:
    with pytest.raises(cipher.Unreadable):
        cipher.split(held)


def papers(cast) -> None:
    """A closing letter for each and for the team, and a paper of the record of either kind."""
    draft = actions.write_closing(
        token=uuid4(), couple=cast.couple, episode=None, joint="You stayed.", next="",
        parts={cast.ana: "quokka", cast.ben: "wombat"}, by=cast.okafor, at=NOW,
    )  # fmt: skip
    actions.sign_closing(draft=draft, by=cast.okafor, at=NOW)
    said = {
        "kind": "copy", "until": NOW.date(), "recipient": "r", "purpose": "p", "holds": "h",
        "paper": b"%PDF of the record", "sha256": "0" * 64, "by": cast.okafor, "at": NOW,
    }  # fmt: skip
    JointDisclosure.objects.create(couple=cast.couple, **said)
    OwnDisclosure.objects.create(partner=cast.ana, **said)


KEPT = (
    "SELECT id, pdf FROM followup_closingcopy UNION ALL SELECT id, paper FROM record_jointdisclosure"
    " UNION ALL SELECT id, paper FROM record_owndisclosure"
)


def kept() -> dict[object, bytes]:
    """What stands in the tables."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        return {row: bytes(held) for row, held in cursor.fetchall()}


def read() -> dict[object, bytes]:
    ring.forget()
    rows = [
        *ClosingCopy.objects.all(),
        *JointDisclosure.objects.all(),
        *OwnDisclosure.objects.all(),
    ]
    return {row.pk: row.pdf if isinstance(row, ClosingCopy) else row.paper for row in rows}


def owners() -> dict[object, object]:
    """Whose key each lies under."""
    keys = {k.pk: k.partner_id or k.couple_id for k in OwnKey.objects.all()}
    return {row: keys[cipher.split(held)[0]] for row, held in kept().items()}


def of_each(cast) -> dict[object, object]:
    copies = {c.pk: c.partner_id or cast.couple.pk for c in ClosingCopy.objects.defer("pdf")}
    return copies | {
        JointDisclosure.objects.get().pk: cast.couple.pk,
        OwnDisclosure.objects.get().pk: cast.ana.pk,
    }


def test_each_paper_lies_under_the_key_of_whose_it_is_and_none_is_plain(cast) -> None:
    papers(cast)
    assert len(kept()) == 5
    assert not [held for held in kept().values() if b"%PDF" in held]
    assert all(paper.startswith(b"%PDF") for paper in read().values())
    assert owners() == of_each(cast)
    for copy in ClosingCopy.objects.all():
        assert sha256(copy.pdf).hexdigest() == copy.sha256


def test_after_erasure_a_copy_from_a_backup_opens_with_nothing(cast) -> None:
    papers(cast)
    hers = ClosingCopy.objects.get(partner=cast.ana)
    from_a_backup = kept()[hers.pk]
    with transaction.atomic():
        erase_own_room(partner=cast.ana, by=cast.okafor, at=NOW)
    assert not ClosingCopy.objects.filter(pk=hers.pk).exists()
    ring.forget()
    assert ring.paper(from_a_backup) is None
    assert [copy.partner_id for copy in ClosingCopy.objects.all()] == [cast.ben.pk]
    assert ClosingCopy.objects.get().pdf.startswith(b"%PDF")


FORCED = "SELECT count(*) FROM pg_class WHERE relforcerowsecurity AND relname = ANY(%s)"
TOUCHED = [
    *("followup_closingcopy", "followup_closing", "record_jointdisclosure", "record_owndisclosure"),
    *("privacy_ownkey", "privacy_keydestroyed"),
]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_what_lay_plain_before_is_locked_by_the_migrations_in_a_full_database() -> None:
    cast = Cast()
    with transaction.atomic():
        papers(cast)
    before = read()
    lie_plain(before)
    with transaction.atomic():  # one has no key yet, and one was erased
        OwnKey.objects.filter(partner=cast.ben).delete()
        key = OwnKey.objects.get(partner=cast.ana)
        KeyDestroyed.objects.create(id=key.pk, partner=cast.ana, at=NOW)
        key.delete()
    for room, name in (
        ("followup", "0002_copies_under_their_owners_keys"),
        ("record", "0002_papers_under_their_owners_keys"),
    ):
        migration = importlib.import_module(f"duologue.{room}.migrations.{name}")
        for _ in range(2):  # a second time changes nothing
            with connections["owner"].schema_editor() as editor:
                migration.lock(None, editor)
    after = read()
    assert not [held for held in kept().values() if b"%PDF" in held]
    erased = {row for row, owner in of_each(cast).items() if owner == cast.ana.pk}
    assert {row: after[row] for row in after if row not in erased} == {
        row: before[row] for row in before if row not in erased
    }
    assert len(erased) == 2 and {after[row] for row in erased} == {b""}
    with connection.cursor() as cursor:
        cursor.execute(FORCED, [TOUCHED])
        assert cursor.fetchone()[0] == len(TOUCHED), "the policies hold for the owner again"
    connections["owner"].close()


def lie_plain(papers: dict[object, bytes]) -> None:
    with connection.cursor() as cursor:
        for row, paper in papers.items():
            for table, column in (
                ("followup_closingcopy", "pdf"),
                ("record_jointdisclosure", "paper"),
                ("record_owndisclosure", "paper"),
            ):
                cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [paper, row])
