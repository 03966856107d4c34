"""A world that is served ends in order when it is asked to, also in the middle of a request."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from types import FrameType
from typing import Any

from duologue.operations.supervise import ASKED


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
