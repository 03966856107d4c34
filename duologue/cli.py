"""The command line: `duologue COMMAND`. Every command loads only what it needs."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duologue.operations.serve import Demo

DEMO_SEED = 7
Command = Callable[[list[str]], int]


def demo(arguments: list[str]) -> int:
    """open the demo clinic, whose people are made up"""

    def made_up() -> "Demo":
        from duologue.operations.serve import Demo

        return Demo(_build_demo, _demo_cards)

    return _serve(arguments, demo=made_up)


def serve(arguments: list[str]) -> int:
    """run your clinic: database, web server and worker together"""
    return _serve(arguments)


def backup(arguments: list[str]) -> int:
    """keep a whole clinic in one file, while it runs or not"""
    from duologue.operations.backup_asked import backup_parser

    if asks_help(arguments):
        backup_parser().print_help()
        return 0
    from duologue.operations.backup import backup as run

    return run(arguments)


def restore(arguments: list[str]) -> int:
    """make a clinic from a backup, in a folder of its own"""
    from duologue.operations.backup_asked import restore_parser

    if asks_help(arguments):
        restore_parser().print_help()
        return 0
    from duologue.operations.backup import restore as run

    return run(arguments)


def score(arguments: list[str]) -> int:
    """score answers to an instrument from the command line"""
    from duologue.measures.score_asked import score_parser

    if asks_help(arguments):
        score_parser().print_help()
        return 0
    from duologue.measures.score_command import run

    return run(arguments)


def privacy(arguments: list[str]) -> int:
    """compare made-up worlds that differ in one partner's secrets, or serve one"""
    from duologue.worlds.command import run

    return run(arguments)


def audit(arguments: list[str]) -> int:
    """print the head of the log of who saw what, or check that nobody changed it"""
    from duologue.audit.asked import parser

    asked = parser().parse_args(arguments)
    if not _opened(asked.home, prepared=True):
        return 2
    import django

    django.setup()
    from duologue.audit.command import run

    return run(asked)


def manage(arguments: list[str]) -> int:
    """run one of Django's management commands on a clinic (folder: DUOLOGUE_HOME)"""
    if not arguments or asks_help(arguments[:1]):
        print(f"duologue manage COMMAND [WORD ...]: {manage.__doc__}")
        print("What there is: duologue manage help. One of them: duologue manage COMMAND --help.")
        return 0
    if not _opened(None):
        return 2
    from django.core.management import call_command, execute_from_command_line

    if arguments[0] == "changepassword" and not asks_help(arguments[1:]):
        import django

        django.setup()
        from duologue.privacy.principal import SYSTEM, asking_as

        with asking_as(SYSTEM):  # somebody must say who is asking
            call_command(*arguments)
        return 0
    execute_from_command_line(["duologue manage", *arguments])
    return 0


def test(arguments: list[str]) -> int:
    """run the tests of this checkout (what bin/test runs, without its set-up)"""
    if asks_help(arguments[:1]):
        print(f"duologue test [WORD ...]: {test.__doc__}")
        print("The words go to pytest as they are: duologue test tests/dosing.")
        return 0
    root = Path(__file__).resolve().parents[1]
    if not (root / "tests").is_dir():
        print("The tests come with the source, not with the package.", file=sys.stderr)
        return 2
    return subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=root)


COMMANDS: dict[str, Command] = {
    command.__name__: command
    for command in (demo, serve, backup, restore, test, score, privacy, audit, manage)
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="duologue", description="Ketamine-assisted couple therapy, on your own machine."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.__doc__, add_help=False)
    chosen, rest = parser.parse_known_args(arguments)
    given = sys.argv[1:] if arguments is None else arguments
    # What follows the command belongs to it, in the order it was typed.
    return COMMANDS[chosen.command](given[given.index(chosen.command) + 1 :] if given else rest)


def asks_help(arguments: Sequence[str]) -> bool:
    """Answered before anything is imported that a bare Python does not have."""
    return not {"-h", "--help"}.isdisjoint(arguments)


def _opened(home: Path | None, *, prepared: bool = False) -> bool:
    """Whether the clinic's folder could be opened for this process; says why not.

    `prepared`: and whether its tables are those of this version.
    """
    from duologue.operations.clinic_home import CannotStart, default_home, must_be_one
    from duologue.operations.opening import open_clinic
    from duologue.operations.prepare import must_be_prepared

    home = home or Path(os.environ.get("DUOLOGUE_HOME") or default_home("clinic"))
    try:
        must_be_one(home)
        open_clinic(home)
        if prepared:
            must_be_prepared(os.environ["DUOLOGUE_OWNER_DATABASE"])
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return False
    return True


def _serve(arguments: list[str], *, demo: "Callable[[], Demo] | None" = None) -> int:
    # Parsed before anything is imported: bin/demo --help is answered by a bare Python.
    parser = argparse.ArgumentParser(
        prog=f"duologue {'demo' if demo else 'serve'}",
        description=COMMANDS["demo" if demo else "serve"].__doc__,
    )
    parser.add_argument("--home", type=Path, default=None, help="folder of database and secrets")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    if demo:
        parser.add_argument("--fresh", action="store_true", help="begin the demo anew")
    asked = parser.parse_args(arguments)
    from duologue.operations import serve as serving

    return serving.run(asked, demo=demo() if demo else None)


def _build_demo(*, today: date) -> None:
    from duologue.demo.clinic import build

    build(seed=DEMO_SEED, today=today)


def _demo_cards() -> Sequence[tuple[str, str]]:
    """They all stand on one page as well."""
    from duologue.demo.cards import printed

    return printed()


if __name__ == "__main__":
    sys.exit(main())
