"""The session room: both columns as they stand, built from what was appended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from duologue.calendar.models import Appointment
from duologue.dosing.checks.queries import findings_of
from duologue.dosing.corrections import Correcting
from duologue.dosing.limits import Met, limits
from duologue.dosing.lines import Dose, OrderLine, Rows, dose_line, in_words, order_line, rows_of
from duologue.dosing.observations.models import RANGES, Observation
from duologue.dosing.observations.rules import (
    first_saved,
    met,
    next_due,
    signs_standing,
    standing_in_place,
)
from duologue.dosing.places import dosed_at, partners_at
from duologue.dosing.rules import standing
from duologue.people.models import Partner
from duologue.programme.queries import current_episode
from duologue.web.templatetags.duologue import day as said_day

WAKEFULNESS = {
    5: "awake",
    4: "answers slowly",
    3: "answers if loud",
    2: "if shaken",
    1: "if pinched",
    0: "no answer",
}
LATE = timedelta(minutes=2)
"""Entered this long after it was measured, the timeline says so."""


@dataclass(frozen=True)
class Tile:
    name: str
    value: str
    unit: str
    at: str
    tone: str
    note: str


@dataclass(frozen=True)
class Column:
    """One dosed partner. Holds nothing that was asked of them alone: both may see the screen.

    So `decide` says only that the checks found something, in the same words whatever it is."""

    partner: UUID
    name: str
    side: int
    order: OrderLine | None
    checked_at: datetime | None
    decide: bool
    doses: tuple[Dose, ...]
    since_dose: str
    tiles: tuple[Tile, ...]
    met: tuple[Met, ...]
    due_at: datetime | None
    overdue: bool
    observed: int
    discharged_at: datetime | None


@dataclass(frozen=True)
class Moment:
    at: datetime
    title: str
    side: int | str
    text: str = ""
    saved: datetime | None = None

    @property
    def place(self) -> tuple[datetime, datetime]:
        """By the minute, as times are entered; within one, as they were saved."""
        return self.at.replace(second=0, microsecond=0), self.saved or self.at


@dataclass(frozen=True)
class SessionPage:
    id: UUID
    couple: UUID
    couple_name: str
    title: str
    room: str
    starts_at: datetime
    columns: tuple[Column, ...]
    present: tuple[str, ...]
    timeline: tuple[Moment, ...]


def session_page(session: Appointment, at: datetime) -> SessionPage:
    """Both columns as they stand now; `session` was fetched through `sessions_of`."""
    present = partners_at(session)
    episode = current_episode(session.couple)
    dosed = dosed_at(session, present, episode)
    taking = [p for p in present if p.pk in dosed]
    rows = rows_of(session, taking)
    last = {p.pk: standing(rows[p.pk].checks)[-1] for p in taking if rows[p.pk].checks}
    found = dict(zip(last, findings_of(session, list(last.values()), episode), strict=True))
    columns = tuple(_column(session, p, rows[p.pk], bool(found.get(p.pk)), at) for p in taking)
    moments = [moment for p in taking for moment in _moments(p, rows[p.pk])]
    return SessionPage(
        id=session.id,
        couple=session.couple_id,
        couple_name=session.couple.name,
        title=f"Medicine session {session.session_number}",
        room=session.room.name if session.room else "",
        starts_at=session.starts_at,
        columns=columns,
        present=tuple(p.first_name for p in present if p.pk not in dosed),
        timeline=tuple(sorted(moments, key=lambda m: m.place)),
    )


def _column(
    session: Appointment, partner: Partner, rows: Rows, decide: bool, at: datetime
) -> Column:
    current = standing_in_place(rows.observations)
    doses = standing(rows.doses)
    last_dose = max((dose.at for dose in doses if dose.dose_mg), default=None)
    gone = rows.discharge
    signs = () if gone else signs_standing((row.symptoms, row.over) for row in current)
    tiles, met_now = _tiles(current, signs, timezone.localdate(session.starts_at))
    due = None
    if last_dose and not gone:
        last = current[-1].at if current else None
        due = next_due(
            dose_at=last_dose,
            last_at=last,
            schedule=limits().schedule,
            limit_met=bool(met_now),
        )
    orders = [o for o in rows.orders if not hasattr(o, "cancellation")]
    return Column(
        partner=partner.pk,
        name=partner.first_name,
        side=partner.side,
        order=order_line(orders[-1], at, rows.doses) if orders else None,
        checked_at=rows.checks[-1].at if rows.checks else None,
        decide=decide,
        doses=tuple(dose_line(d) for d in doses),
        since_dose=_minutes(at, last_dose) if last_dose else "",
        tiles=tiles,
        met=met_now,
        due_at=due,
        overdue=bool(due and due < at),
        observed=len(current),
        discharged_at=gone.at if gone else None,
    )


def _tiles(
    current: Sequence[Observation], signs: tuple[str, ...], day: date
) -> tuple[tuple[Tile, ...], tuple[Met, ...]]:
    latest: dict[str, Observation] = {}
    for row in current:
        for name in RANGES:
            if getattr(row, name) is not None:
                latest[name] = row
    values = {name: getattr(row, name) for name, row in latest.items()}
    values["symptoms"] = signs
    found = met(values, limits().observations)
    urgent = {m: one.limit.urgency for one in reversed(found) for m in one.measures}
    tiles = []
    for measures, name, unit in (
        (("systolic", "diastolic"), "blood pressure", "mmHg"),
        (("heart_rate",), "heart rate", "/min"),
        (("spo2",), "SpO₂", "%"),
        (("moaas",), "MOAA/S of 5", WAKEFULNESS.get(values.get("moaas", -1), "")),
    ):
        rows = [latest[m] for m in measures if m in latest]
        value = "/".join(str(values.get(m, "–")) for m in measures) if rows else "–"
        urgency = next((urgent[m] for m in measures if m in urgent), "")
        tone = {"now": "closed", "recheck": "decide"}.get(urgency, "")
        note = {"now": "act now", "recheck": "recheck"}.get(urgency, "")
        tiles.append(Tile(name, value, unit, _clock(rows[-1].at, day) if rows else "", tone, note))
    return tuple(tiles), found


def _moments(partner: Partner, rows: Rows) -> Iterable[Moment]:
    """Times and measured values; what was noted or asked alone stays on the person's own sheet."""
    side, name = partner.side, partner.first_name
    saved = first_saved(rows.observations)
    for check in standing(rows.checks):
        told = _corrected_at(check)
        yield Moment(check.at, f"{name}: checks recorded", side, told, saved=check.at)
    for dose in standing(rows.doses):
        told = _corrected_at(dose)
        yield Moment(dose.at, f"{name}: {dose_line(dose).text}", side, told, saved=dose.at)
    for row in standing_in_place(rows.observations):
        late = row.recorded_at - row.at >= LATE
        text = f"entered at {timezone.localtime(row.recorded_at):%H:%M}" if late else ""
        yield Moment(row.at, f"{name}: {in_words(row)}", side, text, saved[row.id])
    if rows.discharge:
        yield Moment(rows.discharge.at, f"{name}: went home", side, saved=rows.discharge.at)


def _corrected_at(row: Correcting) -> str:
    return f"corrected at {timezone.localtime(row.corrected_at):%H:%M}" if row.corrected_at else ""


def _minutes(at: datetime, since: datetime) -> str:
    minutes = max(int((at - since).total_seconds() // 60), 0)
    return f"{minutes // 60}:{minutes % 60:02}"


def _clock(at: datetime, day: date) -> str:
    return said_day(at, "H:i" if timezone.localdate(at) == day else "j M, H:i")
