"""The gate, rule by rule, pair by pair, and settled by whom it may be."""

import itertools
from typing import Any

import pytest

from duologue.dosing.gate.decision import against, reasons, to_who_watches, told
from duologue.dosing.gate.facts import Facts
from duologue.dosing.gate.rules import DOSE, ORDER, ROOM, RULES, State
from duologue.dosing.gate.words import limits
from tests.dosing.gate.examples import EDGES, GOOD, TOGETHER, changed, readings

LIMITS = limits()
EDGE = [(name, *pair) for name, pairs in EDGES.items() for pair in pairs]


def state(facts: Facts, name: str) -> State:
    return RULES[name](facts, LIMITS)


def shut(facts: Facts) -> set[str]:
    return {reason.rule for reason in against(facts, LIMITS)}


def test_where_everything_is_true_the_gate_is_open() -> None:
    assert shut(GOOD) == set()
    assert all(reason.state is State.OPEN for reason in reasons(GOOD, LIMITS))


def test_every_rule_has_its_words_and_an_open_closed_and_boundary_example() -> None:
    assert set(EDGES) == set(RULES) == set(LIMITS.rules)
    assert [reason.rule for reason in reasons(GOOD, LIMITS)] == list(RULES)


@pytest.mark.parametrize(("name", "still_open", "no_longer"), EDGE)
def test_a_rule_is_open_up_to_its_edge_and_not_a_step_beyond(
    name: str, still_open: dict[str, Any], no_longer: dict[str, Any]
) -> None:
    assert state(changed(GOOD, **still_open), name) is State.OPEN
    beyond = changed(GOOD, **no_longer)
    assert state(beyond, name) is not State.OPEN
    assert name in shut(beyond)


@pytest.mark.parametrize("name", RULES)
def test_one_reason_alone_shuts_the_gate(name: str) -> None:
    """Of the examples of each rule one at least shuts it and nothing else."""
    alone = [shut(changed(GOOD, **no_longer)) for _, no_longer in EDGES[name]]
    never_alone = {"pressure-of-the-day": {"pressure"}, "order": set(), "checks": set()}
    assert any(found - never_alone.get(name, set()) == {name} for found in alone), alone


def merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any] | None:
    """Both changes, where neither takes away what the other changes."""
    away = any(b.startswith(f"{a}__") or a.startswith(f"{b}__") for a in one for b in other)
    return None if away or any(other.get(key, value) != value for key, value in one.items()) else (
        one | other
    )  # fmt: skip


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(RULES, 2)))
def test_two_reasons_together_are_both_said(one: str, other: str) -> None:
    """Whatever else is wrong, neither hides the other; but of what is not there nothing is said."""
    pairs = [merged(a, b) for (_, a), (_, b) in itertools.product(EDGES[one], EDGES[other])]
    examples = [pair for pair in (*pairs, TOGETHER.get((one, other))) if pair]
    found = [shut(changed(GOOD, **facts)) for facts in examples]
    assert any({one, other} <= reasons for reasons in found) != ((one, other) in EXCLUDED)


# Without a room, or an order, nothing is said of it; a dose is the main one or a booster; a medicine
# is looked up once.
EXCLUDED = (
    {("room", name) for name in ROOM if name != "room"}
    | {("order", name) for name in (*ORDER, *DOSE) if name != "order"}
    | {("medicines-not-now", "medicines"), ("main-given", "main-recorded")}
    | {(name, booster) for name in ("main-given", "main-recorded") for booster in
       ("booster-first", "more-than-left")}
    | {("booster-first", "more-than-ordered"), ("booster-first", "unusual")}
    | {("nothing", "more-than-ordered"), ("nothing", "more-than-left"), ("nothing", "unusual")}
    | {("more-than-ordered", "more-than-left"), ("more-than-left", "unusual")}
)  # fmt: skip


NEVER = ["consent", "agreement", "screening", "identity", "pregnancy", "clearance", "order-person",
         "order-cancelled", "order-expired", "more-than-ordered", "more-than-left", "per-kg", "cap",
         "main-given", "stock", "witness"]  # fmt: skip


