from datetime import timedelta
from uuid import uuid4

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from duologue.integration.agreements import actions
from duologue.integration.agreements.queries import agreements_of
from duologue.integration.agreements.rules import Facts, standing
from tests.cast import NOW

PAGE = "/our-room/agreements/"


def agree(cast, *, days: int = 0):
    return actions.propose(
        token=uuid4(), text="Phones stay in the hall.", cooling_days=days, by=cast.ana, at=NOW
    )


def how(cast, at=NOW) -> str:
    return agreements_of(cast.couple, at)[0].standing.word


def test_it_stands_once_both_have_said_yes(cast) -> None:
    made = agree(cast)
    assert how(cast) == "waiting"
    for _ in range(2):
        assert actions.accept(agreement=made, by=cast.ben, at=NOW)
    assert how(cast) == "kept"
    assert made.acceptances.count() == 2


def test_nobody_can_say_yes_to_a_big_decision_before_its_time(cast) -> None:
    made = agree(cast, days=14)
    for partner in (cast.ana, cast.ben):
        assert not actions.accept(agreement=made, by=partner, at=NOW + timedelta(days=13))
    assert how(cast) == "cooling off"
    for partner in (cast.ana, cast.ben):
        assert actions.accept(agreement=made, by=partner, at=NOW + timedelta(days=14))
    assert how(cast, NOW + timedelta(days=14)) == "kept"


def test_either_may_end_it(cast) -> None:
    made = agree(cast)
    actions.accept(agreement=made, by=cast.ben, at=NOW)
    for _ in range(2):
        actions.end_agreement(agreement=made, by=cast.ben, at=NOW)
    assert how(cast) == "ended"
    assert agreements_of(cast.others, NOW) == ()


@given(
    days=st.integers(0, 60),
    gone=st.integers(0, 90),
    yes=st.sets(st.sampled_from([1, 2])),
    ended=st.booleans(),
)
def test_one_yes_is_never_enough(days: int, gone: int, yes: set[int], ended: bool) -> None:
    facts = Facts(NOW, days, dict.fromkeys(yes, NOW), NOW if ended else None)
    told = standing(facts, at=NOW + timedelta(days=gone))
    assert (told.word == "kept") == (len(yes) == 2 and not ended)
    assert told.may_accept == (not ended and len(yes) < 2 and gone >= days)


def test_one_partner_proposes_and_the_other_chooses_it_too(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    told = {"once": uuid4(), "text": "Phones stay in the hall.", "wait": "0"}
    client.post(PAGE, told)
    client.post(PAGE, told)
    (made,) = agreements_of(cast.couple, NOW)
    client.force_login(cast.ben.person)
    assert "Yes, I choose this too" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}{made.id}/acceptance/")
    assert how(cast) == "kept"
    assert "Yes, I choose this too" not in client.get(PAGE).content.decode()


def test_another_couple_cannot_reach_it(cast, client: Client) -> None:
    made = agree(cast)
    client.force_login(cast.chloe.person)
    assert client.post(f"{PAGE}{made.pk}/acceptance/").status_code == 404
    assert client.post(f"{PAGE}{made.pk}/end/").status_code == 404
    assert made.text not in client.get(PAGE).content.decode()


def test_a_big_decision_waits_as_long_as_was_chosen(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    client.post(PAGE, {"once": uuid4(), "text": "We sell the flat.", "wait": "28"})
    page = client.get(PAGE).content.decode()
    assert "waits 28 days" in page
    assert "never holds against safety" in page
    assert "Yes, I choose this too" not in page
    refused = client.post(PAGE, {"text": "We sell the car.", "wait": "3"}).content.decode()
    assert "We sell the car." in refused
    assert cast.couple.agreements.count() == 1


def test_an_empty_proposal_says_what_to_do(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    assert "Say what you propose" in client.post(PAGE, {"text": ""}).content.decode()


def test_the_page_asks_the_same_of_the_database_however_many_there_are(
    cast, client: Client, django_assert_max_num_queries
) -> None:
    for _ in range(6):
        actions.accept(agreement=agree(cast), by=cast.ben, at=NOW)
    client.force_login(cast.ana.person)
    with django_assert_max_num_queries(15):
        client.get(PAGE)


def test_a_separation_ends_it_at_its_noon_and_neither_of_them_did() -> None:
    noon = NOW + timedelta(days=2)
    facts = Facts(NOW, 0, {1: NOW, 2: NOW}, parted_at=noon)
    assert standing(facts, at=noon - timedelta(minutes=1)).word == "kept"
    found = standing(facts, at=noon)
    assert (found.word, found.since) == ("ended", noon)
    assert found.reason == "It ended when your joint work here ended"
