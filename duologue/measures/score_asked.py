"""What `duologue score` may be asked: said by a bare Python, before anything is installed."""

import argparse
from typing import NoReturn


class Mistake(Exception):
    """What was typed cannot be used; the message says what and how."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Mistake(f"{message}; see duologue score --help")


def score_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="duologue score", description="Score one questionnaire.")
    parser.add_argument("id", nargs="?", help="the instrument, for instance phq-9")
    parser.add_argument(
        "--answers", help='item numbers and printed values, for instance \'{"1": 2, "2": 0}\''
    )
    parser.add_argument("--version", help="the version of the instrument; the newest unless told")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--list", action="store_true", help="list the instruments")
    return parser
