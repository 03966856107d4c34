"""What the gate withstands: doses raced against what shuts it, and acts over many days.

    python -m benchmarks.gate --races 1000
    python -m benchmarks.gate --steps 100000

The races run in a clinic of their own, in a folder that goes afterwards, as the role that serves
requests. The steps ask the pure rules, without a database. Both end with 1 where the gate let a
dose by, two transactions locked each other out, or the rules and the model differed.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ALONE = 100  # doses that nothing comes between, for comparison
HEAD = (
    "| against | races | given | bypasses | refused for nothing | deadlocks | locks left | p50 ms | p99 ms |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|"
)


@contextmanager
def clinic() -> Iterator[None]:
    """An empty clinic; the connection here meets no policy, a transaction of a person does."""
    from benchmarks.opening import opened
    from duologue.operations import postgres
    from duologue.operations.opening import open_clinic
    from duologue.operations.prepare import prepare

    with tempfile.TemporaryDirectory(prefix="duologue-gate-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o755)
        open_clinic(home, kind="demo")
        prepare(os.environ["DUOLOGUE_OWNER_DATABASE"])
        with opened(home):
            yield
        postgres.stop_embedded(home)


def races(count: int) -> int:
    """Run them in turn, print a row for each act; returns how many went wrong."""
    from tests.cast import Cast
    from tests.dosing.gate.races import ACTS, Race, Track

    names = list(ACTS)
    print(HEAD)
    with Track(Cast()) as track:
        alone = [track.alone().ms for _ in range(ALONE)]
        ran: dict[str, list[Race]] = {name: [] for name in names}
        for number in range(count):
            name = names[number % len(names)]
            ran[name].append(track.race(name, dose_first=number // len(names) % 2 == 0))
    for name, found in (*ran.items(), ("all", [race for each in ran.values() for race in each])):
        given = sum(race.stands for race in found)
        passed, needless, deadlocks, left = (
            sum(bool(getattr(race, what)) for race in found)
            for what in ("passed_by", "needless", "deadlock", "locks_left")
        )
        row = f"{name} | {len(found)} | {given} | {passed} | {needless} | {deadlocks} | {left}"
        print(f"| {row} | {_spent([race.dose.ms for race in found])} |")
    print(f"| nothing | {len(alone)} | {len(alone)} | | | | | {_spent(alone)} |")
    return passed + needless + deadlocks + left


def _spent(ms: list[float]) -> str:
    """Median and 99th of a hundred, of `administer` with its waiting for the keys."""
    hundredths = statistics.quantiles(ms, n=100, method="inclusive") if len(ms) > 1 else ms * 99
    return f"{statistics.median(ms):.0f} | {hundredths[98]:.0f}"


def steps(count: int) -> None:
    """Raises what the model and the rules differ in."""
    from tests.dosing.gate.lives import Told, walk

    told, began = Told(), time.monotonic()
    walk(count, told)
    print(
        f"{told.steps:,} steps over {told.days:,} days in {told.runs:,} lives, "
        f"{told.asked:,} doses asked for, {told.allowed:,} of them allowed, "
        f"{len(told.shut)} rules shut at least once, no difference: "
        f"{time.monotonic() - began:.0f} s"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure what the gate withstands.")
    parser.add_argument("--races", type=int, default=0)
    parser.add_argument("--steps", type=int, default=0)
    asked = parser.parse_args()
    wrong = 0
    if asked.races:
        with clinic():
            wrong = races(asked.races)
    if asked.steps:
        steps(asked.steps)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
