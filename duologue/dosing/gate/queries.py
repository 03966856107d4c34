"""The facts of the gate, read anew at each call."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Max, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from duologue.calendar.models import Appointment
from duologue.consent import rules as consent
from duologue.consent.queries import consents_of
from duologue.dosing.administration.models import Administration, Part
from duologue.dosing.administration.queries import order_facts
from duologue.dosing.checks.models import DayCheck
from duologue.dosing.checks.queries import DRINK_HOURS, FOOD_HOURS
from duologue.dosing.gate import words
from duologue.dosing.gate.decision import Reason, reasons
from duologue.dosing.gate.facts import Checks, Dose, Facts, Pressure, Room, Standing
from duologue.dosing.gate.models import GateRuling, Near, RoomReady
from duologue.dosing.gate.rules import DAY, DOSE
from duologue.dosing.limits import limits
from duologue.dosing.orders.models import Order
from duologue.dosing.places import dosed_at, partners_at
from duologue.measures.sealed.queries import standing_of
from duologue.people.models import Couple, Partner
from duologue.people.parting import parted
from duologue.privacy.principal import as_system
from duologue.programme.models import Episode
from duologue.programme.outline import Programme
from duologue.programme.projection import written
from duologue.programme.queries import current_episode
from duologue.safety.queries import open_safety_events
from duologue.screening import rules as screening
from duologue.screening.decisions import clearance_standing, suitability_standing
from duologue.screening.findings import Decide, Medicine, NotChecked, NotNow
from duologue.screening.findings import Facts as Told
from duologue.screening.loader import classes
from duologue.sharing.secrets.queries import policy_of
from duologue.sharing.secrets.rules import Holds


def hold(couple: Couple) -> None:
    """Until this transaction ends, nothing is written that could shut the gate of either partner."""
    both = Partner.objects.filter(couple=couple).values_list("pk", flat=True)
    with connection.cursor() as cursor:
        for key in sorted(map(str, (couple.pk, *both))):
            cursor.execute("SELECT dosing_hold_gate(%s)", [key])


def facts_for(
    partner: Partner,
    session: Appointment,
    order: Order | None,
    at: datetime,
    *,
    dose: Dose | None = None,
) -> Facts:
    """All that the gate asks about this person in this session now, and about this dose."""
    episode = current_episode(partner.couple)
    own = written(episode) if episode else None
    today = timezone.localdate(at)
    before = Administration.objects.filter(
        partner=partner, correction__isnull=True, dose_mg__gt=0
    ).exclude(appointment=session)
    last = before.aggregate(
        at=Max("at", filter=Q(at__lte=at)),
        most=Max("dose_mg", filter=Q(part=Part.MAIN, order__route=order.route if order else "")),
    )
    return Facts(
        at=at,
        today=today,
        partner=str(partner.pk),
        session_number=session.session_number or 0,
        standing=_standing(partner, own, at, last["at"]),
        checks=_checks(partner, session, own),
        room=_room(session, own, episode),
        order=order_facts(order, cap_mg=_cap(own, order.route), most_mg=last["most"])
        if order
        else None,
        dose=dose,
        settled=settled_in(partner, session, at),
    )


def reasons_of(partner: Partner, session: Appointment, at: datetime) -> tuple[Reason, ...]:
    """What every rule says before a dose is named, by the order that stands for this session."""
    order = standing_order(partner, session, at)
    return reasons(facts_for(partner, session, order, at), words.limits())


@dataclass(frozen=True)
class ShutLine:
    """A reason that keeps the gate shut, as the page shows it; `asked` waits for a second person."""

    rule: str
    reason: str
    remedy: str
    source: str
    verified: bool
    may_be_settled: bool
    takes_two: bool
    asked: GateRuling | None
    once: UUID

    @property
    def tone(self) -> str:
        return "decide" if self.may_be_settled else "closed"

    @property
    def word(self) -> str:
        return "Decide" if self.may_be_settled else "Closed"


@dataclass(frozen=True)
class OpenLine:
    title: str
    settled: str


@dataclass(frozen=True)
class GatePage:
    shut: tuple[ShutLine, ...]
    open: tuple[OpenLine, ...]

    @property
    def rules(self) -> int:
        return len(self.shut) + len(self.open)


def gate_of(partner: Partner, session: Appointment, at: datetime) -> GatePage:
    """What keeps a dose from this person now, before a dose is named; the dose's own rules say
    nothing yet and are left out."""
    asked = {one.rule: one for one in rulings_of(partner, session) if not hasattr(one, "second")}
    shown = [one for one in reasons_of(partner, session, at) if one.rule not in DOSE]
    texts = words.limits().rules
    return GatePage(
        shut=tuple(
            ShutLine(
                rule=one.rule, reason=one.reason, remedy=one.remedy, source=one.source,
                verified=one.verified, may_be_settled=one.may_be_settled,
                takes_two=texts[one.rule].settled_by == "two", asked=asked.get(one.rule),
                once=uuid4(),
            )
            for one in shown
            if one.shuts
        ),
        open=tuple(
            OpenLine(texts[one.rule].title, one.settled) for one in shown if not one.shuts
        ),
    )  # fmt: skip


def standing_order(partner: Partner, session: Appointment, at: datetime) -> Order | None:
    """The newest order for this session that was not cancelled, also where it is used up or late."""
    orders = Order.objects.filter(partner=partner, session_number=session.session_number)
    return orders.filter(cancellation=None).last() or orders.last()


def rulings_of(partner: Partner, session: Appointment) -> list[GateRuling]:
    """Every decision in this session about this person, the oldest first. One query."""
    rows = GateRuling.objects.filter(partner=partner, appointment=session)
    return list(rows.select_related("by", "second__by"))


def settled_in(partner: Partner, session: Appointment, at: datetime) -> dict[str, str]:
    """The rules that count as settled, with the words of who settled them."""
    checked = DayCheck.objects.filter(appointment=session, partner=partner)
    measured = checked.aggregate(at=Max(Coalesce("corrected_at", "at")))["at"]
    found = {}
    for one in rulings_of(partner, session):
        wanted = words.limits().rules.get(one.rule)
        seconded = getattr(one, "second", None)
        if wanted is None or (one.rule in DAY and measured and one.at < measured):
            continue
        if wanted.settled_by == "decide":
            found[one.rule] = f"{one.words} ({one.by.name})"
        elif wanted.settled_by == "two" and seconded:
            found[one.rule] = f"{one.words} ({one.by.name} with {seconded.by.name})"
    return found


def _standing(
    partner: Partner, own: Programme | None, at: datetime, last_dose: datetime | None
) -> Standing:
    """What other rooms say; they tell the gate, and not who asks, what it must know of them."""
    today, couple = timezone.localdate(at), partner.couple
    with as_system():
        screen = standing_of(partner)
        return Standing(
            cleared=isinstance(clearance_standing(partner, today), screening.Open),
            consents_missing=tuple(
                f"{read.document.title}: {read.standing.reason}"
                for read in consents_of(partner)
                if not read.optional and not isinstance(read.standing, consent.Open)
            ),
            agreed=isinstance(policy_of(couple).holds, Holds),
            screen_clear=screen.clear,
            screen_days=_days(screen.last_at, today),
            suitable=_suitable(couple, own, today, at),
            open_events=open_safety_events(partner, at),
            days_since_dose=_days(last_dose, today),
            interval_days=int(own.limits.interval_days.value) if own else 0,
        )


def _suitable(couple: Couple, own: Programme | None, today: date, at: datetime) -> bool:
    alone = own is not None and own.format == "individual" and not parted(couple, at)
    return alone or isinstance(suitability_standing(couple, today), screening.Open)


def _checks(partner: Partner, session: Appointment, own: Programme | None) -> Checks | None:
    """The checks of this session as corrected; the last one counts, the readings of all stay."""
    rows = list(DayCheck.objects.filter(appointment=session, partner=partner, correction=None))
    if not rows:
        return None
    last = rows[-1]
    return Checks(
        at=last.at,
        identity=bool(last.identity_by.strip()),
        fasted=session.starts_at - last.last_food_at,
        drink_free=session.starts_at - last.last_drink_at,
        food_hours=own.limits.food_hours.value if own else FOOD_HOURS,
        drink_hours=own.limits.drink_hours.value if own else DRINK_HOURS,
        medicines=_worst(last.medicines_taken, timezone.localdate(last.at)),
        alcohol_or_drugs=bool(last.alcohol_or_drugs.strip()),
        pregnancy=last.pregnancy,
        pressures=tuple(Pressure(row.systolic, row.diastolic) for row in rows),
        heart_rates=tuple(row.heart_rate for row in rows),
        spo2s=tuple(row.spo2 for row in rows),
        weight_kg=last.weight_kg,
        escort=bool(last.escort.strip()),
    )


def _worst(taken: str, on: date) -> str:
    """What the interactions say of the medicines taken today, in free text, one a line or a comma."""
    names = [name.strip() for name in taken.replace("\n", ",").split(",") if name.strip()]
    said = screening.of_medicines(classes(), Told(on=on, medicines=tuple(map(Medicine, names))))
    for kind, word in ((NotNow, "not_now"), (Decide, "decide"), (NotChecked, "unknown")):
        if any(isinstance(one, kind) for one in said):
            return word
    return "fine"


def _room(session: Appointment, own: Programme | None, episode: Episode | None) -> Room | None:
    ready = RoomReady.objects.filter(appointment=session).last()
    if ready is None:
        return None
    return Room(
        prescriber_reachable=ready.prescriber != Near.NEITHER,
        prescriber_on_premises=ready.prescriber == Near.ON_PREMISES,
        oximeter=ready.oximeter,
        kit_checked=ready.kit_checked,
        observers=ready.observers,
        dosed=len(dosed_at(session, partners_at(session), episode)),
        level=own.dose_level if own else "psychedelic",
    )


def _cap(own: Programme | None, route: str) -> Decimal | None:
    """The programme's cap for the route; the clinic's where the couple has no programme."""
    if own is None:
        cap = limits().orders.caps_mg.get(route)
        return None if cap is None else Decimal(str(cap))
    try:
        return Decimal(str(own.limits.route(route).cap_mg.value))
    except KeyError:
        return None


def _days(since: datetime | None, today: date) -> int | None:
    return None if since is None else (today - timezone.localdate(since)).days
