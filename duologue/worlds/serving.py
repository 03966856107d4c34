"""One world of a pair behind a real web server, for anybody's own crawler."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from http.cookies import SimpleCookie
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from duologue.worlds.base import NOW, make_base
from duologue.worlds.chance import Chance, clock_stands_at, fixed
from duologue.worlds.databases import Server
from duologue.worlds.opening import EMPTY
from duologue.worlds.pair import tell
from duologue.worlds.plan import plan
from duologue.worlds.stopping import ended_when_asked

DOOR = "/enter-this-world/"
Start = Callable[..., Any]


class Quiet(WSGIRequestHandler):
    server_version, sys_version = "Duologue", ""

    def log_message(self, format: str, *args: object) -> None:
        pass


class Door:
    """Lets each observer in once, and begins chance anew for each request.

    What is random follows from the observer, the address, and how often it was asked for, so two
    crawlers that ask for the same in another order still get the same.
    """

    def __init__(self, app: Any, chance: Chance, seed: int, sessions: dict[str, str]) -> None:
        self.app, self.chance, self.seed = app, chance, seed
        self.sessions, self.entered = sessions, set[str]()
        self.names = {key: name for name, key in sessions.items()}
        self.asked: Counter[tuple[str, str, str]] = Counter()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith(DOOR):
            return self._let_in(path.removeprefix(DOOR).strip("/"), start)
        cookies = SimpleCookie(environ.get("HTTP_COOKIE", ""))
        held = cookies.get(settings.SESSION_COOKIE_NAME)
        # Who signs in anew is somebody else to chance, but the same in both worlds.
        who = self.names.get(held.value, held.value) if held else "stranger"
        asked = (who, environ["REQUEST_METHOD"], f"{path}?{environ.get('QUERY_STRING', '')}")
        self.asked[asked] += 1
        self.chance.begin(self.seed, *asked, self.asked[asked])
        return self.app(environ, start)  # type: ignore[no-any-return]

    def _let_in(self, name: str, start: Start) -> list[bytes]:
        if name not in self.sessions or name in self.entered:
            start("404 Not Found", [("Content-Type", "text/plain")])
            return [b"This link was used, or never was one."]
        self.entered.add(name)
        cookie = (
            f"{settings.SESSION_COOKIE_NAME}={self.sessions[name]}; Path=/; HttpOnly; SameSite=Lax"
        )
        start("302 Found", [("Location", "/home/"), ("Set-Cookie", cookie)])
        return [b""]


def serve(server: Server, *, seed: int, secret: int, port: int) -> int:
    """Until stopped. Prints one line of JSON when the world is open."""
    chance, name = Chance(), f"served_{seed}_{secret}"
    pair = plan(seed, pairs=max(1, secret - 1))
    base = make_base(server, seed, of=EMPTY)
    with fixed(chance):
        tell(server, base, pair.worlds[secret - 1], name, chance)
        with clock_stands_at(NOW):
            server.enter(name)
            sessions = {w: base.sessions[w] for w in pair.observers if w in base.sessions}
            door = Door(get_wsgi_application(), chance, seed, sessions)
            with make_server("127.0.0.1", port, door, handler_class=Quiet) as web:
                address = f"http://127.0.0.1:{web.server_port}"
                links: dict[str, str | None] = {w: f"{address}{DOOR}{w}/" for w in sessions}
                if "stranger" in pair.observers:
                    links["stranger"] = f"{address}/"
                told = {
                    "address": address,
                    "seed": seed,
                    "secret": secret,
                    "clock": NOW.isoformat(),
                    # Only who must not be able to tell this pair's worlds apart.
                    "observers": links,
                }
                with ended_when_asked(web.shutdown):
                    print(json.dumps(told), flush=True)
                    web.serve_forever()
    return 0
