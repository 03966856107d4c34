import sys

import pytest

from tests.operations.running import Running

pytestmark = pytest.mark.slow


def demo(home, **env: str) -> Running:
    return Running(sys.executable, "-m", "duologue.cli", "demo", home=home, **env)


def test_the_demo_opens_is_made_up_once_and_never_becomes_a_clinic(begin) -> None:
    first = begin(demo)
    first.wait_until_open(seconds=600)
    assert "Everybody in it is made up" in first.said
    assert first.get("/")[0] == 200
    assert first.health()["worker"]
    assert first.stop() == 0, first.said
    assert "Traceback" not in first.said

    again = begin(demo, first.home)
    again.wait_until_open()
    assert "Making up" not in again.said
    assert again.stop() == 0

    clinic = begin(Running.clinic, first.home)
    assert clinic.process.wait(30) == 2
    assert "belongs to the demo" in clinic.said
