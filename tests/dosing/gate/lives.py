"""Hypothesis acts on a life at random; after every act the gate must say what the model says."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from duologue.dosing.gate.decision import against
from duologue.dosing.gate.words import limits
from tests.dosing.gate.days import (
    CALM,
    DECIDES,
    OF_THE_DAY,
    PAPERS,
    READY,
    TWO,
    Asked,
    Life,
    Order,
    Ruling,
    facts,
    shut,
)

A_LIFE = 50  # acts
PRESSURES = [(140, 90), (141, 80), (120, 91), (159, 99), (160, 80), (120, 100), (118, 70)]
ODD: dict[str, list[Any]] = {
    "identity": [False], "food": [3.99, 4, 0], "drink": [1.99, 2, 0],
    "medicines": ["decide", "unknown", "not_now"], "alcohol": [True],
    "pregnancy": ["positive", "declined", "does not apply"], "pressure": PRESSURES,
    "heart_rate": [49, 50, 110, 111], "spo2": [93, 94], "weight": [29, 30, 42, 90],
    "escort": [False],
}  # fmt: skip
LACKING: dict[str, list[Any]] = {
    "prescriber": ["neither", "on premises"], "oximeter": [False], "kit": [False],
    "observers": [0, 1], "dosed": [1, 3, 4], "level": ["psycholytic"],
}  # fmt: skip
NEVER = ("consent", "clearance", "pregnancy", "per-kg", "witness", "order-cancelled", "kit")


def one_of(odd: dict[str, list[Any]]) -> st.SearchStrategy[tuple[str, Any]]:
    return st.sampled_from([(name, value) for name, values in odd.items() for value in values])


@dataclass
class Told:
    """What a walk met. `shut`: the rules that kept a dose from being given at least once."""

    steps: int = 0
    days: int = 0
    runs: int = 0
    asked: int = 0
    allowed: int = 0
    shut: set[str] = field(default_factory=set)


class Lives(RuleBasedStateMachine):
    told = Told()

    def __init__(self) -> None:
        super().__init__()
        self.life = Life()
        self.told.runs += 1
        self.a_good_day()

    @initialize(most=st.sampled_from([None, 12, 17, 18, 30]))
    def treated_before(self, most: int | None) -> None:
        self.life.most = most

    @invariant()
    def the_gate_says_what_its_words_say(self) -> None:
        self.told.steps += 1
        self.ask(self.life.next_dose())
        assert self.gate(None) == shut(self.life, None)

    def gate(self, asked: Asked | None) -> set[str]:
        return {one.rule for one in against(facts(self.life, asked), limits())}

    def ask(self, asked: Asked) -> bool:
        """Whether the dose may be given; the model and the gate name the same rules."""
        closed, said = shut(self.life, asked), self.gate(asked)
        assert said == closed, f"only the gate: {said - closed}; only the model: {closed - said}"
        self.told.asked += 1
        self.told.allowed += not closed
        self.told.shut |= closed
        return not closed

    # What brings time.

    @rule(minutes=st.sampled_from([5, 30, 239, 241, 600]))
    def minutes_pass(self, minutes: int) -> None:
        self._pass(timedelta(minutes=minutes))

    @rule(days=st.sampled_from([1, 5, 6, 7, 30, 90, 91]))
    def days_pass(self, days: int) -> None:
        self._pass(timedelta(days=days))

    @rule(days=st.sampled_from([5, 6, 7, 14]), prepared=st.booleans())
    def a_next_session(self, days: int, prepared: bool) -> None:
        life = self.life
        if life.order:
            life.most = max([life.most or 0, *life.order.main]) or None
        self._pass(timedelta(days=days))
        life.session += 1
        life.checks, life.room = [], None
        life.rulings, life.standing_words = {}, {}
        if prepared:
            self.a_good_day()

    def _pass(self, time: timedelta) -> None:
        self.told.days += (self.life.now + time).date().toordinal() - self.life.today.toordinal()
        self.life.now += time

    # What opens it.

    @rule()
    def a_good_day(self) -> None:
        """Everything that is missing is put right, as far as it can be put right."""
        life = self.life
        life.signed, life.agreed = set(PAPERS), {"ana", "ben"}
        life.cleared_until, life.suitable, life.events = life.today + timedelta(30), True, 0
        life.screened_on, life.screen_clear = life.today, True
        life.stock, life.lot_drug, life.lot_until = 500, "racemic", life.today + timedelta(60)
        life.room = dict(READY)
        self.checked(None)
        order = life.order
        if not order or order.session != life.session or order.cancelled or order.taken_back:
            self.order_signed(35, 15, "0.90", "racemic")

    @rule(odd=st.none() | one_of(ODD))
    def checked(self, odd: tuple[str, Any] | None) -> None:
        self._pass(timedelta(minutes=6))
        told = dict(CALM)
        if odd and odd[0] == "pressure":
            told["systolic"], told["diastolic"] = odd[1]
        elif odd:
            told[odd[0]] = odd[1]
        self.life.checks.append((self.life.now, told))
        for name in OF_THE_DAY:
            self.life.standing_words.pop(name, None)

    @rule(odd=st.none() | one_of(LACKING))
    def room_looked_at(self, odd: tuple[str, Any] | None) -> None:
        self.life.room = READY | ({odd[0]: odd[1]} if odd else {})

    @rule(
        mg=st.sampled_from([35, 40, 61]), boosters=st.sampled_from([0, 15, 40]),
        per_kg=st.sampled_from(["0.5", "0.57", "0.90", "2"]),
        drug=st.sampled_from(["racemic", "racemic", "esketamine"]),
    )  # fmt: skip
    def order_signed(self, mg: int, boosters: int, per_kg: str, drug: str) -> None:
        until = self.life.now + timedelta(days=2)
        self.life.order = Order("ana", self.life.session, drug, mg, boosters, per_kg, until)

    @rule(paper=st.sampled_from(PAPERS))
    def a_consent_is_signed(self, paper: str) -> None:
        self.life.signed.add(paper)

    @rule(who=st.sampled_from(["ana", "ben"]))
    def the_agreement_is_signed(self, who: str) -> None:
        self.life.agreed.add(who)

    @rule(days=st.sampled_from([0, 1, 30]))
    def cleared(self, days: int) -> None:
        self.life.cleared_until = self.life.today + timedelta(days)

    @rule(clear=st.booleans())
    def screened(self, clear: bool) -> None:
        self.life.screened_on, self.life.screen_clear = self.life.today, clear

    @rule(yes=st.booleans())
    def suitability_decided(self, yes: bool) -> None:
        self.life.suitable = yes

    @precondition(lambda self: self.life.events)
    @rule()
    def an_event_ends(self) -> None:
        self.life.events -= 1

    # What shuts it.

    @rule(paper=st.sampled_from(PAPERS))
    def a_consent_is_withdrawn(self, paper: str) -> None:
        self.life.signed.discard(paper)

    @rule(who=st.sampled_from(["ana", "ben"]))
    def the_agreement_ends(self, who: str) -> None:
        self.life.agreed.discard(who)

    @rule()
    def the_clearance_is_revoked(self) -> None:
        self.life.cleared_until = None

    @rule()
    def an_event(self) -> None:
        self.life.events += 1

    @precondition(lambda self: self.life.order)
    @rule(how=st.sampled_from(["cancelled", "for ben", "for another session", "nothing of it"]))
    def something_is_wrong_with_the_order(self, how: str) -> None:
        order = self.life.order
        assert order
        if how == "cancelled":
            order.cancelled = True
        elif how == "for ben":
            order.person = "ben"
        elif how == "for another session":
            order.session += 1
        else:
            self.life.order = None

    @precondition(lambda self: self.life.order and self.life.order.main)
    @rule()
    def the_main_dose_is_taken_back(self) -> None:
        order, life = self.life.order, self.life
        assert order
        order.main, order.taken_back = [], True
        life.doses = [one for one in life.doses if one[0] != life.session]

    @rule(drug=st.sampled_from(["racemic", "esketamine"]), days=st.sampled_from([-1, 0, 60]),
          stock=st.sampled_from([0, 34, 35, 60, 500]), strength=st.sampled_from([50, 10, 30]))  # fmt: skip
    def another_lot(self, drug: str, days: int, stock: int, strength: int) -> None:
        life = self.life
        life.lot_drug, life.stock, life.strength = drug, stock, strength
        life.lot_until = life.today + timedelta(days)

    # What people decide, and what they give.

    @rule(name=st.sampled_from((*TWO, *DECIDES, *NEVER)), seconded=st.booleans())
    def ruled_on(self, name: str, seconded: bool) -> None:
        """Also on what is open now, or nobody may decide: that must change nothing."""
        self._rule(name, seconded)

    @rule(seconded=st.sampled_from([True, True, False]))
    def ruled_on_what_is_shut(self, seconded: bool) -> None:
        for name in sorted(shut(self.life, self.life.next_dose())):
            self._rule(name, seconded)

    def _rule(self, name: str, seconded: bool) -> None:
        self.life.rulings[name] = Ruling(self.life.now, seconded)
        self.life.standing_words.pop(name, None)
        if seconded or name not in TWO:  # of two people the second one's word is what counts
            self.life.standing_words[name] = "We looked at it."

    @rule(
        part=st.sampled_from(["main", "booster"]), mg=st.sampled_from([0, 1, 15, 16, 35, 36, 70]),
        off=st.sampled_from([None, 0, 0, 1, 2, 100]), waste=st.sampled_from([0, 0, 5, 465]),
        witnessed=st.sampled_from([True, True, True, False]),
    )  # fmt: skip
    def a_dose(self, part: str, mg: int, off: int | None, waste: int, witnessed: bool) -> None:
        drawn = None if off is None else self.life.right_volume(mg) + off
        self._give(Asked(part, mg, drawn, waste, witnessed))

    @rule()
    def the_next_dose(self) -> None:
        self._give(self.life.next_dose())

    def _give(self, asked: Asked) -> None:
        life = self.life
        if not self.ask(asked):
            return
        assert life.order
        (life.order.main if asked.part == "main" else life.order.extra).append(asked.mg)
        life.stock -= asked.mg + asked.waste
        life.doses.append((life.session, life.today, asked.mg))


def walk(steps: int, told: Told) -> None:
    """Act at random until `told` has so many steps. AssertionError with the shortest life found."""
    Lives.told = told
    while told.steps < steps:
        run_state_machine_as_test(  # type: ignore[no-untyped-call]
            Lives,
            settings=settings(
                max_examples=max(1, -(-(steps - told.steps) // A_LIFE)),
                stateful_step_count=A_LIFE,
                deadline=None,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            ),
        )
