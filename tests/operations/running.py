"""A clinic as its operator runs it: real processes, a folder and a port of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import psutil

from tests.house.tree import ROOT


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    """Ours, without what would tell the clinic that a test is running it."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DUOLOGUE_", "DJANGO_", "PYTEST_", "DATABASE_"))
    }
    return {**kept, "PYTHONPATH": str(ROOT), **more}


class Running:
    """A started command; `said` is everything it has printed."""

    def __init__(
        self, *command: str, home: Path, cwd: Path = ROOT, port: int = 0, **env: str
    ) -> None:
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.home = home
        self.printed = home.parent / f"{home.name}.out"
        self.browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({})
        )
        with self.printed.open("w") as out:
            self.process = subprocess.Popen(
                [*command, "--home", str(home), "--port", str(self.port)],
                cwd=cwd,
                env=environment(**env),
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    @classmethod
    def clinic(cls, home: Path, port: int = 0, **env: str) -> "Running":
        return cls(sys.executable, "-m", "duologue.cli", "serve", home=home, port=port, **env)

    @property
    def said(self) -> str:
        return self.printed.read_text()

    def wait_until_open(self, seconds: float = 300) -> None:
        until = time.monotonic() + seconds
        while "Stop with Ctrl-C" not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < until, self.said
            time.sleep(0.1)

    def get(self, path: str, **headers: str) -> tuple[int, str, str]:
        """(status, text, address arrived at), after redirects."""
        return self._open(urllib.request.Request(self.address + path, headers=headers))

    def post(self, path: str, **fields: str) -> tuple[int, str, str]:
        _, page, _ = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token, page
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token[1]}).encode()
        return self._open(urllib.request.Request(self.address + path, data=body))

    def _open(self, request: urllib.request.Request) -> tuple[int, str, str]:
        try:
            with self.browser.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode(), answer.url
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode(), answer.url

    def health(self) -> dict[str, bool]:
        _, text, _ = self.get("/health/", Accept="application/json")
        return {check["part"]: check["well"] for check in json.loads(text)["checks"]}

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def postgres(self) -> list[psutil.Process]:
        """PostgreSQL processes of this home."""
        cluster = str(self.home / "postgres")
        return [
            process
            for process in psutil.process_iter(["name", "cmdline"])
            if process.info["name"] == "postgres" and cluster in (process.info["cmdline"] or [])
        ]

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(60)
