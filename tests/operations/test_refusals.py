import socket
from collections import namedtuple
from pathlib import Path

import psycopg
import pytest

from duologue import cli
from duologue.operations import clinic_home
from duologue.operations.clinic_home import CannotStart, open_home, remove_demo
from duologue.operations.prepare import must_be_prepared
from duologue.privacy.erasure import destroyed


def test_a_port_that_is_taken_is_said_before_anything_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert cli.main(["serve", "--home", str(tmp_path / "home"), "--port", str(port)]) == 2
    assert f"Port {port} on 127.0.0.1 cannot be used" in capsys.readouterr().err
    assert not (tmp_path / "home").exists()


def test_made_up_people_and_real_ones_never_share_a_folder(tmp_path: Path) -> None:
    open_home(tmp_path / "demo", kind="demo")
    with pytest.raises(CannotStart, match="belongs to the demo"):
        open_home(tmp_path / "demo", kind="clinic")
    open_home(tmp_path / "clinic", kind="clinic")
    with pytest.raises(CannotStart, match="belongs to a clinic"):
        open_home(tmp_path / "clinic", kind="demo")


def test_a_full_disk_is_said_before_the_database_meets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(clinic_home.shutil, "disk_usage", lambda path: usage(1, 1, 3 * 1024**2))
    with pytest.raises(CannotStart, match="has 3 MB left"):
        open_home(tmp_path / "home")


def test_secrets_are_made_once_and_readable_by_their_owner_only(tmp_path: Path) -> None:
    first = open_home(tmp_path / "home")
    assert open_home(tmp_path / "home") == first
    assert len(set(first.values())) == len(first)
    assert (tmp_path / "home" / "secrets.json").stat().st_mode & 0o077 == 0


def test_a_list_of_erased_keys_is_there_from_the_first_day(tmp_path: Path) -> None:
    open_home(tmp_path / "home")
    kept = tmp_path / "home" / destroyed.FILE
    assert kept.read_text() == "" and kept.stat().st_mode & 0o777 == 0o600
    kept.write_text("what stands there stays\n")
    open_home(tmp_path / "home")
    assert kept.read_text() == "what stands there stays\n"


def test_only_a_demo_can_be_thrown_away(tmp_path: Path) -> None:
    open_home(tmp_path / "clinic", kind="clinic")
    with pytest.raises(CannotStart, match="not marked as the demo"):
        remove_demo(tmp_path / "clinic")
    assert (tmp_path / "clinic" / "secrets.json").exists()
    open_home(tmp_path / "demo", kind="demo")
    remove_demo(tmp_path / "demo")
    assert not (tmp_path / "demo").exists()
    remove_demo(tmp_path / "never-made")


@pytest.mark.parametrize("asked", [["audit", "verify"], ["audit", "head"], ["manage", "check"]])
def test_a_mistyped_folder_is_said_and_no_clinic_is_made_of_it(
    asked: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = tmp_path / "mistyped"
    monkeypatch.setenv("DUOLOGUE_HOME", str(home))
    assert cli.main(asked) == 2
    assert f"There is no clinic in {home}" in capsys.readouterr().err
    assert not home.exists()


def test_a_clinic_whose_tables_are_not_made_yet_is_not_asked(
    django_db_setup: None, postgres: tuple[str, str]
) -> None:
    owner, _ = postgres
    with psycopg.connect(owner) as connection:
        connection.execute("COMMENT ON TABLE django_migrations IS NULL")
        connection.commit()
        with pytest.raises(CannotStart, match="Start the clinic once"):
            must_be_prepared(owner)


def test_an_unknown_command_is_answered_with_the_ones_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        cli.main(["strat"])
    said = capsys.readouterr().err
    assert all(command in said for command in cli.COMMANDS)
