"""What was erased stays erased, whatever backup is restored."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from duologue.operations import backup, clinic_home, postgres
from duologue.operations.clinic_home import CannotStart
from duologue.operations.locked_file import PIECE, Locking, Unlocking
from duologue.privacy.erasure import destroyed

PASSPHRASE = "four words are a passphrase"

BEGIN = """
import os, sys
from pathlib import Path
from duologue.operations import prepare
from duologue.operations.opening import open_clinic
home = Path(sys.argv[1])
open_clinic(home, kind="demo")
prepare.prepare(os.environ["DUOLOGUE_OWNER_DATABASE"], say=lambda _: None)
import django
django.setup()
from datetime import UTC, datetime
from django.db import connection, transaction
from duologue.operations.clinic_home import open_home
from duologue.operations.postgres import admin_of
from duologue.operations.scene import scene
from duologue.people.models import Clinic, Couple, Partner, Person
from duologue.contact.models import Message
from duologue.privacy.principal import asking_as
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""

TELL = """
with scene(admin_of(os.environ["DUOLOGUE_OWNER_DATABASE"], open_home(home))):
    Clinic.objects.create(name="Willow", alias="Willow", synthetic=True, created_at=NOW)
    couple = Couple.objects.create(name="Ana and Ben", at=NOW)
    for side, name in ((1, "Ana"), (2, "Ben")):
        person = Person.objects.create_person(email=f"{name}@quokka.example", name=name, at=NOW)
        partner = Partner.objects.create(
            couple=couple, person=person, side=side, first_name=name, at=NOW)
        Message.objects.create(partner=partner, author=person, body=f"{name}: quokka", at=NOW)
"""

ERASE = """
from duologue.privacy.erasure.actions import erase_own_room
with asking_as("system"):
    erase_own_room(partner=Partner.objects.get(side=1), by=None, at=NOW)
"""

LOOK = """
with scene(admin_of(os.environ["DUOLOGUE_OWNER_DATABASE"], open_home(home))):
    print([m.body for m in Message.objects.all()], [p.email for p in Person.objects.order_by("name")])
"""


def run(home: Path, what: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + what, str(home)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_an_erasure_survives_the_restore_of_an_older_backup(tmp_path: Path) -> None:
    home, again, older = tmp_path / "home", tmp_path / "again", tmp_path / "monday.backup"
    run(home, TELL)
    try:
        assert "passphrase only" in backup.write(home, older, lambda: PASSPHRASE)
        assert b"quokka" not in older.read_bytes()
        run(home, ERASE)
        (gone,) = destroyed.listed(home / destroyed.FILE)
        said = backup.read(older, again, lambda: PASSPHRASE, erased=[home])
        assert "1 of 1" in said
        seen = run(again, LOOK)
        assert "Ben: quokka" in seen and "ben@quokka.example" in seen
        assert "Ana" not in seen and "ana@quokka.example" not in seen
        assert gone.key in {one.key for one in destroyed.listed(again / destroyed.FILE)}
        newer = tmp_path / "tuesday.backup"
        backup.write(home, newer)
        assert b"ana@quokka.example" not in newer.read_bytes()
    finally:
        for one in (home, again):
            if one.exists():
                postgres.stop_embedded(one)


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@example(PIECE)
@example(2 * PIECE)
@given(st.integers(min_value=0, max_value=3 * PIECE + 1))
def test_a_file_of_any_size_comes_back_as_it_was(cheap: None, size: int) -> None:
    words, kept = bytes(size), BytesIO()
    locking = Locking(kept, PASSPHRASE)
    locking.write(words)
    locking.close()
    assert size < 32 or words not in kept.getvalue()
    assert Unlocking(BytesIO(kept.getvalue()), PASSPHRASE).read() == words
    for wrong in (kept.getvalue()[:-1], kept.getvalue() + b"x"):
        with pytest.raises(CannotStart):
            opened = Unlocking(BytesIO(wrong), PASSPHRASE)
            while opened.read(PIECE):
                pass


@pytest.fixture(scope="module")
def cheap() -> None:
    """Argon2id at its least, for tests."""
    from nacl import pwhash

    patch = pytest.MonkeyPatch()
    patch.setattr(pwhash.argon2id, "OPSLIMIT_MODERATE", pwhash.argon2id.OPSLIMIT_MIN)
    patch.setattr(pwhash.argon2id, "MEMLIMIT_MODERATE", pwhash.argon2id.MEMLIMIT_MIN)
    yield
    patch.undo()


def test_a_wrong_passphrase_is_said_kindly_and_leaves_nothing(cheap: None, tmp_path: Path) -> None:
    with (tmp_path / "monday.backup").open("wb") as target:
        Locking(target, PASSPHRASE).close()
    with pytest.raises(CannotStart, match="passphrase does not open"):
        backup.read(tmp_path / "monday.backup", tmp_path / "home", lambda: "another one entirely")
    assert not (tmp_path / "home").exists()


def test_a_passphrase_is_read_from_a_file_or_typed_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE + "\n")
    assert backup.passphrase(file, new=True) == PASSPHRASE
    file.write_text("short\n")
    with pytest.raises(CannotStart, match="at least 12"):
        backup.passphrase(file, new=True)
    typed = iter([PASSPHRASE, "another one entirely"])
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    with pytest.raises(CannotStart, match="two different"):
        backup.passphrase(None, new=True)


def test_a_restore_asks_who_was_erased_since(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        backup.restore([str(tmp_path / "monday.backup"), "--home", str(tmp_path / "home")])
    assert "--nothing-erased-since" in capsys.readouterr().err


def test_the_clinics_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    from duologue.privacy.ownkeys import master

    clinic_home.open_home(tmp_path, kind="clinic")
    made = master.of_home(tmp_path)
    clinic_home.open_home(tmp_path)
    assert master.of_home(tmp_path) == made
    assert (tmp_path / master.FILE).stat().st_mode & 0o077 == 0
    assert made.hex() not in (tmp_path / "secrets.json").read_text()
