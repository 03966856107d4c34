"""Every edge of every band, against a table written by hand from the sources."""

import pytest

from duologue.measures.instrument import Instrument
from duologue.measures.loader import instrument, load_all
from duologue.measures.rules import band_of, score

# Scores on both sides of each edge, typed from the sources and not from the YAML.
EDGES = {
    "phq-9": "0 none/minimal, 4 none/minimal, 5 mild, 9 mild, 10 moderate, 14 moderate, "
    "15 moderately severe, 19 moderately severe, 20 severe, 27 severe",
    "gad-7": "0 minimal, 4 minimal, 5 mild, 9 mild, 10 moderate, 14 moderate, 15 severe, 21 severe",
    "csi-32": "0 distressed, 104 distressed, 105 not distressed, 161 not distressed",
    "csi-16": "0 distressed, 51 distressed, 52 not distressed, 81 not distressed",
    "rdas": "0 distressed, 47 distressed, 48 not distressed, 69 not distressed",
    "pcl-5": "0 below the cut-off, 30 below the cut-off, 31 within the cut-off range, "
    "32 within the cut-off range, 33 at or above the cut-off, 80 at or above the cut-off",
    "pc-ptsd-5": "0 negative, 2 negative, 3 positive, 5 positive",
    "asrm": "0 below the cut-off, 5 below the cut-off, 6 probable mania or hypomania, "
    "20 probable mania or hypomania",
    "who-5": "0 likely depression, 28 likely depression, 32 poor wellbeing, 48 poor wellbeing, "
    "52 wellbeing above the cut-off, 100 wellbeing above the cut-off",
    "audit": "0 low risk, 7 low risk, 8 hazardous, 15 hazardous, 16 harmful, 19 harmful, "
    "20 possible dependence, 40 possible dependence",
    "dast-10": "0 none, 1 low, 2 low, 3 moderate, 5 moderate, 6 substantial, 8 substantial, "
    "9 severe, 10 severe",
    "hark": "0 negative, 1 positive, 4 positive",
    "hits": "4 negative, 9 negative, 10 positive, 20 positive",
    "e-hits": "5 negative, 6 negative, 7 positive, 25 positive",
}
CASES = [
    (id, int(edge.split(" ", 1)[0]), edge.split(" ", 1)[1])
    for id, edges in EDGES.items()
    for edge in edges.split(", ")
]


def answers_worth(found: Instrument, total: int) -> dict[int, int]:
    """Printed answers whose score is ``total``: each item as high as still fits."""
    numbers = found.scoring.items
    left = total // found.scoring.multiply - sum(found.item(n).lowest for n in numbers)
    answers = {}
    for n in numbers:
        item = found.item(n)
        values = [o.value for o in item.options] or range(
            item.scale.minimum, item.scale.maximum + 1
        )
        gain = max(v - item.lowest for v in values if v - item.lowest <= left)
        left -= gain
        answers[n] = item.highest - gain if item.reverse else item.lowest + gain
    assert left == 0
    return answers


@pytest.mark.parametrize(("id", "value", "label"), CASES)
def test_a_score_at_the_edge_of_a_band_gets_the_name_of_its_band(id, value, label):
    found = instrument(id)
    scored = score(found, answers_worth(found, value))
    assert (scored.score, scored.band) == (value, label)


def test_the_table_by_hand_covers_every_edge_of_every_checked_band():
    by_hand = {(id, value) for id, value, _ in CASES}
    # The WHO-5 moves in steps of 4, so its edges 29, 50 and 51 cannot be scored.
    unreachable = {("who-5", 29), ("who-5", 50), ("who-5", 51)}
    in_files = {
        (found.id, edge)
        for found in load_all().values()
        for band in found.bands
        if band.verified
        for edge in (band.low, band.high)
    }
    assert in_files - unreachable == by_hand - {("who-5", 32), ("who-5", 48), ("who-5", 52)}


def test_no_band_is_shown_that_rests_on_a_recalled_cut_off():
    found = instrument("csi-4")
    assert found.bands
    assert {band_of(found, value) for value in range(22)} == {None}


def test_a_finding_that_is_only_recalled_is_not_reported():
    found = instrument("meq-30")
    assert found.scoring.findings
    scored = score(found, dict.fromkeys(range(1, 31), 5))
    assert set(scored.subscales) == {"mystical", "positive mood", "transcendence", "ineffability"}
