"""What `duologue backup` and `restore` may be asked: said by a bare Python, before any installing."""

import argparse
from pathlib import Path

from duologue.privacy.erasure import destroyed


def backup_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="duologue backup",
        description="keep a whole clinic in one encrypted file, while it runs or not",
    )
    parser.add_argument("file", type=Path, help="file to write; it must not exist")
    parser.add_argument("--home", type=Path, help="the clinic's folder; the usual one unless told")
    _ask_for_passphrase(parser)
    return parser


def restore_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="duologue restore",
        description="make a clinic from a backup, in a folder of its own; who was erased since stays erased",
    )
    parser.add_argument("file", type=Path, help="what `duologue backup` wrote")
    parser.add_argument("--home", type=Path, required=True, help="folder that does not exist yet")
    _ask_for_passphrase(parser)
    since = parser.add_mutually_exclusive_group(required=True)
    since.add_argument(
        "--erased",
        type=Path,
        action="append",
        metavar="FILE",
        help=f"{destroyed.FILE} of the clinic as it was last, or its folder; may be given again",
    )
    since.add_argument(
        "--nothing-erased-since",
        action="store_true",
        help="nobody asked for erasure after this backup was made",
    )
    return parser


def _ask_for_passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="its first line is the passphrase; without it you are asked",
    )
