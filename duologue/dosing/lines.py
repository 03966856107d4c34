"""Rows as lines a page can print: orders, doses, observations, each in words with units."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from duologue.calendar.models import Appointment
from duologue.dosing.administration.models import Administration
from duologue.dosing.administration.queries import done
from duologue.dosing.amounts import mg
from duologue.dosing.checks.models import DayCheck
from duologue.dosing.discharge.models import Discharge
from duologue.dosing.limits import limits
from duologue.dosing.observations.models import RANGES, Observation
from duologue.dosing.observations.rules import in_place, met
from duologue.dosing.orders.models import Order
from duologue.dosing.rules import standing
from duologue.people.models import Partner


@dataclass(frozen=True)
class OrderLine:
    id: UUID
    session_number: int
    text: str
    by: str
    at: datetime
    expires_at: datetime
    state: str
    note: str
    booster_mg: Decimal

    @property
    def open(self) -> bool:
        return self.state == "open"


@dataclass(frozen=True)
class Dose:
    id: UUID
    at: datetime
    text: str
    lot: str
    by: str
    witness: str
    decided: str
    corrected: bool
    because: str
    corrected_at: datetime | None


@dataclass(frozen=True)
class ObservationLine:
    id: UUID
    at: datetime
    text: str
    by: str
    note: str
    corrected: bool
    corrects: bool
    limits: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    orders: tuple[Order, ...]
    checks: tuple[DayCheck, ...]
    doses: tuple[Administration, ...]
    observations: tuple[Observation, ...]
    discharge: Discharge | None


def rows_of(session: Appointment, partners: Iterable[Partner]) -> dict[UUID, Rows]:
    ids = [p.pk for p in partners]
    here = {"appointment": session, "partner_id__in": ids}
    by_partner: dict[UUID, dict[str, list[Any]]] = {pk: defaultdict(list) for pk in ids}
    for kind, rows in (
        (
            "orders",
            Order.objects.filter(
                partner_id__in=ids, session_number=session.session_number
            ).select_related("by", "cancellation"),
        ),
        ("checks", DayCheck.objects.filter(**here).select_related("by")),
        (
            "doses",
            Administration.objects.filter(**here).select_related("lot", "by", "witness", "order"),
        ),
        ("observations", Observation.objects.filter(**here).select_related("by")),
        ("discharge", Discharge.objects.filter(**here).select_related("by")),
    ):
        for row in rows:
            by_partner[row.partner_id][kind].append(row)
    return {
        pk: Rows(
            tuple(kinds["orders"]),
            tuple(kinds["checks"]),
            tuple(kinds["doses"]),
            in_place(kinds["observations"]),
            next(iter(kinds["discharge"]), None),
        )
        for pk, kinds in by_partner.items()
    }


def in_words(row: Observation) -> str:
    """Values with their names and units, only those that were measured."""
    parts = []
    if row.systolic is not None or row.diastolic is not None:
        parts.append(f"{row.systolic or '–'}/{row.diastolic or '–'} mmHg")
    for name, before, after in (
        ("heart_rate", "heart rate ", "/min"),
        ("spo2", "SpO₂ ", " %"),
        ("moaas", "MOAA/S ", ""),
        ("nausea", "nausea ", " of 4"),
        ("anxiety", "anxiety ", " of 4"),
        ("dissociation", "dissociation ", " of 4"),
    ):
        value = getattr(row, name)
        if value is not None:
            parts.append(f"{before}{value}{after}")
    ended = [f"{sign} is over" for sign in row.over]
    return ", ".join([*parts, *row.symptoms, *ended]) or "note"


def order_line(order: Order, at: datetime, doses: Iterable[Administration]) -> OrderLine:
    text = f"{mg(order.dose_mg)} mg {order.get_route_display()}, {order.get_drug_display()}"
    if order.booster_mg:
        text += f", booster up to {mg(order.booster_mg)} mg"
    state = "open"
    if hasattr(order, "cancellation"):
        state = "withdrawn"
    elif done(order, doses):
        state = "used up"
    elif order.expires_at <= at:
        state = "expired"
    return OrderLine(
        order.id,
        order.session_number,
        f"{text}; at most {mg(order.max_mg_per_kg)} mg/kg",
        order.by.name,
        order.at,
        order.expires_at,
        state,
        order.note,
        order.booster_mg,
    )


def dose_line(dose: Administration, corrected: bool = False) -> Dose:
    text = f"{mg(dose.dose_mg)} mg" + (f" ({dose.volume_ml} mL)" if dose.volume_ml else "")
    text = f"{text if dose.dose_mg else 'nothing given'}, {dose.get_part_display()}"
    text += f", {dose.get_route_display()}" if dose.route else ""
    return Dose(
        dose.id,
        dose.at,
        text,
        dose.lot.lot_number,
        dose.by.name,
        dose.witness.name,
        dose.decided,
        corrected,
        dose.because,
        dose.corrected_at,
    )


def dose_lines(doses: Iterable[Administration]) -> tuple[Dose, ...]:
    """Each dose, and where it was corrected first the wrong row and then the right one."""
    rows = tuple(doses)
    right = {row.id for row in standing(rows)}
    return tuple(dose_line(row, row.id not in right) for row in rows)


def observation_line(row: Observation, corrected: bool) -> ObservationLine:
    values = {name: getattr(row, name) for name in (*RANGES, "symptoms")}
    titles = tuple(one.title for one in met(values, limits().observations))
    return ObservationLine(
        row.id,
        row.at,
        in_words(row),
        row.by.name,
        row.note,
        corrected,
        bool(row.corrects_id),
        titles,
    )
