"""A world ends in order when it is asked to: by Ctrl-C, SIGTERM, or a closed window.

A shell starts what it puts in the background with SIGINT ignored, and Python leaves that so; here
it is heard all the same.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from types import FrameType
from typing import Any

ASKED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def interrupt_when_asked() -> None:
    """From here on the first of these raises `KeyboardInterrupt`; more do not disturb the tidying."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        for one in ASKED:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    for one in ASKED:
        signal.signal(one, interrupt)


@contextmanager
def ended_when_asked(end: Callable[[], None]) -> Iterator[None]:
    """In here they call `end` beside it: what is raised within a request, the web server swallows."""

    def ask(number: int, frame: FrameType | None) -> None:
        Thread(target=end, daemon=True).start()

    before: dict[Any, Any] = {one: signal.signal(one, ask) for one in ASKED}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
