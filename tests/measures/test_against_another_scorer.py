"""Scores agree with fhirpathpy's, from keys written a second time (independent/make.py)."""

import json
from itertools import groupby
from pathlib import Path

import pytest

from duologue.measures.loader import instrument
from duologue.measures.rules import score

VECTORS = json.loads(Path(__file__).with_name("independent").joinpath("vectors.json").read_text())
BY_ID = {id: list(forms) for id, forms in groupby(VECTORS, key=lambda vector: vector[0])}


@pytest.mark.parametrize("id", BY_ID)
def test_random_forms_score_as_another_scorer_has_it(id):
    found = instrument(id)
    for _, values, expected in BY_ID[id]:
        answers = {item.number: value for item, value in zip(found.items, values, strict=True)}
        scored = score(found, answers)
        ours = {**scored.subscales, "score": scored.score}
        assert {name: ours[name] for name in expected} == pytest.approx(expected, rel=1e-9)
