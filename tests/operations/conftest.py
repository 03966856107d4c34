from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.operations.running import Running


@pytest.fixture
def begin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Running]]:
    """Start a command that is stopped after the test, whatever happens in it."""
    started: list[Running] = []

    def start(how: Callable[..., Running], home: Path | None = None, **more: Any) -> Running:
        started.append(how(home=home or tmp_path_factory.mktemp("clinic") / "home", **more))
        return started[-1]

    yield start
    for running in started:
        running.stop()