@pytest.mark.parametrize("name", NEVER)
def test_nobody_may_set_aside_consent_identity_pregnancy_the_screen_or_the_orders_limits(
    name: str,
) -> None:
    assert LIMITS.rules[name].settled_by == "never"
    for _, no_longer in EDGES[name]:
        facts = changed(GOOD, **no_longer, settled={name: "Two of us think it is fine."})
        assert name in shut(facts)


@pytest.mark.parametrize("name", [n for n in RULES if LIMITS.rules[n].settled_by != "never"])
def test_what_may_be_settled_is_open_once_it_is_and_its_words_stand_for_ever(name: str) -> None:
    words = {name: "Seen and decided."}
    found = []
    for _, no_longer in EDGES[name]:
        facts = changed(GOOD, **no_longer)
        (before,) = [r for r in reasons(facts, LIMITS) if r.rule == name]
        (after,) = [r for r in reasons(changed(facts, settled=words), LIMITS) if r.rule == name]
        assert before.shuts and before.settled == ""
        if before.may_be_settled:
            assert not after.shuts and after.settled == "Seen and decided."
            assert after.state is before.state and after.reason == before.reason
            found.append(name)
        else:
            assert after.shuts and after.settled == ""
    assert found
    assert LIMITS.rules[name].who == "prescriber"


def test_a_pressure_above_the_guide_is_measured_again_before_a_prescriber_decides() -> None:
    once = changed(GOOD, checks__pressures=readings((150, 95)))
    twice = changed(GOOD, checks__pressures=readings((150, 95), (148, 92)))
    assert state(once, "pressure") is State.CLOSED
    assert state(twice, "pressure") is State.DECIDE
    later = changed(GOOD, checks__pressures=readings((120, 80), (150, 95), (150, 95)))
    assert state(later, "pressure") is State.DECIDE
    between = changed(GOOD, checks__pressures=readings((150, 95), (130, 80), (150, 95)))
    assert state(between, "pressure") is State.CLOSED, "each time it is high, it is measured again"
    decided = {"pressure": "White coat; 128/80 at home this morning."}
    assert shut(changed(once, settled=decided)) == {"pressure"}
    assert shut(changed(twice, settled=decided)) == set()
    (first,) = against(once, LIMITS)
    (second,) = against(twice, LIMITS)
    assert first.remedy.startswith("Measure again after five minutes")
    assert second.remedy == "Ask the prescriber"
    assert second.reason == "Blood pressure 148/92 mmHg"


def test_a_very_high_pressure_closes_the_day_though_a_later_one_is_low() -> None:
    facts = changed(GOOD, checks__pressures=readings((162, 88), (120, 80)))
    assert state(facts, "pressure") is State.OPEN
    assert shut(facts) == {"pressure-of-the-day"}


def test_the_reason_of_the_screening_is_the_same_whatever_it_is() -> None:
    """A monitor reads this page: it tells nothing of what somebody answered."""
    (reason,) = against(changed(GOOD, standing__screen_clear=False), LIMITS)
    assert reason.reason == "A step of the screening is not complete"
    assert reason.remedy == "Ask the therapist. What it is stays with them"


FIGURES = {
    "missing": "", "days": "7", "interval": "6", "pressure": "122/78", "heart_rate": "71",
    "spo2": "98", "pregnancy": "negative", "food_hours": "4", "drink_hours": "2",
    "observers": "1", "dosed": "2", "ordered": "35", "left": "15", "weight": "61", "allowed": "51.8",
    "cap": "75", "most": "30", "drug": "racemic", "dose": "35", "together": "35",
    "lot_drug": "racemic", "held": "35", "strength": "50", "volume": "0.70", "drawn": "0.70 mL",
}  # fmt: skip


