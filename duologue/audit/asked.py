"""What `duologue audit` can be asked; read before any clinic is opened."""

import argparse
from pathlib import Path


def parser() -> argparse.ArgumentParser:
    told = argparse.ArgumentParser(
        prog="duologue audit",
        description="The log of who saw what: its head, and whether it holds.",
    )
    told.add_argument(
        "what", choices=("head", "verify"), help="print the newest head; or check all"
    )
    told.add_argument("--home", type=Path, default=None, help="folder of the clinic")
    told.add_argument(
        "--head", default="", help="a hash kept elsewhere, or a file of lines: number hash time"
    )
    return told
