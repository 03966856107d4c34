import psycopg
import pytest
from django.db import connection

from duologue.audit.asked import parser
from duologue.audit.command import run
from duologue.audit.models import Entry
from tests.audit.test_who_saw_what import opened


def told(capsys, *words: str) -> tuple[int, str]:
    code = run(parser().parse_args(words))
    return code, capsys.readouterr().out


@pytest.fixture
def three_rows(cast, client) -> None:
    for person in (cast.okafor, cast.lind, cast.mona):
        opened(client, person, "partner", cast.ana.pk)


def test_a_log_nobody_touched_holds_and_its_head_is_printed(three_rows, capsys, tmp_path) -> None:
    code, head = told(capsys, "head")
    number, hash, _ = head.split()
    assert (code, number, len(hash)) == (0, "3", 64)
    assert told(capsys, "verify") == (
        0, "The log holds: 3 rows, each tied to the one before it.\n",
    )  # fmt: skip
    kept = tmp_path / "heads.txt"
    kept.write_text(head)
    for head in (hash, str(kept)):
        assert told(capsys, "verify", "--head", head)[0] == 0


def test_a_head_that_is_not_of_this_log_is_told(three_rows, capsys, tmp_path) -> None:
    assert told(capsys, "verify", "--head", "0" * 64)[0] == 1
    kept = tmp_path / "heads.txt"
    kept.write_text(f"2 {'a' * 64} 2026-11-23\n")
    assert told(capsys, "verify", "--head", str(kept)) == (
        1, "Broken at row 2: it is another than the head that was kept says.\n",
    )  # fmt: skip
    assert told(capsys, "verify", "--head", str(tmp_path / "none"))[0] == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE audit_entry SET person = gen_random_uuid() WHERE number = 2", "Broken at row 2"),
        ("DELETE FROM audit_entry WHERE number = 2", "Broken at row 2: row 2 is missing"),
        ("DELETE FROM audit_entry WHERE number = 3", "the log ends at 2"),
        ("UPDATE audit_head SET hash = repeat('b', 64) WHERE number = 1", "Broken at row 1"),
    ],
)
def test_what_the_owner_of_the_tables_tampers_with_is_found(
    three_rows, capsys, superuser, tampering, said
) -> None:
    with psycopg.connect(superuser, autocommit=True) as other:
        other.execute("SET session_replication_role = replica")  # past every trigger
        other.execute(tampering)
    code, out = told(capsys, "verify")
    assert code == 1 and said in out


def test_a_head_that_is_neither_hash_nor_file_is_said(db, capsys) -> None:
    code, said = told(capsys, "verify", "--head", "abc")
    assert code == 2 and "abc is no hash" in said


def test_an_empty_log_says_so(db, capsys) -> None:
    assert told(capsys, "head") == (0, "The log is empty.\n")
    assert not Entry.objects.exists() and connection.in_atomic_block
