"""A couple side by side, and one partner: what their team sees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from duologue.calendar.entries import Entry
from duologue.calendar.queries import course_of_appointments
from duologue.consent.queries import consent_counts
from duologue.integration.queries import own_rooms_of
from duologue.measures.instrument import Instrument
from duologue.measures.queries import Trajectory, trajectories
from duologue.measures.rules import needed_change
from duologue.outcomes.rules import Course, Measured, reading
from duologue.overview.caseload import Line
from duologue.overview.links import Booked, couple_doors, team_address
from duologue.overview.portal import PHASE_NAMES
from duologue.people.models import Couple, Partner, Person
from duologue.preparation.queries import pattern_of
from duologue.programme.loader import programme
from duologue.programme.models import Episode
from duologue.programme.outline import PHASES
from duologue.programme.queries import (
    closed_at,
    due_of_couple,
    latest_episode,
    next_answers_due,
    phases_of,
)
from duologue.safety.queries import Standing, standing
from duologue.screening.decisions import clearances_of
from duologue.web.charts import Band, Series
from duologue.web.charts import Trajectory as Plot
from duologue.web.templatetags.duologue import day

MAIN, PULSE = "csi-16", "csi-4"
READS_SCORES = frozenset({"therapist", "prescriber"})
TREATS = frozenset({"therapist", "prescriber", "monitor"})
SHOWN = ("csi-16", "csi-4", "phq-9", "gad-7", "who-5", "ders-16")


@dataclass(frozen=True)
class Fact:
    """One line in a partner's column."""

    label: str
    value: str
    state: str = ""


@dataclass(frozen=True)
class Column:
    partner: Partner
    facts: tuple[Fact, ...]
    alerts: tuple[Standing, ...]


@dataclass(frozen=True)
class CouplePage:
    couple: Couple
    episode: Episode | None
    closed_at: datetime | None
    over: str
    bar: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    plot: Plot | None
    reading: str
    reads_scores: bool
    treats: bool
    next: tuple[Line, ...]
    doors: dict[str, str]
    appointments: tuple[Any, ...]
    pattern: Any


@dataclass(frozen=True)
class Coming:
    """When which partner's questionnaire is next due, by (partner id, instrument id), read `on` a day."""

    due: dict[tuple[UUID, str], datetime]
    on: date


@dataclass(frozen=True)
class PartnerPage:
    partner: Partner
    column: Column
    plots: tuple[tuple[Plot, str], ...]
    reads_scores: bool


def couple_page(
    person: Person, roles: frozenset[str], partners: tuple[Partner, ...], at: datetime
) -> CouplePage:
    """Both partners at their sides, and between them what is shared. A fixed number of queries.

    `partners` come with their `with_roles_towards`: somebody who coordinates may hold a clinical
    role and still not treat these two; then nothing here may look empty that is only closed to them.
    """
    couple = partners[0].couple
    here = frozenset(partners[0].care_roles)  # type: ignore[attr-defined]
    doors_of = (roles & here) | (roles - TREATS)
    episode, phase = phases_of([couple.id]).get(couple.id, (None, ""))
    closed = None if episode else closed_at(latest_episode(couple))
    found = trajectories(partners) if here & READS_SCORES else {}
    appointments = course_of_appointments(couple)
    booked = Booked(appointments)
    work, answers = due_of_couple(person, couple, at, roles=roles, limit=12)
    coming = Coming(answers, timezone.localdate(at))
    days = _session_days(appointments, at)
    plot, reading = drawn(_telling(found), partners, found, days, coming)
    return CouplePage(
        couple=couple,
        episode=episode,
        closed_at=closed,
        over=_over(episode, at) if episode or not closed else "Couple · course closed",
        bar=tuple((PHASE_NAMES[p], _how(p, phase)) for p in PHASES) if episode else (),
        columns=columns_of(partners, here, found, at, episode),
        reads_scores=bool(here & READS_SCORES),
        treats=bool(here & TREATS),
        plot=plot,
        reading=reading,
        next=tuple(
            Line(item, team_address(item, doors_of, booked))
            for item in work.items
            if not booked.still_to_come(item, at)
        ),
        doors=couple_doors(couple.id, doors_of),
        appointments=tuple(a for a in appointments if a.ends_at >= at)[:6],
        pattern=pattern_of(couple),
    )


def partner_page(partner: Partner, here: frozenset[str], at: datetime) -> PartnerPage:
    """One partner's chart: what stands and, for who may read them, how their scores have moved.

    `here` are the roles in which somebody treats this partner; empty for who only coordinates.
    """
    reads = bool(here & READS_SCORES)
    found = trajectories([partner]) if reads else {}
    episode, _ = phases_of([partner.couple_id]).get(partner.couple_id, (None, ""))
    days = _session_days(course_of_appointments(partner.couple), at)
    coming = Coming(next_answers_due(partner, at) if found else {}, timezone.localdate(at))
    plots = []
    for instrument in SHOWN:
        plot, reading = drawn(instrument, (partner,), found, days, coming)
        if plot:
            plots.append((plot, reading))
    column = columns_of((partner,), here, found, at, episode)[0]
    return PartnerPage(partner, column, tuple(plots), reads)


