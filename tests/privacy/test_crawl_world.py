"""One world served by hand, for anybody's own crawler; a real clinic's folder is refused."""

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from duologue.operations import clinic_home
from tests.house.tree import ROOT

COMMAND = [sys.executable, "-m", "duologue.cli", "privacy"]


def without_clinic() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("DUOLOGUE_")}


@pytest.mark.parametrize("kind", ["clinic", "demo"])
def test_a_folder_that_holds_a_clinic_is_refused(tmp_path: Path, kind: str) -> None:
    clinic_home.open_home(tmp_path, kind=kind)
    before = sorted(tmp_path.iterdir())
    for what in (["crawl", "--pairs", "1"], ["world", "--secret", "1"]):
        asked = [*COMMAND, *what, "--home", str(tmp_path)]
        refused = subprocess.run(
            asked, cwd=ROOT, env=without_clinic(), capture_output=True, text=True, check=False
        )
        assert refused.returncode == 2
        assert "is not a folder of made-up worlds" in refused.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_a_port_in_use_is_said_before_a_world_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        asked = [*COMMAND, "world", "--secret", "1", "--port", port, "--home", str(tmp_path)]
        refused = subprocess.run(
            asked, cwd=ROOT, env=without_clinic(), capture_output=True, text=True, check=False
        )
    assert refused.returncode == 2
    assert f"Port {port} on 127.0.0.1 cannot be used" in refused.stderr
    assert "Traceback" not in refused.stderr and not list(tmp_path.iterdir())


BEING_MADE = """
import signal
from duologue.operations.supervise import stop_on_signals
stop_on_signals(KeyboardInterrupt)
try:
    print("up", flush=True)
    signal.pause()
except KeyboardInterrupt:
    print("tidied")
"""
SERVED = """
from wsgiref.simple_server import make_server
from duologue.operations.supervise import stop_on_signals
from duologue.worlds.stopping import ended_when_asked
stop_on_signals(KeyboardInterrupt)
with make_server("127.0.0.1", 0, None) as web, ended_when_asked(web.shutdown):
    print("up", flush=True)
    web.serve_forever()
print("tidied")
"""


@pytest.mark.parametrize("program", [BEING_MADE, SERVED], ids=["being made", "served"])
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_a_world_in_the_background_of_a_script_ends_in_order_when_asked(
    program: str, asked: signal.Signals
) -> None:
    with in_the_background([sys.executable, "-c", program]) as world:
        assert world.stdout is not None and world.stdout.readline() == "up\n"
        world.send_signal(asked)
        assert world.stdout.readline() == "tidied\n"
    assert world.returncode == 0


def in_the_background(command: list[str]) -> "subprocess.Popen[str]":
    """Started as a shell does with `&` in a script: with Ctrl-C ignored."""
    script = f"trap '' INT; exec {shlex.join(command)}"
    return subprocess.Popen(
        ["sh", "-c", script], cwd=ROOT, env=without_clinic(), stdout=subprocess.PIPE, text=True
    )


@pytest.mark.slow
def test_both_worlds_are_served_and_whoever_watches_is_let_in_once(home: Path) -> None:
    pages = [opened(home / "worlds", secret) for secret in (1, 2)]
    assert pages[0] == pages[1]
    assert "Leave now" in pages[0][0]


def opened(folder: Path, secret: int) -> tuple[str, str]:
    """What the partner finds first, and what the link says the second time."""
    folder.mkdir(exist_ok=True, mode=0o755)
    asked = [*COMMAND, "world", "--secret", str(secret), "--port", "0", "--home", str(folder)]
    with in_the_background(asked) as world:
        assert world.stdout is not None
        told = json.loads(world.stdout.readline())
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with browser.open(told["observers"]["b"]) as answer:
            first = answer.read().decode()
        try:
            browser.open(told["observers"]["b"]).close()
            again = "let in twice"
        except urllib.error.HTTPError as refused:
            again = refused.read().decode()
        world.send_signal(signal.SIGINT)
    assert world.returncode == 0
    return first, again
