"""The processes of a running clinic, kept together: one ends, all end; asked to stop, all stop."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

from duologue.operations.keeper import PATIENCE, Keeper


class Stopped(Exception):
    """Somebody asked us to stop (Ctrl-C, or the system's SIGTERM)."""


# A service manager, Ctrl-C, a closed window.
ASKED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def stop_on_signals(word: type[BaseException] = Stopped) -> None:
    """From here on these raise `word`, so that everything is let go in order."""

    def stop(number: int, frame: FrameType | None) -> None:
        # A second Ctrl-C must not interrupt the orderly stop the first one began.
        for one in ASKED:
            signal.signal(one, signal.SIG_IGN)
        raise word

    for one in ASKED:
        signal.signal(one, stop)


def supervise(
    commands: Mapping[str, Sequence[str]],
    *,
    home: Path,
    when_up: Callable[[], bool],
    announce: Callable[[], None],
) -> int:
    """Run `commands` until one of them ends (returns 1) or we are asked to stop (returns 0).

    Each gets a process group of its own, so that Ctrl-C reaches only us and the order of
    stopping is ours; a keeper stops them if we are killed. `announce` is called once `when_up`
    first says yes.
    """
    running: dict[str, subprocess.Popen[bytes]] = {}
    announced = False
    keeper = Keeper(home)
    try:
        for name, command in commands.items():
            running[name] = subprocess.Popen(command, start_new_session=True, env=os.environ)
            keeper.told(str(running[name].pid))
        while True:
            for name, process in (*running.items(), ("keeper", keeper.process)):
                if (code := process.poll()) is not None:
                    print(
                        f"The {name} ended by itself (exit code {code}); its last lines are above. "
                        "Stopping the rest. Mend the cause, then start again.",
                        file=sys.stderr,
                        flush=True,
                    )
                    return 1
            if not announced and when_up():
                announced = True
                announce()
            time.sleep(0.2 if not announced else 0.5)
    except Stopped:
        print("\nStopping.", flush=True)
        return 0
    finally:
        _stop(running)
        keeper.let_go()


def _stop(running: Mapping[str, subprocess.Popen[bytes]]) -> None:
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + PATIENCE
    for process in running.values():
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
