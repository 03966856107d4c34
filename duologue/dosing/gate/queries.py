"""The facts of the gate, read anew at each call."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from duologue.calendar.models import Appointment
from duologue.consent.queries import missing_in, signed_beside
from duologue.dosing.administration.models import Administration, Part
from duologue.dosing.administration.queries import order_facts
from duologue.dosing.checks.models import DayCheck
from duologue.dosing.checks.queries import DRINK_HOURS, FOOD_HOURS
from duologue.dosing.gate import words
from duologue.dosing.gate.facts import Checks, Dose, Facts, Pressure, Room, Standing
from duologue.dosing.gate.models import GateRuling, Near, RoomReady
from duologue.dosing.gate.rules import DAY
from duologue.dosing.limits import limits
from duologue.dosing.orders.models import Order
from duologue.dosing.places import dosed_at, partners_at
from duologue.dosing.rules import standing
from duologue.measures.sealed.queries import screened_beside, screened_in
from duologue.people.models import Couple, Partner
from duologue.privacy.principal import as_system
from duologue.programme.models import Episode
from duologue.programme.outline import Programme
from duologue.programme.projection import written
from duologue.programme.queries import current_episode
from duologue.safety.queries import open_beside
from duologue.screening import rules as screening
from duologue.screening.decisions import clearance_in, decided_beside, suitability_in
from duologue.screening.findings import Decide, Medicine, NotChecked, NotNow
from duologue.screening.findings import Facts as Told
from duologue.screening.loader import classes
from duologue.sharing.secrets.queries import agreed_beside, agreed_in


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
    known: Any = None,
) -> Facts:
    """All that the gate asks about this person in this session now, and about this dose.

    `known` is the partner as `known_of` read them, where that was done already.
    """
    known = known or known_of(partner, session, at)
    own = written(known.episode) if known.episode else None
    given = list(
        Administration.objects.filter(partner=partner, correction=None).select_related("order")
    )
    before = [one for one in given if one.appointment_id != session.pk and one.dose_mg > 0]
    mains = [one.dose_mg for one in before
             if order and one.part == Part.MAIN and one.order.route == order.route]  # fmt: skip
    last = max((one.at for one in before if one.at <= at), default=None)
    checks = list(DayCheck.objects.filter(appointment=session, partner=partner))
    today = timezone.localdate(at)
    return Facts(
        at=at,
        today=today,
        partner=str(partner.pk),
        session_number=session.session_number or 0,
        standing=_standing(known, own, today, last),
        checks=_checks(checks, at, own),
        room=_room(known, own),
        order=order_facts(
            order, given, cap_mg=_cap(own, order.route), most_mg=max(mains, default=None)
        )
        if order
        else None,
        dose=dose,
        settled=_settled(known.ruled, checks),
    )


def known_of(
    partner: Partner,
    session: Appointment,
    at: datetime,
    *,
    episode: Episode | None = None,
    dosed: int | None = None,
) -> Any:
    """This partner beside all that was decided about them, their couple and this session.

    `episode`, the one under way, and how many are `dosed` in this session are asked for where they
    are not at hand. The clinic's rules read it, not who asks: of the private screen nobody learns
    more than the gate.
    """
    ready = RoomReady.objects.filter(appointment=session).order_by("-at", "-id")
    ruled = GateRuling.objects.filter(appointment=session, partner=OuterRef("pk"))
    rows: QuerySet[Any] = Partner.objects.filter(couple=partner.couple_id).annotate(
        looked=ArraySubquery(ready.values(one=JSONObject(
            prescriber="prescriber", oximeter="oximeter", kit_checked="kit_checked",
            observers="observers",
        ))[:1]),
        ruled=ArraySubquery(ruled.order_by("at", "id").values(one=JSONObject(
            id="id", rule="rule", words="words", at="at", by="by__name", by_id="by",
            second="second__by__name",
        ))),
    )  # fmt: skip
    for beside in (decided_beside, signed_beside, agreed_beside, screened_beside):
        rows = beside(rows)
    with as_system():
        present = list(open_beside(rows, at))
    found: Any = next(one for one in present if one.pk == partner.pk)
    found.present = present
    found.episode = episode or current_episode(partner.couple)
    found.dosed = (
        len(dosed_at(session, partners_at(session), found.episode)) if dosed is None else dosed
    )
    return found


def standing_order(partner: Partner, session: Appointment) -> Order | None:
    """The newest order for this session, one that was not cancelled first."""
    orders = Order.objects.filter(partner=partner, session_number=session.session_number)
    found = list(orders.select_related("cancellation").order_by("at"))
    return next((one for one in reversed(found) if not hasattr(one, "cancellation")), None) or (
        found[-1] if found else None
    )


def _standing(
    known: Any, own: Programme | None, today: date, last_dose: datetime | None
) -> Standing:
    screen = screened_in(known)
    alone = own is not None and own.format == "individual" and not known.partings
    both = frozenset(one.pk for one in known.present)
    dosed = frozenset(getattr(known.episode, "in_turn", None) or ())
    return Standing(
        cleared=isinstance(clearance_in(known, today), screening.Open),
        consents_missing=missing_in(known, known.episode),
        agreed=any(agreed_in(known, who) for who in (both, dosed)),
        screen_clear=screen.clear,
        screen_days=_days(screen.last_at, today),
        suitable=alone or isinstance(suitability_in(known, today), screening.Open),
        open_events=len(known.events) + len(known.alerts),
        days_since_dose=_days(last_dose, today),
        interval_days=int(own.limits.interval_days.value) if own else 0,
    )


def _checks(checks: Sequence[DayCheck], at: datetime, own: Programme | None) -> Checks | None:
    """The checks of this session as corrected; the last one counts, the readings of all stay.

    Without food and drink until `at`, whenever the session was to begin.
    """
    rows = standing(checks)
    if not rows:
        return None
    last = rows[-1]
    return Checks(
        at=last.at,
        identity=bool(last.identity_by.strip()),
        fasted=at - last.last_food_at,
        drink_free=at - last.last_drink_at,
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


def _room(known: Any, own: Programme | None) -> Room | None:
    if not known.looked:
        return None
    (looked,) = known.looked
    return Room(
        prescriber_reachable=looked["prescriber"] != Near.NEITHER,
        prescriber_on_premises=looked["prescriber"] == Near.ON_PREMISES,
        oximeter=looked["oximeter"],
        kit_checked=looked["kit_checked"],
        observers=looked["observers"],
        dosed=known.dosed,
        level=own.dose_level if own else "psychedelic",
    )


def _settled(ruled: Collection[Mapping[str, Any]], checks: Collection[DayCheck]) -> dict[str, str]:
    """The rules that count as settled, with the words of who settled them.

    What was measured after a ruling has to be decided again.
    """
    measured = max((one.corrected_at or one.at for one in checks), default=None)
    found = {}
    for one in ruled:
        wanted = words.limits().rules.get(one["rule"])
        if wanted is None:
            continue
        if one["rule"] in DAY and measured and datetime.fromisoformat(one["at"]) < measured:
            continue
        if wanted.settled_by == "decide":
            found[one["rule"]] = f"{one['words']} ({one['by']})"
        elif wanted.settled_by == "two" and one["second"]:
            found[one["rule"]] = f"{one['words']} ({one['by']} with {one['second']})"
    return found


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
