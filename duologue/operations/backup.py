"""One file that holds a clinic, and a clinic made from such a file."""

import getpass
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from duologue.operations import clinic_home, postgres
from duologue.operations.backup_asked import backup_parser, restore_parser
from duologue.operations.clinic_home import CannotStart, default_home
from duologue.operations.locked_file import SHORTEST, Locking, Unlocking, is_locked
from duologue.privacy.erasure import destroyed

DUMP = "database.dump"
NOT_COPIED = {"postgres", DUMP}
WORKING = ".backup-"  # a folder that is gone when the backup is made


def backup(arguments: list[str]) -> int:
    """keep a whole clinic in one encrypted file, while it runs or not"""
    chosen = backup_parser().parse_args(arguments)
    home = chosen.home or default_home("clinic")
    return _told(
        lambda: write(
            home.resolve(),
            chosen.file.resolve(),
            lambda: passphrase(chosen.passphrase_file, new=True),
        )
    )


def restore(arguments: list[str]) -> int:
    """make a clinic from a backup, in a folder of its own; who was erased since stays erased"""
    chosen = restore_parser().parse_args(arguments)
    return _told(
        lambda: read(
            chosen.file.resolve(),
            chosen.home.resolve(),
            lambda: passphrase(chosen.passphrase_file, new=False),
            erased=[one.resolve() for one in chosen.erased or []],
        )
    )


def write(home: Path, file: Path, passphrase: Callable[[], str] | None = None) -> str:
    """Back up `home` into `file`, readable by its owner only; returns what to tell them.

    The dump is one consistent moment, taken by a role that reads everything, writes nothing and
    can sign in only now. Without a passphrase the file is as open as the folder it came from.
    """
    _refuse_own_server()
    clinic_home.must_be_one(home)
    if file.exists():
        raise CannotStart(f"{file} exists already and is not overwritten. Name another file.")
    words = passphrase() if passphrase else None
    secrets = clinic_home.open_home(home)
    owner, _ = postgres.start_embedded(home, secrets)
    # In the clinic's own folder: what is not encrypted yet touches no other disk.
    with tempfile.TemporaryDirectory(dir=home, prefix=WORKING) as folder:
        dump = Path(folder) / DUMP
        with postgres.backup_role(owner, secrets) as reader:
            _run("pg_dump", reader, "--format=custom", "--file", str(dump))
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            out: Any = Locking(target, words) if words else target
            with tarfile.open(fileobj=out, mode="w|") as tar:
                tar.add(dump, DUMP)
                for kept in sorted(home.iterdir()):
                    if kept.name not in NOT_COPIED and not kept.name.startswith(WORKING):
                        tar.add(kept, kept.name)
            if words:
                out.close()
    size = f"Backed up to {file} ({file.stat().st_size / 1024**2:.1f} MB)."
    if words:
        return f"{size} It opens with its passphrase only: keep that elsewhere, and try a restore."
    return (
        f"{size} It holds records, passwords and keys without encryption: encrypt it before it "
        "leaves this machine, and try a restore."
    )


def read(
    file: Path,
    home: Path,
    passphrase: Callable[[], str] | None = None,
    *,
    erased: Sequence[Path] = (),
) -> str:
    """Make `home` from the backup `file`; returns what to tell the operator.

    Keys that the files `erased` name, and everything else of their owners, are destroyed again.
    """
    _refuse_own_server()
    if home.exists() and any(home.iterdir()):
        raise CannotStart(f"{home} is not empty. A restore never replaces a clinic: name another.")
    lists = [one / destroyed.FILE if one.is_dir() else one for one in erased]
    for one in lists:
        if not one.exists():
            raise CannotStart(
                f"There is no list of erased keys at {one}. Nothing was restored. Name the clinic's "
                "folder, or a copy of that file; or say --nothing-erased-since if that is so."
            )
    with tempfile.TemporaryDirectory(prefix="duologue-restore-") as folder:
        _unpack(file, Path(folder), passphrase)
        if not (Path(folder) / DUMP).exists():
            raise CannotStart(f"{file} is not a backup of Duologue: it holds no database.")
        home.mkdir(parents=True, exist_ok=True)
        for kept in Path(folder).iterdir():
            if kept.name != DUMP:
                shutil.move(kept, home / kept.name)
        secrets = clinic_home.open_home(home)
        owner, _ = postgres.start_embedded(home, secrets)
        admin = postgres.admin_of(owner, secrets)
        _run("pg_restore", admin, "--exit-on-error", str(Path(folder) / DUMP))
    again = _erase_again(home, [*lists, home / destroyed.FILE])
    command = "demo" if clinic_home.kind_of(home) == "demo" else "serve"
    return f"The clinic is restored.{again} Start it: duologue {command} --home {home}"


