from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from duologue.dosing.gate.decision import against
from duologue.dosing.gate.rules import HUNDREDTH, volume_ml
from duologue.dosing.gate.words import limits
from duologue.dosing.orders.rules import Ceiling, Wish, next_to_order
from duologue.dosing.orders.rules import reasons_against as reasons_against_order
from tests.dosing.gate.examples import GOOD, changed

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
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
    drawn = volume_ml(dose, Decimal(50))
    facts = changed(
        GOOD, dose__mg=dose, dose__drawn_ml=drawn, checks__weight_kg=weight, order__most_mg=None,
        dose__lot__held_micrograms=1_000_000,
    )  # fmt: skip
    if not against(facts, limits()):
        assert dose <= facts.order.dose_mg and dose / weight <= facts.order.max_mg_per_kg


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