def columns_of(
    partners: tuple[Partner, ...],
    here: frozenset[str],
    found: dict[Any, Trajectory],
    at: datetime,
    episode: Episode | None,
) -> tuple[Column, ...]:
    """What stands for each partner; a fixed number of queries for one or two."""
    on = timezone.localdate(at)
    clearances = clearances_of(partners, on) if here & TREATS else {}
    consents = consent_counts(partners, episode)
    reads = here & READS_SCORES
    own = own_rooms_of(partners, on) if reads else {}
    columns = []
    for partner in partners:
        facts = [
            Fact("Clearance", *clearances.get(partner.id, ("read by their care team",))),
            Fact("Consents", *consents[partner.id]),
        ]
        if reads:
            facts += [_latest(found, partner, name) for name in ("csi-16", "phq-9", "gad-7")]
            checked_in, practised = own[partner.id]
            facts += [Fact("Check-in", checked_in), Fact("Practices", practised)]
        columns.append(Column(partner, tuple(facts), standing(partner, at)))
    return tuple(columns)


def _telling(found: dict[Any, Trajectory]) -> str:
    """The full questionnaire once somebody answered it twice; until then the short one."""
    longest = {
        name: max(
            (len(t.points) for (_, i, part), t in found.items() if (i, part) == name), default=0
        )
        for name in ((MAIN, "score"), (PULSE, "score"))
    }
    return PULSE if longest[MAIN, "score"] < 2 <= longest[PULSE, "score"] else MAIN


def drawn(
    instrument_id: str,
    partners: Iterable[Partner],
    found: dict[tuple[UUID, str, str], Trajectory],
    sessions: tuple[date, ...],
    coming: Coming,
) -> tuple[Plot | None, str]:
    """The chart of one instrument for these partners, and its reading in words."""
    mine = [t for p in partners if (t := found.get((p.id, instrument_id, "score")))]
    if not mine:
        return None, ""
    instrument = mine[0].instrument
    low, high = instrument.range or (0, 1)
    cut = next((c for c in instrument.cutoffs if c.verified), None)
    needed = needed_change(instrument)
    measured = Measured(
        instrument.name, float(low), float(high), instrument.direction, instrument.unit
    )
    plot = Plot(
        title=instrument.name,
        low=float(low),
        high=float(high),
        unit=instrument.unit if instrument.unit != "points" else "",
        direction=instrument.direction,
        series=tuple(
            Series(
                t.partner.side,
                t.partner.first_name,
                tuple((timezone.localdate(p.at), p.value) for p in t.points),
            )
            for t in mine
        ),
        bands=_bands(instrument),
        cutoff=float(cut.value) if cut else None,
        cutoff_label=f"{cut.meaning} {cut.side} {cut.value:g}" if cut else "",
        reliable_change=needed,
        sessions=sessions,
        source=instrument.change.source if instrument.change and needed else "",
    )
    return plot, reading([_course(t, needed, coming) for t in mine], measured)


def _bands(instrument: Instrument) -> tuple[Band, ...]:
    """The checked bands but the best one: what is well needs no shade."""
    bands = [Band(b.low, b.high, b.label) for b in instrument.bands if b.verified]
    worse = instrument.direction == "higher is worse"
    return tuple(bands[1:] if worse else bands[:-1])


def _course(trajectory: Trajectory, needed: float | None, coming: Coming) -> Course:
    due = coming.due.get((trajectory.partner.id, trajectory.instrument.id))
    known = [point for point in trajectory.points if point.value is not None]
    first, last = (known[0], known[-1]) if known else (None, None)
    return Course(
        name=trajectory.partner.first_name,
        first=first.value if first else None,
        first_on=timezone.localdate(first.at) if first else None,
        latest=last.value if last else None,
        latest_on=timezone.localdate(last.at) if last else None,
        needed=needed,
        next_due=timezone.localdate(due) if due else None,
        read_on=coming.on,
    )


def _latest(found: dict[Any, Trajectory], partner: Partner, instrument: str) -> Fact:
    trajectory = found.get((partner.id, instrument, "score"))
    point = trajectory.latest if trajectory else None
    if trajectory is None or point is None:
        return Fact(instrument.upper(), "not answered yet")
    value = "no score" if point.value is None else f"{point.value:g}"
    words = " ".join(part for part in (value, point.band) if part)
    return Fact(trajectory.instrument.id.upper(), f"{words} · {day(point.at)}")


def _session_days(appointments: Iterable[Entry], at: datetime) -> tuple[date, ...]:
    return tuple(
        timezone.localdate(a.starts_at) for a in appointments if a.medicine and a.starts_at <= at
    )


def _over(episode: Episode | None, at: datetime) -> str:
    if episode is None:
        return "Couple · no course under way"
    title = programme(episode.programme, episode.programme_version).title
    week = (timezone.localdate(at) - timezone.localdate(episode.started_at)).days // 7 + 1
    return f"Couple · {title} · week {week}"


def _how(phase: str, here: str) -> str:
    place, now = PHASES.index(phase), PHASES.index(here)
    return "now" if place == now else "done" if place < now else "next"
