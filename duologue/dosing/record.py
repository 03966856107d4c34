"""What is kept of one partner: their sheet of a session, their orders, what was observed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from duologue.calendar.models import Appointment
from duologue.dosing.administration.models import Administration
from duologue.dosing.checks.models import DayCheck
from duologue.dosing.checks.queries import findings_of
from duologue.dosing.discharge.models import Discharge
from duologue.dosing.discharge.rules import CRITERIA
from duologue.dosing.lines import (
    Dose,
    ObservationLine,
    OrderLine,
    Rows,
    dose_line,
    dose_lines,
    observation_line,
    order_line,
    rows_of,
)
from duologue.dosing.observations.models import Observation
from duologue.dosing.observations.rules import in_place, standing_in_place
from duologue.dosing.orders.models import Order
from duologue.dosing.reasons import Closed
from duologue.dosing.rules import standing
from duologue.people.models import Partner
from duologue.programme.models import Episode


@dataclass(frozen=True)
class CheckLine:
    row: DayCheck
    findings: tuple[Closed, ...]
    corrected: bool


@dataclass(frozen=True)
class Sheet:
    """One partner's record of a session; nothing of the other partner is in it."""

    name: str
    side: int
    title: str
    starts_at: datetime
    orders: tuple[OrderLine, ...]
    checks: tuple[CheckLine, ...]
    doses: tuple[Dose, ...]
    observations: tuple[ObservationLine, ...]
    discharge: Discharge | None
    criteria: tuple[tuple[str, bool], ...]


def sheets_of(
    session: Appointment, partners: Sequence[Partner], episode: Episode | None
) -> tuple[Sheet, ...]:
    """A sheet for each of these partners, in the same few queries for one or for two."""
    rows = rows_of(session, partners)
    return tuple(_sheet(session, partner, rows[partner.pk], episode) for partner in partners)


def standing_orders(partner: Partner, session_number: int, at: datetime) -> tuple[OrderLine, ...]:
    """This partner's orders for one session, neither withdrawn nor over; the last may be used up."""
    orders = Order.objects.filter(partner=partner, session_number=session_number)
    lines = _lines(orders, at)
    return tuple(line for line in lines if line.open or line.state == "used up")


def orders_of(partner: Partner, at: datetime) -> tuple[OrderLine, ...]:
    """Every order of one partner, newest first."""
    return _lines(Order.objects.filter(partner=partner).order_by("-at"), at)


def _lines(orders: QuerySet[Order], at: datetime) -> tuple[OrderLine, ...]:
    read = orders.select_related("by", "cancellation").prefetch_related("administrations")
    return tuple(order_line(order, at, order.administrations.all()) for order in read)


def given_since(partner: Partner, since: datetime) -> tuple[Dose, ...]:
    """What this partner was given since then, newest first, as corrected."""
    given = Administration.objects.filter(partner=partner, at__gte=since, correction__isnull=True)
    rows = given.select_related("lot", "by", "witness", "order").order_by("-at")
    return tuple(dose_line(row) for row in rows)


def doses_of(partner: Partner, session: Appointment | None = None) -> tuple[Dose, ...]:
    """What one partner was given, in a session or ever, with what was corrected beside it."""
    given = Administration.objects.filter(partner=partner)
    given = given.filter(appointment=session) if session else given
    return dose_lines(given.select_related("lot", "by", "witness"))


def check_lines(
    session: Appointment, checks: Sequence[DayCheck], episode: Episode | None
) -> tuple[CheckLine, ...]:
    """Each of these checks of one session; the wrong row first, then the one that stands in for it."""
    right = {check.id for check in standing(checks)}
    found = findings_of(session, checks, episode)
    return tuple(
        CheckLine(check, why if check.id in right else (), check.id not in right)
        for check, why in zip(checks, found, strict=True)
    )


def observed_since(partner: Partner, since: datetime) -> tuple[ObservationLine, ...]:
    """What was observed of this partner since then, newest first, without what was corrected."""
    rows = Observation.objects.filter(partner=partner, at__gte=since).select_related("by")
    return tuple(observation_line(row, False) for row in reversed(standing_in_place(rows)))


def observation_lines(session: Appointment, partner: Partner) -> tuple[ObservationLine, ...]:
    """What was observed of one partner, newest first."""
    own = Observation.objects.filter(appointment=session, partner=partner)
    rows = in_place(own.select_related("by"))
    corrected = {row.corrects_id for row in rows}
    return tuple(observation_line(row, row.id in corrected) for row in reversed(rows))


def _sheet(session: Appointment, partner: Partner, rows: Rows, episode: Episode | None) -> Sheet:
    gone = rows.discharge
    corrected = {row.corrects_id for row in rows.observations}
    return Sheet(
        name=partner.first_name,
        side=partner.side,
        title=f"Medicine session {session.session_number}",
        starts_at=session.starts_at,
        orders=tuple(order_line(o, session.starts_at, rows.doses) for o in rows.orders),
        checks=check_lines(session, rows.checks, episode),
        doses=dose_lines(rows.doses),
        observations=tuple(observation_line(o, o.id in corrected) for o in rows.observations),
        discharge=gone,
        criteria=tuple(
            (label, bool(gone and gone.criteria.get(k))) for k, (label, _) in CRITERIA.items()
        ),
    )