def passphrase(file: Path | None, *, new: bool) -> str:
    """From the first line of a file, else typed; a new one twice. Never from the command line.

    Raises CannotStart for one that is too short, or typed in two ways.
    """
    if file:
        try:
            words = (file.read_text().splitlines() or [""])[0]
        except OSError as error:
            raise CannotStart(f"{file} cannot be read ({error.strerror}).") from error
    else:
        words = getpass.getpass("Passphrase of the backup: ")
        if new and words != getpass.getpass("The same once more: "):
            raise CannotStart("These were two different passphrases. Nothing was written.")
    if new and len(words) < SHORTEST:
        raise CannotStart(f"A passphrase has at least {SHORTEST} letters; several words are good.")
    return words


def _unpack(file: Path, folder: Path, passphrase: Callable[[], str] | None) -> None:
    try:
        with file.open("rb") as source:
            opened: Any = source
            if is_locked(file):
                if passphrase is None:
                    raise CannotStart(f"{file} opens with its passphrase only.")
                opened = Unlocking(source, passphrase())
            with tarfile.open(fileobj=opened, mode="r|") as tar:
                for member in tar:
                    _write_out(tar, member, folder)
    except (OSError, tarfile.TarError) as error:
        raise CannotStart(
            f"{file} cannot be read as a backup: {getattr(error, 'strerror', None) or error}."
        ) from error


def _write_out(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """A backup holds plain files side by side, and nothing that leads elsewhere."""
    content = tar.extractfile(member) if member.isfile() else None
    if content is None or Path(member.name).name != member.name:
        raise tarfile.TarError(f"{member.name} is not a file of a backup")
    with (folder / member.name).open("wb") as kept:
        shutil.copyfileobj(content, kept)


def _erase_again(home: Path, lists: Sequence[Path]) -> str:
    """Erasures that came after the backup, done once more on what it brought back."""
    if not any(list(destroyed.listed(one)) for one in lists):
        return ""
    done = subprocess.run(
        [sys.executable, "-m", "duologue.operations.erase_again", str(home), *map(str, lists)],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        # What was erased must not be served; without this file nothing starts.
        (home / "secrets.json").rename(home / "secrets.json.not-erased-again")
        raise CannotStart(f"Erased records could not be erased again:\n{done.stderr.strip()}")
    return f" {done.stdout.strip()}"


def _run(program: str, as_whom: str, *options: str) -> None:
    place = conninfo_to_dict(as_whom)
    done = subprocess.run(
        [
            str(postgres.programs() / program),
            *("--host", str(place["host"]), "--username", str(place["user"])),
            *("--dbname", str(place["dbname"])),
            *options,
        ],
        env={**os.environ, "PGPASSWORD": str(place["password"])},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise CannotStart(f"{program} did not finish: {done.stderr.strip()}")


def _refuse_own_server() -> None:
    if os.environ.get("DATABASE_URL"):
        raise CannotStart(
            "This clinic keeps its records on your own server (DATABASE_URL), whose backup covers "
            "them. Keep secrets.json from the clinic's folder beside it."
        )


def _told(work: Callable[[], str]) -> int:
    try:
        print(work())
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 2
    return 0
