"""`duologue score ID --answers '{"1": 2}' [--json]`: one questionnaire, scored."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from duologue.measures.instrument import Instrument, Number
from duologue.measures.loader import FileMistake, UnknownInstrument, ids, instrument
from duologue.measures.rules import Answers, Scored, renumbered, score
from duologue.measures.score_asked import Mistake, score_parser


def run(argv: Sequence[str]) -> int:
    """Print the score; 0 where it could be worked out or the reason given, 2 for bad input."""
    try:
        print(_answer(score_parser().parse_args(list(argv))))
    except (Mistake, UnknownInstrument, FileMistake, ValueError) as mistake:
        print(f"duologue score: {mistake}", file=sys.stderr)
        return 2
    except SystemExit:
        # argparse leaves this way after --help.
        return 0
    return 0


def _answer(asked: argparse.Namespace) -> str:
    if asked.list:
        return json.dumps(list(ids())) if asked.json else "\n".join(ids())
    if asked.id is None:
        raise Mistake("name an instrument, for instance phq-9; --list shows all")
    found = instrument(asked.id, asked.version)
    if asked.answers is None:
        raise Mistake("add --answers '{\"1\": 2, …}' with item numbers and printed values")
    scored = score(found, renumbered(found, read_answers(asked.answers)))
    if asked.json:
        return json.dumps(as_json(scored), ensure_ascii=False)
    return _table(found, scored)


def read_answers(text: str) -> Answers:
    """Answers from JSON. Raises Mistake where it is not an object of numbers."""
    try:
        given = json.loads(text, object_pairs_hook=_once)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Mistake(f'--answers is not JSON ({error}); write {{"1": 2, "2": 0}}') from error
    if not isinstance(given, dict):
        raise Mistake('--answers must be an object, as {"1": 2, "2": 0}')
    answers: dict[int, Number] = {}
    for key, value in given.items():
        if not (key.isascii() and key.isdigit()):
            raise Mistake(f"--answers: {key!r} is not an item number")
        if int(key) in answers:
            raise Mistake(f"--answers: item {int(key)} occurs twice")
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Mistake(f"--answers: item {key}: {json.dumps(value)} is not a number")
        answers[int(key)] = value
    return answers


def as_json(scored: Scored) -> Mapping[str, Any]:
    """The promised keys, in their promised order."""
    return {
        "instrument": scored.instrument,
        "version": scored.version,
        "score": scored.score,
        "subscales": dict(scored.subscales),
        "band": scored.band,
        "missing": list(scored.missing),
        "reason": scored.reason,
    }


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Mistake(f"--answers: item {key} occurs twice")
        found[key] = value
    return found


def _table(found: Instrument, scored: Scored) -> str:
    rows = [("instrument", f"{found.name}, version {found.version}")]
    if scored.score is None:
        rows.append(("score", "none"))
    else:
        low, high = found.range or (None, None)
        rows.append(("score", f"{_shown(scored.score)} {found.unit} ({low} to {high})"))
    if scored.reason:
        rows.append(("reason", scored.reason))
    rows.append(("direction", found.direction))
    if scored.band:
        rows.append(("band", scored.band))
    ranges = {part.name: part.range for part in found.scoring.subscales}
    for name, value in scored.subscales.items():
        low, high = ranges.get(name, (0, 1))
        rows.append((name, f"{_shown(value)} ({_shown(low)} to {_shown(high)})"))
    if scored.missing:
        rows.append(("missing", ", ".join(str(n) for n in scored.missing)))
    rows += [("look at", alert.text) for alert in scored.alerts]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in rows)


def _shown(value: Number | None) -> str:
    return "none" if value is None else f"{round(value, 2):g}"
