from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from duologue.people.rules import (
    Closed,
    InvitationFacts,
    Open,
    answer_offer,
    end_role,
    give_role,
    invitation,
    reset_second_factor,
)
from tests.cast import NOW

ROLES = ["therapist", "prescriber", "monitor", "coordinator", "researcher", "operator"]
held = st.frozensets(st.sampled_from(ROLES))


@given(st.booleans(), st.booleans(), st.booleans(), st.integers(-10, 10))
def test_a_link_opens_only_while_nothing_speaks_against_it(used, withdrawn, otherwise, days):
    facts = InvitationFacts(NOW + timedelta(days=days), used, withdrawn, otherwise)
    decision = invitation(facts, NOW)
    assert isinstance(decision, Open) == (not (used or withdrawn or otherwise) and days > 0)
    if isinstance(decision, Closed):
        assert decision.reason and decision.remedy


@given(st.sampled_from(ROLES), held)
def test_only_an_operator_makes_operators_and_only_two_roles_give_any(role, giver):
    allowed = "operator" in giver or ("coordinator" in giver and role != "operator")
    assert isinstance(give_role(role, giver), Open) == allowed


@given(held, st.booleans(), st.booleans(), st.sampled_from(["confirmed", "declined"]))
def test_where_a_clinician_works_only_a_clinician_confirms(roles, own, clinicians, word):
    open_ = isinstance(answer_offer(word, ones_own=own, roles=roles, clinicians=clinicians), Open)
    clinician, office = roles & {"therapist", "prescriber"}, roles & {"coordinator", "operator"}
    if word == "declined":
        assert open_ == bool(clinician or office)
    else:
        assert open_ == (not own and bool(clinician or (office and not clinicians)))


@given(st.sampled_from(ROLES), st.booleans())
def test_the_last_operator_stays(role, own):
    assert isinstance(end_role(role, own, 0), Closed) == (role == "operator")


@given(st.booleans(), held)
def test_a_reset_takes_two_people(own, giver):
    open_ = isinstance(reset_second_factor(own, giver), Open)
    assert open_ == (not own and bool(giver & {"coordinator", "operator"}))
