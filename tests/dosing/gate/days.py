"""Random lives before the gate: what is done over many days, and what the words of gate.yaml say of it.

`Life` is acted upon. `facts` hands the gate what stands; `shut` reads the same life by the words
and numbers of gate.yaml, written out again here and sharing nothing with rules.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from duologue.dosing.gate.facts import (
    Checks,
    Dose,
    Facts,
    LotFacts,
    OrderFacts,
    Pressure,
    Room,
    Standing,
)

PAPERS = ("Treatment", "Medicine")
INTERVAL, CAP = 6, Decimal(75)
CALM: dict[str, Any] = {
    "identity": True, "food": 5, "drink": 3, "medicines": "fine", "alcohol": False,
    "pregnancy": "negative", "systolic": 122, "diastolic": 78, "heart_rate": 70, "spo2": 98,
    "weight": 61, "escort": True,
}  # fmt: skip
READY: dict[str, Any] = {
    "prescriber": "reachable", "oximeter": True, "kit": True, "observers": 2, "dosed": 2,
    "level": "psychedelic",
}  # fmt: skip

TWO = ("safety-event", "interval", "medicines-not-now", "pressure-of-the-day", "escort",
       "observers")  # fmt: skip
MEASURED_AGAIN = ("pressure", "heart-rate", "oxygen")
DECIDES = ("food", "drink", "medicines", "alcohol-or-drugs", "unusual", *MEASURED_AGAIN)
# What a new measurement has to be decided on anew.
OF_THE_DAY = ("medicines-not-now", "pressure-of-the-day", "escort", *DECIDES[:4], *MEASURED_AGAIN)


@dataclass
class Order:
    person: str
    session: int
    drug: str
    mg: int
    boosters: int
    per_kg: str
    until: datetime
    cancelled: bool = False
    main: list[int] = field(default_factory=list)
    extra: list[int] = field(default_factory=list)
    taken_back: bool = False

    @property
    def given(self) -> int:
        return sum(self.main) + sum(self.extra)


@dataclass
class Asked:
    """A dose somebody wants to give; milligrams and hundredths of a millilitre."""

    part: str
    mg: int
    drawn: int | None
    waste: int = 0
    witnessed: bool = True


@dataclass
class Ruling:
    at: datetime
    seconded: bool


@dataclass
class Life:
    now: datetime = datetime(2026, 1, 5, 12, tzinfo=UTC)
    signed: set[str] = field(default_factory=set)
    agreed: set[str] = field(default_factory=set)
    cleared_until: date | None = None
    screened_on: date | None = None
    screen_clear: bool = False
    suitable: bool = False
    events: int = 0
    session: int = 1
    doses: list[tuple[int, date, int]] = field(default_factory=list)  # session, day, mg
    most: int | None = None  # of main doses of earlier sessions
    checks: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)
    room: dict[str, Any] | None = None
    order: Order | None = None
    rulings: dict[str, Ruling] = field(default_factory=dict)
    standing_words: dict[str, str] = field(default_factory=dict)
    stock: int = 500
    lot_drug: str = "racemic"
    lot_until: date = date(2026, 6, 1)
    strength: int = 50

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def last_dose(self) -> date | None:
        return max((day for of, day, _ in self.doses if of != self.session), default=None)

    def right_volume(self, mg: int) -> int:
        return floor(Fraction(mg * 100, self.strength) + Fraction(1, 2))

    def next_dose(self) -> Asked:
        """What a nurse would give next by this order."""
        if self.order is None or not self.order.main:
            mg = self.order.mg if self.order else 35
            return Asked("main", mg, self.right_volume(mg))
        left = self.order.boosters - sum(self.order.extra)
        return Asked("booster", left, self.right_volume(left))


def facts(life: Life, asked: Asked | None) -> Facts:
    """What the gate is told."""
    order = life.order
    return Facts(
        at=life.now,
        today=life.today,
        partner="ana",
        session_number=life.session,
        standing=Standing(
            cleared=life.cleared_until is not None and life.cleared_until >= life.today,
            consents_missing=tuple(f"{p}: not signed" for p in PAPERS if p not in life.signed),
            agreed=len(life.agreed) == 2,
            screen_clear=life.screen_clear,
            screen_days=(life.today - life.screened_on).days if life.screened_on else None,
            suitable=life.suitable,
            open_events=life.events,
            days_since_dose=(life.today - life.last_dose).days if life.last_dose else None,
            interval_days=INTERVAL,
        ),
        checks=_checks(life) if life.checks else None,
        room=_room(life.room) if life.room else None,
        order=_order(life, order) if order else None,
        dose=_dose(life, asked) if asked else None,
        settled=dict(life.standing_words),
    )


def _checks(life: Life) -> Checks:
    (at, last), rows = life.checks[-1], [row for _, row in life.checks]
    return Checks(
        at=at, identity=last["identity"], fasted=timedelta(hours=last["food"]),
        drink_free=timedelta(hours=last["drink"]), food_hours=4, drink_hours=2,
        medicines=last["medicines"], alcohol_or_drugs=last["alcohol"],
        pregnancy=last["pregnancy"],
        pressures=tuple(Pressure(row["systolic"], row["diastolic"]) for row in rows),
        heart_rates=tuple(row["heart_rate"] for row in rows),
        spo2s=tuple(row["spo2"] for row in rows),
        weight_kg=Decimal(last["weight"]), escort=last["escort"],
    )  # fmt: skip


def _room(room: dict[str, Any]) -> Room:
    return Room(
        prescriber_reachable=room["prescriber"] != "neither",
        prescriber_on_premises=room["prescriber"] == "on premises",
        oximeter=room["oximeter"], kit_checked=room["kit"], observers=room["observers"],
        dosed=room["dosed"], level=room["level"],
    )  # fmt: skip


def _order(life: Life, order: Order) -> OrderFacts:
    return OrderFacts(
        partner=order.person, session_number=order.session, drug=order.drug,
        dose_mg=Decimal(order.mg), booster_mg=Decimal(order.boosters),
        max_mg_per_kg=Decimal(order.per_kg), expires_at=order.until, cancelled=order.cancelled,
        main_given_mg=Decimal(sum(order.main)), boosters_given_mg=Decimal(sum(order.extra)),
        main_recorded=bool(order.main) or order.taken_back, cap_mg=CAP,
        most_mg=None if life.most is None else Decimal(life.most),
    )  # fmt: skip


def _dose(life: Life, asked: Asked) -> Dose:
    return Dose(
        part=asked.part, mg=Decimal(asked.mg), waste_mg=Decimal(asked.waste),
        drawn_ml=None if asked.drawn is None else Decimal(asked.drawn) / 100,
        lot=LotFacts(life.lot_drug, Decimal(life.strength), life.lot_until, life.stock * 1000),
        witnessed=asked.witnessed,
    )  # fmt: skip


def shut(life: Life, asked: Asked | None) -> set[str]:
    """The rules that keep this dose from being given, by the words of gate.yaml."""
    return {name for name in _not_open(life, asked) if not _settled(life, name)}


def _settled(life: Life, name: str) -> bool:
    ruling = life.rulings.get(name)
    if ruling is None or (name in OF_THE_DAY and life.checks and ruling.at < life.checks[-1][0]):
        return False
    if name in MEASURED_AGAIN:  # a prescriber decides on what stayed so when it was measured again
        off = [name in _out_of_range(row) for _, row in life.checks]
        return off[-2:] == [True, True]
    return name in DECIDES or (name in TWO and ruling.seconded)


def _not_open(life: Life, asked: Asked | None) -> Iterator[str]:
    yield from _before(life)
    yield from _of_the_day(life)
    yield from _of_the_room(life)
    if life.order is None:
        yield "order"
        return
    yield from _of_the_order(life, life.order)
    if asked:
        yield from _of_the_dose(life, life.order, asked)


def _before(life: Life) -> Iterator[str]:
    if life.cleared_until is None or life.today > life.cleared_until:
        yield "clearance"
    if life.signed != set(PAPERS):
        yield "consent"
    if life.agreed != {"ana", "ben"}:
        yield "agreement"
    fresh = life.screened_on and life.today <= life.screened_on + timedelta(days=90)
    if not fresh or not life.screen_clear:
        yield "screening"
    if not life.suitable:
        yield "suitability"
    if life.events:
        yield "safety-event"
    if life.last_dose and life.today < life.last_dose + timedelta(days=6):
        yield "interval"


def _of_the_day(life: Life) -> Iterator[str]:
    if not life.checks:
        yield "checks"
        return
    at, told = life.checks[-1]
    if life.now > at + timedelta(hours=4):
        yield "checks"
    wrong = {
        "identity": not told["identity"],
        "food": told["food"] < 4,
        "drink": told["drink"] < 2,
        "medicines-not-now": told["medicines"] == "not_now",
        "medicines": told["medicines"] in ("decide", "unknown"),
        "alcohol-or-drugs": told["alcohol"],
        "pregnancy": told["pregnancy"] in ("positive", "declined"),
        "weight": told["weight"] < 30,
        "escort": not told["escort"],
    }
    yield from (name for name, met in wrong.items() if met)
    yield from _out_of_range(told)
    if any(row["systolic"] > 159 or row["diastolic"] > 99 for _, row in life.checks):
        yield "pressure-of-the-day"


def _out_of_range(told: dict[str, Any]) -> Iterator[str]:
    if told["systolic"] > 140 or told["diastolic"] > 90:
        yield "pressure"
    if told["heart_rate"] < 50 or told["heart_rate"] > 110:
        yield "heart-rate"
    if told["spo2"] < 94:
        yield "oxygen"


def _of_the_room(life: Life) -> Iterator[str]:
    if life.room is None:
        yield "room"
        return
    near, esketamine = life.room["prescriber"], life.order and life.order.drug == "esketamine"
    if near == "neither" or (esketamine and near != "on premises"):
        yield "prescriber"
    if not life.room["oximeter"]:
        yield "oximeter"
    if not life.room["kit"]:
        yield "kit"
    each = 1 if life.room["level"] == "psychedelic" else 2
    if life.room["dosed"] > life.room["observers"] * each:
        yield "observers"


def _of_the_order(life: Life, order: Order) -> Iterator[str]:
    if order.person != "ana":
        yield "order-person"
    if order.session != life.session:
        yield "order-session"
    if order.cancelled:
        yield "order-cancelled"
    if not life.now < order.until:
        yield "order-expired"


def _of_the_dose(life: Life, order: Order, asked: Asked) -> Iterator[str]:
    if asked.part == "main":
        if order.main:
            yield "main-given"
        elif order.taken_back:
            yield "main-recorded"
        if asked.mg > order.mg:
            yield "more-than-ordered"
        if life.most is not None and asked.mg > 2 * life.most:
            yield "unusual"
    else:
        if not order.main:
            yield "booster-first"
        if asked.mg + sum(order.extra) > order.boosters:
            yield "more-than-left"
    day = order.given + asked.mg
    if asked.mg < 1:
        yield "nothing"
    if life.checks and day > Fraction(order.per_kg) * life.checks[-1][1]["weight"]:
        yield "per-kg"
    if day > 75:
        yield "cap"
    if not asked.witnessed:
        yield "witness"
    if life.lot_drug != order.drug:
        yield "lot-drug"
    if life.today > life.lot_until:
        yield "lot-date"
    if asked.mg + asked.waste > life.stock:
        yield "stock"
    if asked.drawn is None or abs(asked.drawn - life.right_volume(asked.mg)) > 1:
        yield "volume"
