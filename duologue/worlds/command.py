"""`duologue privacy crawl`, `duologue privacy timing` and `duologue privacy world`."""

import argparse
import json
import logging
import math
import os
import sys
import time
from collections import Counter
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import Any

SHARE = 0.4  # of the forms and closed addresses, in each pair; over the pairs all of them


def run(arguments: list[str]) -> int:
    """0 when no pair could be told apart, 1 when one could or a page failed, 2 when nothing was started."""
    asked = _parser().parse_args(arguments)
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The order of sets would differ from one process to the next.
        os.environ["PYTHONHASHSEED"] = "0"
        command = [sys.executable, "-m", "duologue.cli", "privacy", *arguments]
        os.execv(sys.executable, command)
    from duologue.operations.clinic_home import CannotStart

    try:
        return {"crawl": _crawl, "timing": _timing, "world": _world}[asked.what](asked)
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="duologue privacy", description="What of one partner's secrets can others find out?"
    )
    kinds = parser.add_subparsers(dest="what", required=True)
    crawl = kinds.add_parser("crawl", help="compare pairs of worlds that differ in secrets only")
    crawl.add_argument("--pairs", type=int, default=3, help="how many pairs (3)")
    crawl.add_argument("--minutes", type=float, help="begin no pair after so many minutes")
    crawl.add_argument(
        "--brief", action="store_true", help="one address and form of a kind, as in bin/test"
    )
    crawl.add_argument("--seed", type=int, default=0, help="the first pair's seed (0)")
    crawl.add_argument(
        "--leak", help="switch a planted leak on; `all` tries each, `list` names them"
    )
    crawl.add_argument("--share", type=float, default=SHARE, help=f"of forms in each ({SHARE})")
    crawl.add_argument("--json", action="store_true", help="print the result as JSON")
    world = kinds.add_parser("world", help="serve one world of a pair, to be crawled by hand")
    world.add_argument("--seed", type=int, default=0, help="the pair's seed (0)")
    world.add_argument(
        "--secret", type=int, choices=range(1, 10), required=True, metavar="SECRET",
        help="1, or 2; a seed that the crawl makes several pairs of has more, up to 9",
    )  # fmt: skip
    world.add_argument("--port", type=int, default=8001)
    timing = kinds.add_parser("timing", help="compare how long pages take in both worlds of a pair")
    timing.add_argument("--arm", type=int, default=1200, help="requests a page and world (1200)")
    timing.add_argument("--eyes", choices=("a", "b"), help="who looks; else both of them")
    timing.add_argument("--json", action="store_true", help="print the result as JSON")
    for one in (crawl, timing, world):
        one.add_argument("--home", type=Path, help="folder of worlds, kept; else one that is not")
    return parser


def _crawl(asked: argparse.Namespace) -> int:
    from duologue.worlds.opening import EMPTY, opened

    with opened(asked.home) as server:
        logging.disable(logging.CRITICAL)
        from duologue.worlds.coverage import never_visited
        from duologue.worlds.pair import crawl_pairs
        from duologue.worlds.plan import plan, together

        if asked.leak:
            from duologue.worlds.leaking import show

            return show(server, asked.leak, as_json=asked.json)
        told: list[dict[str, Any]] = []
        routes: set[str] = set()
        end = time.perf_counter() + 60 * asked.minutes if asked.minutes else math.inf
        for seed in count(asked.seed):
            began = time.perf_counter()
            if began > end or len(told) >= asked.pairs:
                break
            # The first goes to every address, so it goes alone.
            pairs = 1 if seed == asked.seed else min(together(seed), asked.pairs - len(told))
            crawled = crawl_pairs(
                server,
                plan(seed, pairs=pairs),
                of=EMPTY,
                share=asked.share,
                whole=seed == asked.seed,
                deep=not asked.brief,
                late=lambda: time.perf_counter() > end,
            )
            spent = (time.perf_counter() - began) / len(crawled)
            for found in crawled:
                routes |= found.routes
                told.append(_told(found, spent))
                if not asked.json:
                    _say(told[-1])
        unseen = never_visited(routes)
        different = [line for one in told for line in one["differences"]]
        failed = [line for one in told for line in one["failed"]]
        if asked.json:
            print(json.dumps({"pairs": told, "never visited": unseen}, indent=1))
        else:
            visits = sum(one["visits"] for one in told)
            print(f"{len(told)} pairs, {visits} visits, {len(routes)} addresses of the program.")
            print(f"Never visited: {', '.join(unseen) or 'none'}.")
            print(f"Answered by a failure: {len(failed) or 'none'}.")
            print(f"Differences: {len(different) or 'none'}.")
        return 1 if different or failed or unseen else 0


def _told(found: Any, seconds: float) -> dict[str, Any]:
    return {
        "seed": found.plan.seed,
        "secrets": [1, found.number + 1],
        "eyes": found.plan.eyes,
        "watching": list(found.plan.watching(found.number)),
        "deeds": Counter(found.deeds),
        "visits": found.visits,
        "seconds": round(seconds, 1),
        "not done": Counter(found.undone),
        "failed": found.failed,
        "differences": [str(one) for one in found.differences],
    }


def _say(one: dict[str, Any]) -> None:
    deeds = ", ".join(f"{name} {times}" for name, times in one["deeds"].items())
    print(
        f"seed {one['seed']}, worlds 1 and {one['secrets'][1]}: {one['visits']} visits by {', '.join(one['watching'])}, "
        f"{one['seconds']} s; in secret: {deeds or 'nothing'}"
    )
    for visit in one["failed"]:
        print(f"answered by a failure: {visit}")
    print(*one["differences"], sep="\n", end="\n" if one["differences"] else "", flush=True)


def _timing(asked: argparse.Namespace) -> int:
    from duologue.worlds.opening import EMPTY, opened

    with opened(asked.home) as server:
        logging.disable(logging.CRITICAL)
        from duologue.worlds.timing import WATCHING, timed

        told = []
        for one in timed(server, of=EMPTY, arm=asked.arm, observers=asked.eyes or tuple(WATCHING)):
            told.append(one)
            if not asked.json:
                print(one, flush=True)
        if asked.json:
            print(json.dumps([{**asdict(one), "alike": one.alike} for one in told], indent=1))
        return 0 if all(one.alike for one in told) else 1


def _world(asked: argparse.Namespace) -> int:
    from duologue.operations.serve import refuse_taken_port
    from duologue.operations.supervise import stop_on_signals
    from duologue.worlds.opening import opened

    refuse_taken_port("127.0.0.1", asked.port)  # now, not after the minute that a world takes
    # No `Exception`, which a web page's own handling would swallow; also where a script that put us in
    # the background left SIGINT ignored.
    stop_on_signals(KeyboardInterrupt)
    try:
        with opened(asked.home) as server:
            logging.disable(logging.CRITICAL)
            from duologue.worlds.serving import serve

            return serve(server, seed=asked.seed, secret=asked.secret, port=asked.port)
    except KeyboardInterrupt:
        return 0