def test_the_figures_in_the_words_are_those_of_the_facts() -> None:
    assert told(GOOD) == FIGURES
    booster = changed(GOOD, order__main_given_mg=35, order__boosters_given_mg=4)
    assert told(booster)["left"] == "11"
    assert told(booster)["together"] == "74"
    none = changed(GOOD, order__cap_mg=None, order__most_mg=None, dose__drawn_ml=None)
    assert {k: v for k, v in told(none).items() if FIGURES[k] != v} == {
        "cap": "no", "most": "nothing", "drawn": "nothing",
    }  # fmt: skip
    assert told(changed(GOOD, dose__lot__held_micrograms=35_500))["held"] == "35.5"
    two = changed(GOOD, standing__consents_missing=("A: withdrawn", "B: not signed yet"))
    assert told(two)["missing"] == "A: withdrawn; B: not signed yet"
    again = changed(GOOD, checks__pressures=readings((150, 95), (130, 85)), checks__spo2s=(93, 97),
                    checks__heart_rates=(112, 90))  # fmt: skip
    assert [told(again)[k] for k in ("pressure", "heart_rate", "spo2")] == ["130/85", "90", "97"]


@pytest.mark.parametrize(
    ("gone", "figures"),
    [
        ({"order": None}, {"ordered", "dose", "lot_drug"}),
        ({"dose": None}, {"dose", "together", "lot_drug"}),
        ({"dose__mg": None}, {"dose", "together", "strength", "volume", "drawn"}),
        ({"dose__lot": None}, {"lot_drug", "held", "strength"}),
        ({"dose__lot__mg_per_ml": None}, {"strength", "volume", "drawn"}),
        ({"checks": None}, {"pressure", "food_hours", "weight", "allowed"}),
        ({"room": None}, {"observers", "dosed"}),
    ],
)
def test_of_what_is_not_there_no_figure_is_told(gone: dict[str, Any], figures: set[str]) -> None:
    assert not figures & set(told(changed(GOOD, **gone)))


def test_every_reason_can_be_said_in_full_whatever_is_missing() -> None:
    for name, pairs in EDGES.items():
        for _, no_longer in pairs:
            said = next(r for r in reasons(changed(GOOD, **no_longer), LIMITS) if r.rule == name)
            assert said.reason and "{" not in said.reason
            assert said.source == LIMITS.rules[name].source
            assert said.verified is LIMITS.rules[name].verified
            assert said.who == LIMITS.rules[name].who


def test_what_is_open_is_nobodys_to_settle_and_a_reason_does_not_change() -> None:
    assert not any(reason.may_be_settled for reason in reasons(GOOD, LIMITS))
    (reason,) = against(changed(GOOD, room__kit_checked=False), LIMITS)
    with pytest.raises(AttributeError):
        reason.settled = "No."  # type: ignore[misc]
    assert not hasattr(reason, "__dict__")


def test_without_a_dose_the_rules_of_a_dose_say_nothing() -> None:
    assert shut(changed(GOOD, dose=None)) == set()
    assert shut(changed(GOOD, dose=None, room=None, checks=None, order=None)) == {
        "checks", "room", "order",
    }  # fmt: skip


PRIVATE = LIMITS.before_the_day.rules


@pytest.mark.parametrize("name", PRIVATE)
def test_who_only_watches_learns_that_something_before_the_day_is_open_and_not_what(
    name: str,
) -> None:
    told_alike = set()
    for _, no_longer in EDGES[name]:
        said = to_who_watches(reasons(changed(GOOD, **no_longer), LIMITS), LIMITS)
        assert not {one.rule for one in said} & set(PRIVATE)
        told_alike.add(tuple(one for one in said if one.shuts))
    (alike,) = told_alike
    (one,) = alike
    assert one.reason == "Something that comes before the day is not complete"
    assert one.remedy.startswith("Ask the prescriber or the therapist") and not one.may_be_settled
    everything = to_who_watches(reasons(GOOD, LIMITS), LIMITS)
    assert not any(each.shuts for each in everything)
    assert everything[0].reason == "Everything before the day"
    assert len(everything) == len(RULES) - len(PRIVATE) + 1
    settled = changed(GOOD, standing__open_events=1, settled={"safety-event": "Rested."})
    assert not any(each.shuts for each in to_who_watches(reasons(settled, LIMITS), LIMITS))
