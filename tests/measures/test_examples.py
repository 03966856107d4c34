"""Every worked example in the instrument files comes out as written there."""

import pytest

from duologue.measures.loader import load_all
from duologue.measures.rules import score

CASES = [(found, case) for found in load_all().values() for case in found.examples]


@pytest.mark.parametrize(
    ("found", "case"), CASES, ids=[f"{found.id}: {case.source}" for found, case in CASES]
)
def test_a_worked_example_scores_as_its_source_says(found, case):
    scored = score(found, case.answers)
    for field, expected in case.expects.items():
        if field == "subscales":
            assert {name: scored.subscales[name] for name in expected} == dict(expected)
        elif field == "alerts":
            assert {n for alert in scored.alerts for n in alert.items} == set(expected)
        elif field == "missing":
            assert scored.missing == tuple(expected)
        else:
            assert getattr(scored, field) == expected
    assert (scored.score is None) == (scored.reason is not None)


def test_every_instrument_that_has_a_score_has_an_example_unless_it_is_recalled():
    without = [
        found.id
        for found in load_all().values()
        if not found.examples and found.items and found.scoring.verified and found.verified
    ]
    assert without == ["cpq-35"]
