import os
import tarfile
from pathlib import Path

import pytest

from duologue.operations import backup, clinic_home, postgres, prepare
from duologue.operations.clinic_home import CannotStart


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic with one row in it, and a policy that hides it from its own owner."""
    import psycopg

    home = tmp_path_factory.mktemp("clinic") / "home"
    secrets = clinic_home.open_home(home, kind="clinic")
    owner, request = postgres.start_embedded(home, secrets)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE people_clinic (synthetic bool, time_zone text, created_at int);"
            "INSERT INTO people_clinic VALUES (false, 'Europe/London', 1);"
            "ALTER TABLE people_clinic ENABLE ROW LEVEL SECURITY;"
            "ALTER TABLE people_clinic FORCE ROW LEVEL SECURITY;"
            "CREATE POLICY system_reads ON people_clinic FOR SELECT TO duologue_request"
            " USING (current_setting('duologue.kind', true) = 'system');"
            "GRANT SELECT ON people_clinic TO duologue_request;"
            "CREATE SCHEMA asking; GRANT USAGE ON SCHEMA asking TO duologue_request;"
            "CREATE FUNCTION asking.begin(who text) RETURNS text LANGUAGE sql"
            " AS $$ SELECT set_config('duologue.kind', who, true) $$"
        )
    assert prepare.clinic_row(request) == (False, "Europe/London")
    yield home
    postgres.stop_embedded(home)


@pytest.mark.slow
def test_a_clinic_made_from_its_backup_has_the_same_rows_and_the_same_policies(
    home: Path, tmp_path: Path
) -> None:
    file, again = tmp_path / "monday.backup", tmp_path / "again"
    assert "encrypt it" in backup.write(home, file)
    assert file.stat().st_mode & 0o077 == 0
    assert str(again) in backup.read(file, again)
    try:
        assert clinic_home.kind_of(again) == "clinic"
        assert clinic_home.open_home(again) == clinic_home.open_home(home)
        owner, request = postgres.start_embedded(again, clinic_home.open_home(again))
        assert prepare.clinic_row(request) == (False, "Europe/London")
        assert prepare.clinic_row(owner) is None, "the owner is held by the policy as before"
        postgres.refuse_privilege(request)
    finally:
        postgres.stop_embedded(again)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    clinic_home.open_home(tmp_path / "home", kind="clinic")
    (tmp_path / "monday.backup").write_text("an older one")
    with pytest.raises(CannotStart, match="not overwritten"):
        backup.write(tmp_path / "home", tmp_path / "monday.backup")
    with pytest.raises(CannotStart, match="never replaces a clinic"):
        backup.read(tmp_path / "monday.backup", tmp_path / "home")


def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear clinic")
    with pytest.raises(CannotStart, match="cannot be read as a backup"):
        backup.read(tmp_path / "letter.txt", tmp_path / "home")
    with tarfile.open(tmp_path / "other.tar", "w") as tar:
        tar.add(tmp_path / "letter.txt", "letter.txt")
    with pytest.raises(CannotStart, match="holds no database"):
        backup.read(tmp_path / "other.tar", tmp_path / "home")
    with tarfile.open(tmp_path / "outward.tar", "w") as tar:
        tar.add(tmp_path / "letter.txt", "../letter.txt")
    with pytest.raises(CannotStart, match="is not a file of a backup"):
        backup.read(tmp_path / "outward.tar", tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_a_clinic_on_its_own_server_is_told_whose_backup_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(os.environ, "DATABASE_URL", "host=elsewhere")
    assert backup.backup([str(tmp_path / "monday.backup"), "--home", str(tmp_path)]) == 2
    assert "your own server" in capsys.readouterr().err
