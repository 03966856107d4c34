"""What `duologue audit` can be asked; read before any clinic is opened."""

import argparse
from pathlib import Path


def parser() -> argparse.ArgumentParser:
    told = argparse.ArgumentParser(
        prog="duologue audit",
        description="The log of who saw what: its head, and whether it holds.",
    )
    told.add_argument(
        "what",
        choices=("head", "verify"),
        help="print the newest head, to be kept elsewhere; or check every row",
    )
    told.add_argument(
        "--home", type=Path, default=None, help="the clinic's folder; the usual one unless told"
    )
    told.add_argument(
        "--head",
        default="",
        help="verify against what was kept: a hash, or a file of lines as `head` prints them",
    )
    return told
