"""The secret acts as they are written in acts.yaml, and hands that do them through the pages."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from django.test import Client
from django.urls import NoReverseMatch
from ruamel.yaml import YAML

from duologue.worlds.addresses import patterns
from duologue.worlds.base import NOW, TODAY, Base
from duologue.worlds.chance import Chance
from duologue.worlds.hands import Form, filled, look

OUTSIDERS = ("other-therapist", "other-partner", "researcher", "operator", "stranger")
OBSERVERS = ("b", "a", "coordinator", "monitor", *OUTSIDERS)
ITEM = re.compile(r"/questions/[^/]+/\d+/$")
LAST_ITEM = 90  # no questionnaire has more


class Hidden(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    everything: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()


class Act(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One kind of secret act: who does it, how, and from whom it is hidden."""

    who: str
    times: int
    steps: tuple[dict[str, Any], ...]
    hidden: Hidden
    name: str = ""
    makes: str = ""

    def happened(self, written: Mapping[str, int]) -> bool:
        """Whether rows were written (by table) as it should: a refused form writes none."""
        if self.makes:
            return written.get(self.makes, 0) > 0
        return bool(written) or all("look" in step for step in self.steps)

    def hidden_from(self, observer: str) -> str:
        """`everything`, `contents` or nothing."""
        for level in ("everything", "contents"):
            listed = getattr(self.hidden, level)
            if observer in listed or (observer in OUTSIDERS and "outsiders" in listed):
                return level
        return ""


@cache
def acts() -> tuple[Act, ...]:
    """Every kind of act. Raises msgspec.ValidationError for a file that says something else."""
    read = YAML(typ="safe").load(Path(__file__).with_name("acts.yaml"))
    found = msgspec.convert(read, dict[str, Act])
    return tuple(msgspec.structs.replace(act, name=name) for name, act in found.items())


@dataclass
class Doing:
    """Hands at work in one world: what they did, and what no page let them do."""

    base: Base
    client: Client
    rng: random.Random
    lean: float | None
    chance: Chance
    words: tuple[object, ...]
    asked: int = 0
    here: str = ""
    page: str = ""
    came: str = ""

    def do(self, steps: Sequence[Mapping[str, Any]]) -> bool:
        """Whether every step found its page and form."""
        return all(self._step(step) for step in steps)

    def _step(self, step: Mapping[str, Any]) -> bool:
        if name := step.get("open") or step.get("look"):
            return self._open(self._address(name)) or "look" in step
        if pattern := step.get("follow"):
            to = [link for link in look(self.page, self.here).links if re.search(pattern, link)]
            return bool(to) and self._open(self.rng.choice(to) + step.get("asking", ""))
        if field := step.get("send"):
            named = [f for f in self._forms() if field in f.names]
            return bool(named) and self._send(named[0], step.get("set", {}))
        if part := step.get("press"):
            there = [f for f in self._forms() if part in f.action]
            return bool(there) and self._send(there[0], step.get("set", {}))
        if who := step.get("hands"):
            self.client = self._visitor(self.base.sessions[who])
            return True
        if "again" in step:
            return self._open(self.came)
        if "sign_in" in step:
            return self._sign_in()
        if instruments := step.get("ask"):
            return self._ask(instruments)
        return self._answer()

    def _forms(self) -> list[Form]:
        out = ("/leave/", "/logout/")
        found = look(self.page, self.here).forms
        return [f for f in found if f.method == "post" and not f.action.startswith(out)]

    def _open(self, path: str) -> bool:
        self._begin()
        self.came = path
        answer = self.client.get(path, follow=True)
        self._read(answer)
        return bool(answer.status_code == 200)

    def _send(self, form: Form, wanted: Mapping[str, str]) -> bool:
        values = filled(form, self.rng, today=TODAY.isoformat(), lean=self.lean)
        values.pop("skip", None)  # who presses it leaves the question out
        values |= {n: self._worded(v) for n, v in wanted.items() if n in form.names}
        self._begin()
        answer = self.client.post(form.action, values, follow=True)
        self._read(answer)
        return bool(answer.status_code < 400)

    def _read(self, answer: Any) -> None:
        query = answer.request["QUERY_STRING"]
        self.here = answer.request["PATH_INFO"] + (f"?{query}" if query else "")
        self.page = answer.content.decode(errors="replace") if not answer.streaming else ""

    def _begin(self) -> None:
        """What is said must not move the keys of the rows it makes."""
        self.asked += 1
        self.chance.begin("deed", *self.words, self.asked)

    def _worded(self, value: str) -> str:
        later = NOW + timedelta(days=self.rng.randrange(3, 40), hours=self.rng.randrange(-7, 1))
        return value.format(
            a=self.base.a,
            side=self.base.side,
            session_number=self.base.medicine[1],
            couple=self.base.couple,
            a_mail=self.base.mail["a"],
            later=later.strftime("%Y-%m-%dT%H:%M"),
        )

    def _address(self, name: str) -> str:
        from django.urls import reverse

        of_a, held = {"partner_id": self.base.a}, {"session_id": self.base.medicine[0]}
        for gaps in ({}, of_a, {"couple_id": self.base.couple}, held, of_a | held):
            try:
                return reverse(name, kwargs=gaps)
            except NoReverseMatch:
                continue
        raise LookupError(f"acts.yaml: no address is named “{name}”; {len(patterns())} are known")

    def _sign_in(self) -> bool:
        """By a code that was sent; whoever stands beside has read it."""
        self._open(self._address("account_login"))
        form = next((f for f in self._forms() if "email" in f.names), None)
        if form is None or not self._send(form, {"email": "{a_mail}"}):
            return False
        sent = re.search(r"'code': '([^']+)'", repr(dict(self.client.session)))
        form = next((f for f in self._forms() if "code" in f.names), None)
        return bool(sent and form and self._send(form, {"code": sent[1]}))

    def _visitor(self, session: str | None, address: str = "10.0.0.7") -> Client:
        from duologue.worlds.crawl import visitor

        return visitor(session, address)

    def _ask(self, instruments: Sequence[str]) -> bool:
        """The therapist hands out a code; whoever holds the clinic's tablet types it."""
        team = Doing(
            self.base, self._visitor(self.base.sessions["therapist"]), self.rng, None,
            self.chance, (*self.words, "handed out"),
        )  # fmt: skip
        if not team._open(team._address("measures-hand-out")):
            return False
        form = next((f for f in team._forms() if "instrument" in f.names), None)
        offered = (
            {c for one in form.fields if one.name == "instrument" for c in one.choices}
            if form
            else set()
        )
        wanted = [one for one in instruments if one in offered]
        if (
            form is None
            or not wanted
            or not team._send(form, {"instrument": wanted[0], "kind": "code"})
        ):
            return False
        code = re.search(r"\b\d{4}\s?\d{4}\b", re.sub(r"<[^>]+>", " ", team.page))
        if code is None:
            return False
        self.client = self._visitor(None, "10.0.0.9")
        self._open(self._address("measures-code"))
        form = next((f for f in self._forms() if "code" in f.names), None)
        return form is not None and self._send(form, {"code": code[0]})

    def _answer(self) -> bool:
        for _ in range(LAST_ITEM):
            forms = self._forms()
            if "/done/" in self.here:
                return True
            on = [to for to in look(self.page, self.here).links if ITEM.search(to)]
            if not forms and not (on and self._open(on[0])):
                return False
            if not forms:
                continue
            # The form with a choice in it is the question; without one it hands in.
            asked = [f for f in forms if any(one.kind == "radio" for one in f.fields)]
            if not self._send((asked or forms)[0], {}):
                return False
        return False
