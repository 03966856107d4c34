from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.dosing.administration.rules import (
    HUNDREDTH,
    Facts,
    LotFacts,
    OrderFacts,
    reasons_against,
    volume_ml,
)
from duologue.dosing.orders.rules import Ceiling, Wish, next_to_order
from duologue.dosing.orders.rules import reasons_against as reasons_against_order
from duologue.dosing.reasons import Closed

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ORDER = OrderFacts(
    partner="ana",
    session_number=1,
    drug="racemic",
    dose_mg=Decimal(35),
    booster_mg=Decimal(15),
    max_mg_per_kg=Decimal("0.85"),
    expires_at=NOON + timedelta(days=1),
    cancelled=False,
    main_given_mg=Decimal(0),
    boosters_given_mg=Decimal(0),
)
LOT = LotFacts("racemic", Decimal(50), date(2027, 1, 1), 500_000)
GOOD = Facts(
    order=ORDER,
    lot=LOT,
    partner="ana",
    session_number=1,
    part="main",
    dose_mg=Decimal(35),
    waste_mg=Decimal(0),
    drawn_ml=Decimal("0.70"),
    weight_kg=Decimal(61),
    witnessed=True,
    at=NOON,
    today=NOON.date(),
)
GIVEN = replace(ORDER, main_given_mg=Decimal(35))
BOOST = replace(GOOD, order=GIVEN, part="booster", dose_mg=Decimal(15), drawn_ml=Decimal("0.30"))


def test_a_dose_as_ordered_is_open() -> None:
    assert reasons_against(GOOD) == ()
    assert reasons_against(BOOST) == ()


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (replace(GOOD, partner="ben"), "another person"),
        (replace(GOOD, session_number=2), "another session"),
        (replace(GOOD, order=replace(ORDER, cancelled=True)), "cancelled"),
        (replace(GOOD, order=replace(ORDER, expires_at=NOON)), "expired"),
        (replace(GOOD, order=GIVEN), "was given"),
        (replace(BOOST, order=ORDER), "not given yet"),
        (replace(GOOD, dose_mg=Decimal("35.01")), "more than the order"),
        (replace(GOOD, dose_mg=Decimal(350), drawn_ml=Decimal(7)), "more than the order"),
        (replace(BOOST, dose_mg=Decimal("15.01")), "left for boosters"),
        (replace(BOOST, order=replace(GIVEN, boosters_given_mg=Decimal(10))), "left for boosters"),
        (replace(GOOD, weight_kg=None), "no weight"),
        (replace(GOOD, weight_kg=Decimal(40)), "mg/kg today"),
        (replace(GOOD, witnessed=False), "witness"),
        (replace(GOOD, lot=replace(LOT, drug="esketamine")), "the lot is esketamine"),
        (replace(GOOD, lot=replace(LOT, expires_on=date(2026, 11, 22))), "past its date"),
        (replace(GOOD, lot=replace(LOT, held_micrograms=34_999)), "ledger holds"),
        (replace(GOOD, waste_mg=Decimal(466)), "ledger holds"),
        (replace(GOOD, drawn_ml=Decimal("7.00")), "0.70 mL, and 7.00 mL was entered"),
        (replace(GOOD, drawn_ml=None), "nothing was entered"),
        (replace(GOOD, standing=(Closed("consent withdrawn", "Ask"),)), "consent withdrawn"),
    ],
)
def test_each_reason_alone_closes_it(facts: Facts, reason: str) -> None:
    found = reasons_against(facts)
    assert any(reason in closed.reason for closed in found), found


mg = st.decimals(min_value="0.1", max_value="400", places=2)
strengths = st.sampled_from([Decimal(n) for n in ("10", "25", "50", "100")])


@given(dose=mg, strength=strengths)
def test_the_volume_holds_the_dose_to_half_a_hundredth(dose: Decimal, strength: Decimal) -> None:
    volume = volume_ml(dose, strength)
    assert abs(volume * strength - dose) <= strength * HUNDREDTH / 2


@given(dose=mg, weight=st.decimals(min_value="30", max_value="200", places=1))
def test_what_is_open_is_within_the_order_by_amount_and_by_weight(
    dose: Decimal, weight: Decimal
) -> None:
    facts = replace(GOOD, dose_mg=dose, drawn_ml=volume_ml(dose, Decimal(50)), weight_kg=weight)
    if not reasons_against(facts):
        assert dose <= ORDER.dose_mg and dose / weight <= ORDER.max_mg_per_kg


def test_an_order_may_be_narrower_than_the_programme_and_never_wider() -> None:
    wish = Wish(
        route="intramuscular",
        dose_mg=Decimal(60),
        booster_mg=Decimal(15),
        max_mg_per_kg=Decimal("0.75"),
        expires_at=NOON + timedelta(days=1),
        at=NOON,
        ceiling=Ceiling(Decimal("0.75"), Decimal(75), "programme"),
        standing=False,
    )
    assert reasons_against_order(wish) == ()
    for wider in (
        replace(wish, booster_mg=Decimal("15.01")),
        replace(wish, max_mg_per_kg=Decimal("0.76")),
        replace(wish, ceiling=None),
        replace(wish, standing=True),
        replace(wish, expires_at=NOON),
    ):
        assert len(reasons_against_order(wider)) == 1


def test_the_next_session_to_order_comes_after_what_was_held_and_what_is_ordered() -> None:
    assert next_to_order([], set()) == 1
    assert next_to_order([1, 2], {3}) == 4
    assert next_to_order([2], {1}) == 3
