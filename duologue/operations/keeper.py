"""The process that stops the others when the one that keeps them together is killed outright.

It reads a pipe whose other end only the supervisor holds: a line for each process started, and
`stopped` when all of them were stopped in order. A pipe that ends without that word means that
the supervisor is gone, whatever ended it; then web server and worker are asked to finish, and
PostgreSQL is shut down fast, which loses nothing it has acknowledged.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import psutil

from duologue.operations.clinic_home import CannotStart
from duologue.operations.postgres import stop_unused

MODULE = "duologue.operations.keeper"
PATIENCE = 20.0  # seconds a process gets to finish what it is doing
LONGEST = 90.0  # seconds a start waits for an earlier run to be cleared away


class Keeper:
    """The supervisor's end."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", MODULE, str(home), str(os.getpid())],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def told(self, word: str) -> None:
        """Tell it the number of a process, or `stopped`. Says nothing to one that has ended."""
        assert self.process.stdin
        with suppress(BrokenPipeError):
            self.process.stdin.write(f"{word}\n".encode())
            self.process.stdin.flush()

    def let_go(self) -> None:
        """Everything was stopped in order."""
        self.told("stopped")
        self.process.wait()


def wait_for_an_earlier_run(home: Path) -> None:
    """Wait until what a killed supervisor left of this clinic is stopped. Raises `CannotStart`."""
    until, said = time.monotonic() + LONGEST, False
    while _clearing(home):
        if not said:
            print("An earlier run of this clinic was killed; waiting until it is stopped.")
            sys.stdout.flush()
            said = True
        if time.monotonic() > until:
            raise CannotStart(
                f"What an earlier run of {home} left is still being stopped after "
                f"{LONGEST:.0f} seconds. Wait and start again, or restart this machine."
            )
        time.sleep(0.2)


def end(processes: Sequence[psutil.Process]) -> None:
    """Ask them to end; after `PATIENCE` kill what is left, each with its own group."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # psutil knows a number that was given to another
            process.terminate()
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    for process in alive:
        with suppress(psutil.NoSuchProcess, ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _clearing(home: Path) -> bool:
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if words[-3:-1] == [MODULE, str(home)]:
            with suppress(psutil.NoSuchProcess):
                if process.status() == psutil.STATUS_ZOMBIE:
                    continue
                if process.ppid() != int(words[-1]):  # its supervisor has gone
                    return True
    return False


def _heard(lines: Iterable[bytes]) -> list[psutil.Process] | None:
    """What runs when the pipe has ended; None when all was stopped in order."""
    running = []
    for line in lines:
        if line.strip() == b"stopped":
            return None
        with suppress(psutil.NoSuchProcess):
            running.append(psutil.Process(int(line)))
    return running


def main(home: Path, pipe: IO[bytes]) -> int:
    # A service manager signals everybody at once; the order of stopping is the supervisor's.
    for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
    running = _heard(pipe)
    if running is not None:
        print("Duologue was killed. Stopping what it had started.", file=sys.stderr, flush=True)
        end(running)
        stop_unused(home)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.stdin.buffer))
