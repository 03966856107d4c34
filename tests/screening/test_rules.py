from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.screening import loader, rules
from duologue.screening.findings import (
    Clear,
    Decide,
    Facts,
    Medicine,
    NotChecked,
    Note,
    NotNow,
)

TODAY = date(2026, 11, 23)
CONDITIONS = loader.history().conditions
CLASSES = loader.classes()


def of_medicine(*names: str) -> list:
    medicines = [Medicine(name) for name in names]
    return rules.of_medicines(CLASSES, Facts(TODAY, medicines=medicines))


def of_condition(id: str, answer: str):
    asked = [condition for condition in CONDITIONS if condition.id == id]
    return rules.of_conditions(asked, Facts(TODAY, {id: answer}))[0]


@pytest.mark.parametrize(
    ("id", "answer", "kind"),
    [
        ("psychosis", "yes", NotNow),
        ("psychosis", "unsure", Decide),
        ("psychosis", "no", Clear),
        ("glaucoma", "yes", Decide),
        ("pregnancy", "yes", NotNow),
        ("hypersensitivity", "yes", NotNow),
        ("porphyria", "", NotChecked),
    ],
)
def test_an_answer_leads_where_the_table_says(id: str, answer: str, kind: type) -> None:
    assert isinstance(of_condition(id, answer), kind)


any_answers = st.dictionaries(
    st.sampled_from([c.id for c in CONDITIONS]), st.sampled_from(["yes", "no", "unsure", "?"])
)


@given(any_answers)
def test_every_condition_gives_exactly_one_finding_and_only_a_no_is_clear(answers) -> None:
    found = rules.of_conditions(CONDITIONS, Facts(TODAY, answers))
    assert [one.finding for one in found] == [c.title for c in CONDITIONS]
    for asked, one in zip(CONDITIONS, found, strict=True):
        assert isinstance(one, Clear) == (answers.get(asked.id) == "no")
        assert isinstance(one, NotChecked) == (answers.get(asked.id) not in ("yes", "no", "unsure"))
        assert one.reason


def test_opioids_and_ketamine_are_not_given_together() -> None:
    (found,) = of_medicine("Oxycodone 5mg tablets")
    assert isinstance(found, NotNow)
    assert "prescriber" in found.remedy


def test_lamotrigine_is_only_noted() -> None:
    assert isinstance(of_medicine("Lamictal")[0], Note)


def test_a_name_within_another_name_is_not_taken_for_it() -> None:
    assert isinstance(of_medicine("Valiumex")[0], NotChecked)


def test_st_johns_wort_is_found_with_any_apostrophe() -> None:
    assert isinstance(of_medicine("St John’s Wort tea")[0], Decide)


def test_an_unknown_medicine_is_never_called_clear() -> None:
    (found,) = of_medicine("Nusuch")
    assert isinstance(found, NotChecked)
    assert "look it up" in found.reason


def test_no_medicines_and_no_answer_are_two_things() -> None:
    assert isinstance(rules.of_medicines(CLASSES, Facts(TODAY, medicines=[]))[0], Clear)
    assert isinstance(rules.of_medicines(CLASSES, Facts(TODAY))[0], NotChecked)


names = st.sampled_from([(c, name) for c in CLASSES for name in c.names])


@given(
    names,
    st.sampled_from([str.upper, str.title, str.lower]),
    st.sampled_from(["", " 10 mg", "-retard"]),
)
def test_every_listed_name_is_found_however_it_is_written(listed, write, ending) -> None:
    of, name = listed
    found = of_medicine(write(name) + ending)
    assert any(of.title in one.finding for one in found)
    assert not any(isinstance(one, NotChecked | Clear) for one in found)


def test_no_name_is_listed_twice() -> None:
    listed = [name for c in CLASSES for name in c.names]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    ("born", "kind"),
    [(date(2008, 11, 23), Clear), (date(2008, 11, 24), NotNow), (None, NotChecked)],
)
def test_the_eighteenth_birthday_is_the_edge(born, kind) -> None:
    assert isinstance(rules.of_age(Facts(TODAY, born=born)), kind)


@pytest.mark.parametrize(
    ("vitals", "kind"),
    [
        ({"systolic": 140}, Clear),
        ({"systolic": 141}, Decide),
        ({"systolic": 159}, Decide),
        ({"systolic": 160}, NotNow),
        ({"diastolic": 90}, Clear),
        ({"diastolic": 91}, Decide),
        ({"diastolic": 100}, NotNow),
        ({"heart_rate": 50}, Clear),
        ({"heart_rate": 49}, Decide),
        ({"heart_rate": 111}, Decide),
        ({"spo2": 94}, Clear),
        ({"spo2": 93}, Decide),
    ],
)
def test_vitals_at_the_edges(vitals, kind) -> None:
    (limit,) = [limit for limit in loader.limits() if limit.id in vitals]
    assert isinstance(rules.of_vitals([limit], Facts(TODAY, vitals=vitals))[0], kind)


def test_ketamine_among_allergies_is_not_now() -> None:
    assert isinstance(rules.of_allergies(Facts(TODAY, allergies="penicillin, Ketamine"))[0], NotNow)
    assert rules.of_allergies(Facts(TODAY, allergies="penicillin")) == []


moments = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001
    datetime(2027, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(moments)
def test_a_decision_is_told_on_a_friday_noon_three_to_ten_days_on(decided: datetime) -> None:
    told = rules.release_at(decided)
    assert (told.weekday(), told.hour, told.minute) == (4, 12, 0)
    assert timedelta(days=3) <= told - decided < timedelta(days=10)


@given(
    st.lists(
        st.builds(
            rules.Decided,
            st.booleans(),
            moments,
            st.none() | st.dates(date(2026, 1, 1), date(2027, 6, 1)),
            st.none() | moments,
        ),
        unique_by=lambda decided: decided.at,
    )
)
def test_only_the_newest_decision_counts_and_only_while_it_holds(decisions) -> None:  # fmt: skip
    stands = rules.standing(decisions, TODAY)
    newest = max(decisions, key=lambda decided: decided.at, default=None)
    holds = (
        newest
        and newest.cleared
        and newest.revoked_at is None
        and (newest.expires_on is None or newest.expires_on >= TODAY)
    )
    assert isinstance(stands, rules.Open) == bool(holds)
    if isinstance(stands, rules.Closed):
        assert stands.reason and stands.remedy


def test_a_clearance_holds_through_its_last_day() -> None:
    decided = rules.Decided(True, datetime(2026, 11, 1, tzinfo=UTC), TODAY)
    assert isinstance(rules.standing([decided], TODAY), rules.Open)
    assert isinstance(rules.standing([decided], TODAY + timedelta(days=1)), rules.Closed)
