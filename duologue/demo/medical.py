"""History, clearance and the session room of the made-up couples, through the rooms' own acts."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from duologue.calendar.models import Appointment
from duologue.demo.clock import Clock
from duologue.demo.people import Staff
from duologue.demo.story import Health
from duologue.demo.telling import Telling
from duologue.dosing.administration.actions import administer
from duologue.dosing.checks.actions import check
from duologue.dosing.discharge.actions import discharge
from duologue.dosing.discharge.rules import CRITERIA
from duologue.dosing.gate.actions import make_ready
from duologue.dosing.gate.models import Near
from duologue.dosing.ledger.actions import receive
from duologue.dosing.ledger.models import StockLot
from duologue.dosing.observations.models import Observation
from duologue.dosing.orders.actions import sign_order
from duologue.people.models import Partner
from duologue.screening import actions as screening
from duologue.screening import loader

DRUG, ROUTE = "racemic", "intramuscular"
MG_PER_KG = {"psycholytic": Decimal("0.5"), "psychedelic": Decimal("1.0")}
MINUTES = (0, 15, 30, 40, 60, 90, 120, 160)
RISE = (0, 9, 16, 18, 12, 6, 2, 0)  # mmHg above rest: up within the hour, down after two


def stock(staff: Staff, clock: Clock) -> None:
    for name, day, expires in (("WS-0417", -560, 40), ("WS-0522", -60, 500)):
        receive(
            id=uuid4(),
            drug=DRUG,
            lot_number=name,
            mg_per_ml=Decimal(50),
            expires_on=clock.date(expires),
            amount_mg=Decimal(10000),
            witness=staff["lind"],
            by=staff["sato"],
            at=clock.at(day, "09:10"),
        )


def screen(telling: Telling) -> None:
    """Histories sent, readings taken, clearances and suitability signed, one “not now”."""
    story, clock, lind = telling.story, telling.clock, telling.staff["lind"]
    for slot, partner in telling.partners.items():
        health = story.history.get(partner.side)
        sent = telling.course.done.get(("medical-history", slot))
        if not health or not sent:
            continue
        weight = telling.weight(partner)
        screening.save_history(
            partner=partner, screen=_history(telling, partner, health), by=partner.person, at=sent
        )
        screening.submit_history(partner=partner, by=partner.person, at=sent)
        if story.not_now and story.not_now.side == partner.side:
            seen = clock.at(-4, "15:00")
        else:
            seen = telling.course.done.get(("clearance", slot), clock.now)
        if ("clearance", slot) in telling.course.done or seen < clock.now:
            screening.record_vitals(
                id=uuid4(),
                partner=partner,
                systolic=health.systolic + int(telling.rng.integers(-5, 6)),
                diastolic=health.diastolic + int(telling.rng.integers(-4, 5)),
                heart_rate=66 + int(telling.rng.integers(-6, 10)),
                spo2=98,
                weight_kg=weight,
                by=telling.staff.monitor_for(story.therapist),
                at=seen - timedelta(minutes=50),
            )
        if story.not_now and story.not_now.side == partner.side:
            screening.decide_not_now(
                id=uuid4(),
                partner=partner,
                reason=story.not_now.reason,
                plan="Home readings twice a day; talk with Dr Okafor in two weeks about what can begin without medicine.",
                review_on=clock.date(24),
                by=lind,
                at=seen,
            )
        elif ("clearance", slot) in telling.course.done:
            ends = story.clearance_ends
            until = ends.day if ends and ends.side == partner.side else clock.day_of(seen) + 365
            screening.sign_clearance(
                id=uuid4(),
                partner=partner,
                expires_on=clock.date(until),
                conditions="",
                by=lind,
                at=seen,
            )
    decided = telling.course.done.get(("suitability", "team"))
    if decided:
        screening.decide_suitability(
            id=uuid4(),
            couple=telling.couple,
            decision="suitable",
            reason="Seen together and each alone. Both want it for themselves and can say stop.",
            plan="As the programme says.",
            review_on=None,
            by=telling.staff[story.therapist],
            at=decided,
        )


def _history(telling: Telling, partner: Partner, health: Health) -> dict[str, object]:
    known = loader.history().conditions
    born = 1972 + int(telling.rng.integers(0, 24))
    return {
        "conditions": {c.id: "yes" if c.id in health.yes else "no" for c in known},
        "notes": {"body": "; ".join(health.conditions)} if health.conditions else {},
        "medicines": [
            dict(zip(("name", "dose", "how_often"), line.split(", "), strict=True))
            for line in health.medicines
        ],
        "allergies": health.allergies,
        "born": f"{born}-{int(telling.rng.integers(1, 13)):02}-{int(telling.rng.integers(1, 28)):02}",
        "height_cm": 160 + int(telling.rng.integers(0, 26)),
        "weight_kg": float(telling.weight(partner)),
    }


def dose(telling: Telling, sessions: dict[int, Appointment]) -> None:
    """Every session held: room, order, checks, dose, home. For those to come: the order."""
    lots = list(StockLot.objects.order_by("at"))
    for number, held in sessions.items():
        _room(telling, held)
        lot = lots[0] if held.starts_at < lots[1].at else lots[1]
        for slot, partner in telling.partners.items():
            if (f"order.s{number}", slot) in telling.course.done:
                _session(telling, held, number, slot, partner, lot)


def _room(telling: Telling, held: Appointment) -> None:
    """Half an hour before; the therapist and the monitor stay with them."""
    at = held.starts_at - timedelta(minutes=30)
    if at >= telling.clock.now:
        return
    make_ready(
        id=uuid4(),
        appointment=held,
        prescriber=Near.ON_PREMISES,
        oximeter=True,
        kit_checked=True,
        observers=2,
        by=telling.staff.monitor_for(telling.story.therapist),
        at=at,
    )


def _session(
    telling: Telling,
    held: Appointment,
    number: int,
    slot: str,
    partner: Partner,
    lot: StockLot,
) -> None:
    done, story, rng = telling.course.done, telling.story, telling.rng
    monitor = telling.staff.monitor_for(story.therapist)
    therapist, weight = telling.staff[story.therapist], telling.weight(partner)
    per_kg = MG_PER_KG[telling.outline.dose_level]
    wanted = (per_kg * weight / 5).quantize(Decimal(1)) * 5
    limit = telling.outline.limits.route(ROUTE)
    order = sign_order(
        id=uuid4(),
        partner=partner,
        session_number=number,
        drug=DRUG,
        route=ROUTE,
        dose_mg=wanted,
        booster_mg=Decimal(0),
        max_mg_per_kg=Decimal(str(limit.mg_per_kg.value)),
        expires_at=held.ends_at + timedelta(days=1),
        by=telling.staff["lind"],
        at=done[f"order.s{number}", slot],
    )
    checked = done.get((f"day-checks.s{number}", slot))
    if not checked:
        return
    health = story.history.get(partner.side)
    systolic, diastolic = (health.systolic, health.diastolic) if health else (121, 77)
    check(
        id=uuid4(),
        appointment=held,
        partner=partner,
        answers={
            "identity_by": "name and date of birth",
            "last_food_at": held.starts_at - timedelta(hours=8),
            "last_drink_at": held.starts_at - timedelta(hours=3),
            "medicines_taken": "",
            "alcohol_or_drugs": "",
            "pregnancy": "does not apply",
            "systolic": systolic + int(rng.integers(-4, 8)),
            "diastolic": diastolic + int(rng.integers(-4, 6)),
            "heart_rate": 70 + int(rng.integers(-6, 9)),
            "spo2": 98,
            "weight_kg": weight,
            "escort": telling.escort(),
        },
        by=monitor,
        at=checked,
    )
    if (f"administration.s{number}", slot) not in done:
        return
    drawn = (wanted / 50).quantize(Decimal("0.01"))
    administer(
        id=uuid4(),
        order=order,
        partner=partner,
        appointment=held,
        part="main",
        dose_mg=wanted,
        drawn_ml=drawn,
        lot=lot,
        witness=therapist,
        by=monitor,
        at=held.starts_at + timedelta(minutes=2),
    )
    Observation.objects.bulk_create(_observed(telling, held, partner, systolic, diastolic))
    home = done.get((f"discharge.s{number}", slot))
    if home:
        discharge(
            id=uuid4(),
            appointment=held,
            partner=partner,
            padss=10,
            criteria=dict.fromkeys(CRITERIA, True),
            escort=telling.escort(),
            next_contact_at=held.starts_at + timedelta(days=1),
            by=monitor,
            at=home,
        )


def _observed(
    telling: Telling, held: Appointment, partner: Partner, systolic: int, diastolic: int
) -> Iterator[Observation]:
    """A session's rows at once: nothing reacts to a single one."""
    rng = telling.rng
    for minute, rise in zip(MINUTES, RISE, strict=True):
        at = held.starts_at + timedelta(minutes=2 + minute)
        yield Observation(
            appointment=held,
            partner=partner,
            at=at,
            recorded_at=at + timedelta(seconds=40),
            by=telling.staff.monitor_for(telling.story.therapist),
            systolic=systolic + rise + int(rng.integers(-3, 4)),
            diastolic=diastolic + rise // 2 + int(rng.integers(-3, 4)),
            heart_rate=70 + rise // 2 + int(rng.integers(-4, 5)),
            spo2=int(rng.integers(96, 100)),
            moaas=5 if minute in (0, 90, 120, 160) else 4,
            nausea=int(rng.random() < 0.15) if minute else 0,
            anxiety=int(rng.random() < 0.2) if minute < 60 else 0,
            dissociation=min(3, rise // 6),
        )
