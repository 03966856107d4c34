"""Writes repeated steps out: one for each session (`csi-4.s2`), one for each wave (`csi-16.m3`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from duologue.programme.outline import Offset, Step
from duologue.programme.reading import Reading

PREVIOUS = "previous "


@dataclass(frozen=True, slots=True)
class Wave:
    """A time at which several things are asked together."""

    name: str
    phase: str
    anchor: str
    after: tuple[str, ...]
    times: dict[str, Offset | None]


def written_out(
    steps: list[Step], rows: Mapping[str, Reading], count: int, waves: tuple[str, ...]
) -> list[Step]:
    """The steps with every repeat as a step of its own and `after` naming those.

    Session N of a repeated step waits for session N of another repeated one, and with
    “previous x” for session N-1. Any other step waits for all repeats.
    """
    sessions = {s.key for s in steps if s.session == 0}
    known: dict[str, tuple[str, ...]] = {s.key: (s.key,) for s in steps}
    for key in rows:
        if key in sessions:
            known[key] = tuple(f"{key}.s{n}" for n in range(1, count + 1))
        elif key not in known:
            known[key] = tuple(s.key for s in steps if s.wave and s.key == f"{key}.{s.wave}")

    def resolved(step: Step, session: int | None) -> tuple[str, ...]:
        names: list[str] = []
        for written in step.after:
            back = written.startswith(PREVIOUS)
            key = written.removeprefix(PREVIOUS)
            row = rows.get(step.key) or rows[step.key.removesuffix(f".{step.wave}")]
            if key not in known:
                row.wrong("after", f"there is no step “{key}”; use the key of a step in this file")
            if back and (session is None or key not in sessions):
                row.wrong("after", "“previous” is for steps repeated each session, on both ends")
            if session is None or key not in sessions:
                names += known[key]
            elif not back:
                names.append(f"{key}.s{session}")
            elif session > 1:
                names.append(f"{key}.s{session - 1}")
        return tuple(dict.fromkeys(names))

    done: list[Step] = []
    for step in steps:
        if step.session is None:
            done.append(replace(step, after=resolved(step, None)))
            continue
        for n in range(1, count + 1):
            anchor = f"session:{n}" if step.anchor == "session" else step.anchor
            done.append(
                replace(
                    step,
                    key=f"{step.key}.s{n}",
                    session=n,
                    anchor=anchor,
                    after=resolved(step, n),
                )
            )
    return done
