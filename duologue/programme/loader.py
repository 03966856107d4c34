"""Reads the written programmes. A mistake is told with file, line, field and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError

from duologue.programme import checks
from duologue.programme.outline import (
    ABOUT,
    DOSE_LEVELS,
    FORMATS,
    KINDS,
    PARTNERS,
    PHASES,
    ROUTES,
    WHO,
    DoseLimits,
    Limit,
    Offset,
    Programme,
    RouteLimit,
    Step,
)
from duologue.programme.reading import Mistake, Reading
from duologue.programme.repeats import Wave, written_out

TOP = (
    "id", "version", "title", "summary", "format", "dose_level", "routes",
    "sessions", "ends", "limits", "waves", "steps",
)  # fmt: skip
STEP = (
    "key", "phase", "kind", "subject", "who", "about", "optional", "after", "repeat", "anchor",
    "opens", "due", "late", "closes", "title", "team",
)  # fmt: skip
LIMITS = ("interval_days", "max_sessions", "food_hours", "drink_hours", "discharge_minutes")
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TIMES = ("opens", "due", "late", "closes")


def programme(id: str, version: str | None = None) -> Programme:
    """The programme of that id, in its newest version unless one is named; LookupError if none."""
    written = versions(id)
    wanted = version or (written[-1] if written else "")
    if wanted not in written:
        raise LookupError(
            f"There is no programme “{id}”" + (f" in version {version}" if version else "")
        )
    return _course(id, wanted)


@lru_cache
def _course(id: str, version: str) -> Programme:
    """Read once, however it is asked for."""
    course = read(_library() / id / f"{version}.yaml")
    if (course.id, course.version) != (id, version):
        name = f"{id}/{version}.yaml"
        raise Mistake(name, 1, "id", "id and version are the names of folder and file")
    return course


@lru_cache
def load_all() -> Mapping[str, Programme]:
    """The newest version of every programme, by id."""
    return MappingProxyType({folder.name: programme(folder.name) for folder in _folders()})


@lru_cache
def versions(id: str) -> tuple[str, ...]:
    """The versions of a programme, oldest first; empty when there is no such programme."""
    found = [f for f in _folders() if f.name == id]
    names = [
        file.name.removesuffix(".yaml")
        for folder in found
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
    ]
    return tuple(sorted(names, key=_number))


def read(file: Traversable) -> Programme:
    """One file as a programme. Mistake (a ValueError) says where it is wrong and how to mend it."""
    return parse(file.read_text(encoding="utf-8"), str(file))


def parse(text: str, name: str) -> Programme:
    """The text of a file as a programme; `name` is what a mistake calls the file."""
    try:
        written = YAML().load(text)
    except MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line = mark.line + 1 if mark else 1
        mend = "mend the line, or put the text in quotes"
        raise Mistake(name, line, "yaml", f"{wrong.problem}; {mend}") from None
    if not isinstance(written, CommentedMap):
        raise Mistake(name, 1, "file", "write a programme: id, version, title, steps …")
    top = Reading(name, written)
    top.only(TOP)
    format = top.one_of("format", FORMATS)
    sessions = top.part("sessions")
    sessions.only(("count", "every"))
    count, every = sessions.whole("count"), sessions.whole("every")
    waves = _waves(top, count)
    keys: dict[str, Reading] = {}
    steps: list[Step] = []
    for row in top.rows("steps"):
        steps += _step(row, keys, count, waves)
    steps = written_out(steps, keys, count, tuple(waves))
    routes = tuple(top.listed("routes", ROUTES))
    course = Programme(
        id=top.text("id"),
        version=top.text("version"),
        title=top.text("title"),
        summary=top.text("summary"),
        format=format,
        dose_level=top.one_of("dose_level", DOSE_LEVELS),
        routes=routes,
        sessions=count,
        every_days=every,
        ends=top.offset("ends"),
        limits=_limits(top, routes),
        steps=tuple(sorted(steps, key=lambda s: PHASES.index(s.phase))),
    )
    checks.check(course, top, keys)
    return course


def _step(row: Reading, keys: dict[str, Reading], count: int, waves: dict[str, Wave]) -> list[Step]:
    row.only(STEP)
    key = row.text("key")
    if not KEY.fullmatch(key):
        row.wrong("key", f"“{key}”: use lower-case letters, digits and hyphens")
    if key in keys:
        row.wrong("key", f"“{key}” is already used; give this step another key")
    keys[key] = row
    who = row.one_of("who", WHO)
    about = row.one_of("about", ABOUT, default=who if who in (*PARTNERS, "couple") else "couple")
    if who in (*PARTNERS, "couple") and about != who:
        row.wrong("about", "only steps of the team are about somebody else; leave it out")
    repeat = row.get("repeat")
    names = repeat if isinstance(repeat, list) else []
    for name in names:
        if name not in waves:
            row.wrong("repeat", f"“{name}” is not a wave; use one of {', '.join(waves) or 'none'}")
    if repeat is not None and repeat != "each session" and not names:
        row.wrong("repeat", "write “each session” or a list of waves")
    if names and any(row.get(field) for field in ("phase", "anchor", "after", *TIMES)):
        row.wrong("repeat", "a wave sets phase, anchor, after and times; leave them out here")

    def made(
        phase: str, anchor: str, after: tuple[str, ...], times: dict[str, Any], **more: Any
    ) -> Step:
        return Step(
            key=more.pop("key", key), phase=phase, kind=row.one_of("kind", KINDS),
            subject=row.text("subject"), who=who, about=about, title=row.text("title"),
            team_title=row.text("team", default=row.text("title")), after=after,
            optional=row.yes("optional"), anchor=anchor, **times, **more,
        )  # fmt: skip

    if names:
        chosen = [waves[name] for name in names]
        return [
            made(w.phase, w.anchor, w.after, w.times, key=f"{key}.{w.name}", wave=w.name)
            for w in chosen
        ]
    each = repeat == "each session"
    anchor = row.text("anchor", default="session" if each else "start")
    step = made(
        row.one_of("phase", PHASES), _anchor(row, anchor, each, count), tuple(row.listed("after")),
        _times(row), session=0 if each else None,
    )  # fmt: skip
    return [step]


def _anchor(row: Reading, anchor: str, each: bool, count: int) -> str:
    allowed = ["start", "last-session", "end-of-treatment"]
    allowed += [f"session:{n}" for n in range(1, count + 1)] + (["session"] if each else [])
    if anchor not in allowed:
        row.wrong("anchor", f"“{anchor}” is none of {', '.join(allowed)}")
    return anchor


def _times(row: Reading) -> dict[str, Offset | None]:
    times = {field: row.offset(field) for field in TIMES if row.get(field) is not None}
    given = [(field, times[field]) for field in TIMES if field in times]
    for (first, sooner), (then, later) in pairwise(given):
        if sooner.days > later.days:
            row.wrong(then, f"“{then}” is before “{first}”; write them in order of time")
    return dict(times)


def _waves(top: Reading, count: int) -> dict[str, Wave]:
    waves = {}
    for name, row in top.parts("waves"):
        row.only(("phase", "anchor", "after", *TIMES))
        waves[name] = Wave(
            name,
            row.one_of("phase", PHASES),
            _anchor(row, row.text("anchor", default="start"), False, count),
            tuple(row.listed("after")),
            _times(row),
        )
    return waves


def _limits(top: Reading, routes: tuple[str, ...]) -> DoseLimits:
    part = top.part("limits")
    part.only((*LIMITS, "routes"))
    by_route = part.part("routes")
    by_route.only(routes)
    return DoseLimits(
        **{name: _limit(part.part(name)) for name in LIMITS},
        routes=tuple(
            RouteLimit(
                route,
                _limit(by_route.part(route).part("mg_per_kg")),
                _limit(by_route.part(route).part("cap_mg")),
            )
            for route in routes
        ),
    )


def _limit(part: Reading) -> Limit:
    part.only(("value", "source", "verified"))
    return Limit(part.number("value"), part.text("source"), part.yes("verified"))


def _library() -> Traversable:
    return files("duologue.programme") / "library"


def _folders() -> list[Traversable]:
    return sorted((f for f in _library().iterdir() if f.is_dir()), key=lambda f: f.name)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
