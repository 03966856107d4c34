"""`duologue serve` and `duologue demo`: from nothing to a running clinic in one command."""

import argparse
import os
import secrets
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duologue.operations import prepare
from duologue.operations.clinic_home import CannotStart, default_home, open_home, remove_demo
from duologue.operations.keeper import wait_for_an_earlier_run
from duologue.operations.opening import open_clinic
from duologue.operations.postgres import admin_of
from duologue.operations.scene import scene
from duologue.operations.supervise import Stopped, stop_on_signals, supervise

LOCAL = {"127.0.0.1", "localhost", "::1"}
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class Demo:
    """What a demo is made of: `build(today=)` tells it into an empty database, `cards()` gives
    (role, address) of each way to sign in."""

    build: Callable[..., object]
    cards: Callable[[], Sequence[tuple[str, str]]]


def run(arguments: argparse.Namespace, *, demo: Demo | None = None) -> int:
    """Serve until stopped. Returns 0 when stopped, 1 when a process ended, 2 when not started.

    `demo` makes a demo clinic of it.
    """
    kind = "demo" if demo else "clinic"
    home = (arguments.home or default_home(kind)).expanduser().resolve()
    try:
        stop_on_signals()
        wait_for_an_earlier_run(home)
        refuse_taken_port(arguments.host, arguments.port)
        if demo and arguments.fresh:
            remove_demo(home)
        open_clinic(home, kind=kind)
        prepare.prepare(os.environ["DUOLOGUE_OWNER_DATABASE"])
        code = _first_run(demo, home)
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 2
    except Stopped:
        return 0
    address = f"http://{_in_address(arguments.host)}:{arguments.port}"
    if arguments.host not in LOCAL:
        os.environ.setdefault("DUOLOGUE_HOSTS", _in_address(arguments.host))
        if os.environ.get("DUOLOGUE_BEHIND_TLS") != "1":
            print(
                "Warning: this clinic listens beyond this machine without encryption. Put a web "
                "server with a certificate in front (see docs/operators.md)."
            )
    if arguments.host in LOCAL:
        os.environ.setdefault("DUOLOGUE_ADDRESS", address)  # what links in mails begin with
    return supervise(
        {
            "web server": _web(arguments.host, arguments.port),
            "worker": [sys.executable, "-m", "duologue.operations.worker"],
        },
        home=home,
        when_up=_Up(f"http://{_reach(arguments.host)}:{arguments.port}/health/"),
        announce=lambda: _announce(demo, address, home, code),
    )


def _web(host: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "duologue.wsgi:application"),
        *("--bind", f"{_in_address(host)}:{port}"),
        *("--worker-class", "gthread", "--workers", "1", "--threads", "8"),
        *("--log-level", "warning", "--graceful-timeout", "10", "--no-control-socket"),
    ]


def _first_run(demo: Demo | None, home: Path) -> str | None:
    """What is still missing on a first start: the demo's people, or the code of the setup page."""
    request = os.environ["DUOLOGUE_REQUEST_DATABASE"]
    clinic = prepare.clinic_row(request)
    if clinic is None and demo:
        _seed(demo, admin_of(os.environ["DUOLOGUE_OWNER_DATABASE"], open_home(home)))
        clinic = prepare.clinic_row(request)
    if clinic is None:
        code = "-".join("".join(secrets.choice(CODE_LETTERS) for _ in range(4)) for _ in range(3))
        os.environ["DUOLOGUE_SETUP_CODE"] = code
        return code
    synthetic, time_zone = clinic
    if synthetic != bool(demo):
        raise CannotStart(
            "The database holds "
            + ("made-up people" if synthetic else "a real clinic")
            + ", so this command does not open it. Check DATABASE_URL and --home."
        )
    os.environ.setdefault("DUOLOGUE_TIME_ZONE", time_zone)
    return None


def _seed(demo: Demo, admin: str) -> None:
    print(
        "Making up the demo clinic's people and their months. This happens once and takes a minute.",
        flush=True,
    )
    import django
    from django.db import connections

    django.setup()
    with scene(admin):
        demo.build(today=date.today())  # noqa: DTZ011  the visitor's own today
    connections.close_all()


def _announce(demo: Demo | None, address: str, home: Path, code: str | None) -> None:
    width = min(78, shutil.get_terminal_size().columns)
    print("-" * width)
    if demo:
        print(f"The demo clinic is open: {address}/")
        print("Everybody in it is made up. Sign in as anybody, without a password:")
        for role, path in demo.cards():
            print(f"  {role:<24} {address}{path}")
    elif code:
        print(f"Duologue is running. Set up your clinic: {address}/setup/")
        print(f"The page asks for this one-time code: {code}")
    else:
        print(f"Your clinic is open: {address}/")
    if not demo and not (
        os.environ.get("DUOLOGUE_SMTP_HOST") or os.environ.get("DUOLOGUE_EMAIL_BACKEND")
    ):
        print("No mail leaves this clinic: links and codes are shown to the team, to hand over.")
        print("For mail, set DUOLOGUE_SMTP_HOST and start again (see docs/operators.md).")
    print(f"Kept in {home}. Stop with Ctrl-C.")
    print("-" * width, flush=True)


def refuse_taken_port(host: str, port: int) -> None:
    """Raises `CannotStart` if nobody can listen there; port 0 is any that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} on {host} cannot be used ({error.strerror}). Stop what uses it, or "
                f"choose another: --port {port + 1}"
            ) from error


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _reach(host: str) -> str:
    return "127.0.0.1" if host == "0.0.0.0" else _in_address(host)


class _Up:
    """Whether everything is well; after ten seconds it is enough that the web server answers."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.enough_after = time.monotonic() + 10

    def __call__(self) -> bool:
        try:
            urllib.request.urlopen(self.address, timeout=2).close()
        except urllib.error.HTTPError:
            return time.monotonic() > self.enough_after
        except OSError:
            return False
        return True
