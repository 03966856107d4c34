"""One person, one session, one dose for which everything is open; and how each rule changes it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
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

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def spelt(word: str) -> str:
    """The same word, and not the same object."""
    return "".join(list(word))


GOOD = Facts(
    at=NOON,
    today=NOON.date(),
    partner=spelt("ana"),
    session_number=2,
    standing=Standing(
        cleared=True,
        consents_missing=(),
        agreed=True,
        screen_clear=True,
        screen_days=12,
        suitable=True,
        open_events=0,
        days_since_dose=7,
        interval_days=6,
    ),
    checks=Checks(
        at=NOON - timedelta(minutes=30),
        identity=True,
        fasted=timedelta(hours=5),
        drink_free=timedelta(hours=3),
        food_hours=4,
        drink_hours=2,
        medicines="fine",
        alcohol_or_drugs=False,
        pregnancy="negative",
        pressures=(Pressure(122, 78),),
        heart_rates=(71,),
        spo2s=(98,),
        weight_kg=Decimal(61),
        escort=True,
    ),
    room=Room(
        prescriber_reachable=True,
        prescriber_on_premises=False,
        oximeter=True,
        kit_checked=True,
        observers=1,
        dosed=2,
        level="psycholytic",
    ),
    order=OrderFacts(
        partner="ana",
        session_number=2,
        drug="racemic",
        dose_mg=Decimal(35),
        booster_mg=Decimal(15),
        max_mg_per_kg=Decimal("0.85"),
        expires_at=NOON + timedelta(days=1),
        cancelled=False,
        main_given_mg=Decimal(0),
        boosters_given_mg=Decimal(0),
        main_recorded=False,
        cap_mg=Decimal(75),
        most_mg=Decimal(30),
    ),
    dose=Dose(
        part=spelt("main"),
        mg=Decimal(35),
        waste_mg=Decimal(0),
        drawn_ml=Decimal("0.70"),
        lot=LotFacts(spelt("racemic"), Decimal(50), date(2026, 11, 23), 35_000),
        witnessed=True,
    ),
    settled={},
)


def changed(facts: Facts, **paths: Any) -> Facts:
    """`changed(GOOD, standing__cleared=False, dose=None)`: these facts with others in their place."""
    for path, value in paths.items():
        facts = _put(facts, path.split("__"), value)
    return facts


def _put(of: Any, path: list[str], value: Any) -> Any:
    first, *rest = path
    return replace(of, **{first: _put(getattr(of, first), rest, value) if rest else value})


def readings(*pairs: tuple[int, int]) -> tuple[Pressure, ...]:
    return tuple(Pressure(*pair) for pair in pairs)


BOOSTER = {
    "order__main_given_mg": Decimal(35),
    "order__main_recorded": True,
    "dose__part": spelt("booster"),
    "dose__mg": Decimal(15),
    "dose__drawn_ml": Decimal("0.30"),
}
EARLY = BOOSTER | {"order__main_given_mg": Decimal(0)}
SECOND = timedelta(seconds=1)

# rule -> (what is still open at the edge, what is not open by the least step). A `decide` is named.
EDGES: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {
    "clearance": [({"standing__cleared": True}, {"standing__cleared": False})],
    "consent": [({}, {"standing__consents_missing": ("Treatment: withdrawn",)})],
    "agreement": [({}, {"standing__agreed": False})],
    "screening": [
        ({}, {"standing__screen_clear": False}),
        ({"standing__screen_days": 90}, {"standing__screen_days": 91}),
        ({"standing__screen_days": 0}, {"standing__screen_days": None}),
    ],
    "suitability": [({}, {"standing__suitable": False})],
    "safety-event": [({"standing__open_events": 0}, {"standing__open_events": 1})],
    "interval": [
        ({"standing__days_since_dose": 6}, {"standing__days_since_dose": 5}),
        ({"standing__days_since_dose": None}, {"standing__days_since_dose": 0}),
    ],
    "checks": [
        ({"checks__at": NOON - timedelta(hours=4)}, {"checks__at": NOON - timedelta(hours=4) - SECOND}),
        ({}, {"checks": None}),
    ],
    "identity": [({}, {"checks__identity": False})],
    "food": [({"checks__fasted": timedelta(hours=4)}, {"checks__fasted": timedelta(hours=4) - SECOND})],
    "drink": [({"checks__drink_free": timedelta(hours=2)}, {"checks__drink_free": timedelta(hours=2) - SECOND})],
    "medicines-not-now": [({"checks__medicines": "decide"}, {"checks__medicines": spelt("not_now")}),
        ({"checks__medicines": "unknown"}, {"checks__medicines": "not_now"})],
    "medicines": [
        ({"checks__medicines": "fine"}, {"checks__medicines": "decide"}),
        ({"checks__medicines": "fine"}, {"checks__medicines": "unknown"}),
    ],
    "alcohol-or-drugs": [({}, {"checks__alcohol_or_drugs": True})],
    "pregnancy": [
        ({"checks__pregnancy": "negative"}, {"checks__pregnancy": "positive"}),
        ({"checks__pregnancy": "does not apply"}, {"checks__pregnancy": "declined"}),
    ],
    "pressure-of-the-day": [
        ({}, {"checks__pressures": readings((150, 120), (120, 80))}),
        ({"checks__pressures": readings((159, 99), (120, 80))}, {"checks__pressures": readings((160, 99), (120, 80))}),
        ({"checks__pressures": readings((159, 99), (120, 80))}, {"checks__pressures": readings((159, 100), (120, 80))}),
        ({}, {"checks__pressures": readings((120, 80), (160, 80))}),
    ],
    "pressure": [
        ({"checks__pressures": readings((140, 90))}, {"checks__pressures": readings((141, 90))}),
        ({"checks__pressures": readings((140, 90))}, {"checks__pressures": readings((140, 91))}),
        ({"checks__pressures": readings((150, 95), (140, 90))}, {"checks__pressures": readings((150, 95), (141, 90))}),
    ],
    "heart-rate": [
        ({"checks__heart_rates": (50,)}, {"checks__heart_rates": (49,)}),
        ({"checks__heart_rates": (110,)}, {"checks__heart_rates": (111,)}),
        ({"checks__heart_rates": (130, 110)}, {"checks__heart_rates": (130, 111)}),
    ],
    "oxygen": [
        ({"checks__spo2s": (94,)}, {"checks__spo2s": (93,)}),
        ({"checks__spo2s": (90, 94)}, {"checks__spo2s": (90, 93)}),
    ],
    "weight": [
        (
            {"checks__weight_kg": Decimal(30), "order__max_mg_per_kg": Decimal(2)},
            {"checks__weight_kg": Decimal("29.9"), "order__max_mg_per_kg": Decimal(2)},
        )
    ],
    "escort": [({}, {"checks__escort": False})],
    "room": [({}, {"room": None})],
    "prescriber": [
        ({"order__drug": "another", "dose__lot__drug": "another"}, {"room__prescriber_reachable": False}),
        ({}, {"room__prescriber_reachable": False}),
        ({"room__prescriber_reachable": False, "room__prescriber_on_premises": True}, {"room__prescriber_reachable": False}),
        (
            {"order__drug": spelt("esketamine"), "dose__lot__drug": "esketamine", "room__prescriber_on_premises": True},
            {"order__drug": spelt("esketamine"), "dose__lot__drug": "esketamine"},
        ),
        ({"order": None}, {"order": None, "room__prescriber_reachable": False}),
    ],
    "oximeter": [({}, {"room__oximeter": False})],
    "kit": [({}, {"room__kit_checked": False})],
    "observers": [
        ({"room__observers": 3}, {"room__observers": 0}),
        ({"room__dosed": 2}, {"room__dosed": 3}),
        ({"room__observers": 2, "room__dosed": 4}, {"room__observers": 2, "room__dosed": 5}),
        ({"room__level": "psychedelic", "room__dosed": 1}, {"room__level": "psychedelic", "room__dosed": 2}),
    ],
    "order": [({}, {"order": None})],
    "order-person": [
        ({}, {"partner": "ben"}),
        ({}, {"partner": "aaa"}),
        ({}, {"partner": "zoe"}),
    ],
    "order-session": [
        ({}, {"session_number": 3}),
        ({"session_number": int("1000"), "order__session_number": int("1000")}, {"session_number": 1}),
    ],
    "order-cancelled": [({}, {"order__cancelled": True})],
    "order-expired": [
        ({"order__expires_at": NOON + SECOND}, {"order__expires_at": NOON}),
        ({"order__expires_at": NOON + timedelta(days=30)}, {"order__expires_at": NOON - timedelta(days=1)}),
    ],
    "main-given": [
        ({"dose__part": "other", "order__main_given_mg": Decimal(35)}, {"order__main_given_mg": Decimal(35)}),
        ({}, {"order__main_given_mg": Decimal("0.01"), "order__main_recorded": True}),
        (BOOSTER, {"order__main_given_mg": Decimal("0.01"), "order__main_recorded": True}),
    ],
    "main-recorded": [
        ({"dose__part": "other", "order__main_recorded": True}, {"order__main_recorded": True}),
        ({"order__main_recorded": True, "order__main_given_mg": Decimal("0.01")}, {"order__main_recorded": True}),
        (BOOSTER | {"order__main_given_mg": Decimal(0)}, {"order__main_recorded": True}),
    ],
    "booster-first": [
        ({"dose__part": ""}, EARLY),
        (BOOSTER | {"order__main_given_mg": Decimal("0.01")}, BOOSTER | {"order__main_given_mg": Decimal(0)}),
        ({}, BOOSTER | {"order__main_given_mg": Decimal(0)}),
    ],
    "nothing": [
        ({"dose__mg": Decimal("0.01"), "dose__drawn_ml": Decimal(0)}, {"dose__mg": Decimal(0), "dose__drawn_ml": Decimal(0)}),
        ({"dose__mg": None}, {"dose__mg": Decimal("-0.01"), "dose__drawn_ml": Decimal(0)}),
    ],
    "more-than-ordered": [
        ({"dose__part": "other", "dose__mg": Decimal(40)}, {"dose__mg": Decimal(350)}),
        ({"dose__mg": Decimal(35)}, {"dose__mg": Decimal("35.01"), "dose__lot__held_micrograms": 50_000}),
        (BOOSTER | {"order__dose_mg": Decimal(10)}, {"order__dose_mg": Decimal("34.99")}),
    ],
    "more-than-left": [
        ({"dose__part": "", "dose__mg": Decimal(16)}, BOOSTER | {"dose__mg": Decimal(16)}),
        (BOOSTER | {"dose__mg": Decimal(5), "dose__drawn_ml": Decimal("0.10")}, BOOSTER | {"dose__mg": Decimal(30)}),
        (BOOSTER, BOOSTER | {"dose__mg": Decimal("15.01")}),
        (
            BOOSTER | {"order__boosters_given_mg": Decimal(5), "dose__mg": Decimal(10), "dose__drawn_ml": Decimal("0.20")},
            BOOSTER | {"order__boosters_given_mg": Decimal(5), "dose__mg": Decimal("10.01"), "dose__drawn_ml": Decimal("0.20")},
        ),
        ({"order__booster_mg": Decimal(0)}, BOOSTER | {"order__booster_mg": Decimal("14.99")}),
    ],
    "per-kg": [
        (
            {"order__max_mg_per_kg": Decimal("0.70"), "checks__weight_kg": Decimal(50)},
            {"order__max_mg_per_kg": Decimal("0.70"), "checks__weight_kg": Decimal("49.9")},
        ),
        (
            BOOSTER | {"order__max_mg_per_kg": Decimal(1), "checks__weight_kg": Decimal(50)},
            BOOSTER | {"order__max_mg_per_kg": Decimal(1), "checks__weight_kg": Decimal("49.9")},
        ),
        ({"checks": None, "order__max_mg_per_kg": Decimal(0)}, {"order__max_mg_per_kg": Decimal("0.5")}),
    ],
    "cap": [
        ({"order__cap_mg": Decimal(35)}, {"order__cap_mg": Decimal("34.99")}),
        (BOOSTER | {"order__cap_mg": Decimal(50)}, BOOSTER | {"order__cap_mg": Decimal("49.99")}),
        ({}, {"order__cap_mg": None}),
    ],
    "unusual": [
        ({"order__most_mg": Decimal("17.5")}, {"order__most_mg": Decimal("17.49")}),
        ({"order__most_mg": None}, {"order__most_mg": Decimal(1)}),
        (BOOSTER | {"order__most_mg": Decimal(1)}, {"order__most_mg": Decimal(1)}),
    ],
    "witness": [({}, {"dose__witnessed": False})],
    "lot-drug": [
        ({}, {"dose__lot__drug": "esketamine"}),
        ({"order__drug": "esketamine", "dose__lot__drug": spelt("esketamine"), "room__prescriber_on_premises": True}, {"order__drug": "esketamine", "room__prescriber_on_premises": True}),
    ],
    "lot-date": [
        ({}, {"dose__lot__expires_on": date(2026, 11, 22)}),
        ({"dose__lot__expires_on": date(2027, 1, 1)}, {"dose__lot__expires_on": date(2026, 1, 1)}),
    ],
    "stock": [
        ({}, {"dose__lot__held_micrograms": 34_999}),
        (
            {"dose__waste_mg": Decimal(15), "dose__lot__held_micrograms": 50_000},
            {"dose__waste_mg": Decimal("15.01"), "dose__lot__held_micrograms": 50_000},
        ),
        ({"dose__mg": None, "dose__lot__held_micrograms": 0}, {"dose__mg": None, "dose__waste_mg": Decimal("0.01"), "dose__lot__held_micrograms": 0}),
    ],
    "volume": [
        ({"dose__drawn_ml": Decimal("0.71")}, {"dose__drawn_ml": Decimal("0.72")}),
        ({"dose__drawn_ml": Decimal("0.69")}, {"dose__drawn_ml": Decimal("0.68")}),
        ({"dose__lot__mg_per_ml": None, "dose__drawn_ml": None}, {"dose__drawn_ml": None}),
        ({"dose__volume_read": False, "dose__drawn_ml": None}, {"dose__drawn_ml": Decimal(7)}),
    ],
}  # fmt: skip

NOUGHT = {"dose__mg": Decimal(0), "dose__drawn_ml": Decimal(0)}
MUCH = {"dose__mg": Decimal("15.01")}
# Two rules of one and the same fact, shut together.
TOGETHER: dict[tuple[str, str], dict[str, Any]] = {
    ("pressure-of-the-day", "pressure"): {"checks__pressures": readings((160, 100), (150, 95))},
    ("weight", "order"): {"checks__weight_kg": Decimal("29.9"), "order": None},
    ("weight", "per-kg"): {"checks__weight_kg": Decimal("29.9")},
    ("booster-first", "nothing"): EARLY | NOUGHT,
    ("booster-first", "more-than-left"): EARLY | MUCH,
    ("booster-first", "per-kg"): EARLY | {"order__max_mg_per_kg": Decimal("0.1")},
    ("booster-first", "stock"): EARLY | {"dose__lot__held_micrograms": 0},
    ("booster-first", "volume"): EARLY | {"dose__drawn_ml": Decimal(7)},
    ("nothing", "per-kg"): BOOSTER | NOUGHT | {"order__max_mg_per_kg": Decimal("0.1")},
    ("nothing", "stock"): NOUGHT | {"dose__waste_mg": Decimal(40)},
    ("nothing", "volume"): NOUGHT | {"dose__drawn_ml": Decimal(7)},
    ("more-than-left", "stock"): BOOSTER | MUCH | {"dose__lot__held_micrograms": 0},
    ("more-than-left", "volume"): BOOSTER | MUCH | {"dose__drawn_ml": Decimal(7)},
}
