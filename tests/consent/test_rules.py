from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from duologue.consent import loader
from duologue.consent.document import Document
from duologue.consent.rules import Closed, Decide, Open, Signed, not_understood, standing
from tests.cast import NOW

TOUCH = loader.document("touch")
TREATMENT = loader.document("treatment")
SECOND = replace(TOUCH, version="2")


def test_nothing_signed_keeps_it_closed_with_a_remedy() -> None:
    assert standing(TOUCH, []) == Closed(
        "not signed yet", f"{TOUCH.title}, version 1", "read it and sign it", "due"
    )


def test_a_signature_opens_it() -> None:
    assert isinstance(standing(TOUCH, [Signed("1", NOW)]), Open)


def test_a_new_version_asks_again() -> None:
    assert standing(SECOND, [Signed("1", NOW)]).reason == "a newer version has not been signed"


def test_a_withdrawn_consent_is_closed_even_when_an_older_one_stands() -> None:
    older, newer = Signed("1", NOW), Signed("2", NOW + timedelta(days=1), NOW + timedelta(days=2))
    assert standing(SECOND, [newer, older]).reason == "consent withdrawn"


def test_a_document_that_asks_for_it_waits_for_the_second_signature() -> None:
    signed = Signed("1", NOW)
    assert standing(TREATMENT, [signed]).who == "prescriber"
    assert isinstance(standing(TREATMENT, [replace(signed, countersigned_at=NOW)]), Open)


days = st.integers(0, 50).map(lambda day: NOW + timedelta(days=day))
signatures = st.lists(
    st.builds(
        Signed,
        st.sampled_from(["1", "2"]),
        days,
        st.none() | days,
        countersigned_at=st.none() | days,
    ),
    unique_by=lambda signed: signed.at,
)


@given(signatures, st.sampled_from([SECOND, TREATMENT]))
def test_it_is_open_only_by_the_newest_signature_on_this_version_never_withdrawn(
    signed: list[Signed], document: Document
) -> None:
    stands = standing(document, signed)
    newest = max(signed, key=lambda one: one.at, default=None)
    holds = newest and newest.version == document.version and newest.withdrawn_at is None
    assert isinstance(stands, Open | Decide) == bool(holds)
    assert stands == standing(document, list(reversed(signed)))
    if not isinstance(stands, Open):
        assert stands.reason and stands.source


def test_a_wrong_or_missing_answer_is_not_understood() -> None:
    assert [q.id for q in not_understood(TREATMENT, {"stop": "any", "promise": "sure"})] == [
        "promise",
        "home",
    ]
