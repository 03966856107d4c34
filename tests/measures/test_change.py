"""A difference is called change only where it is more than chance."""

import pytest

from duologue.measures.loader import instrument
from duologue.measures.rules import Change, NoIndex, needed_change, rci, reliable_change


@pytest.mark.parametrize(
    ("sd", "alpha", "published"), [(32, 0.98, 12.5), (17, 0.98, 6.7), (4, 0.94, 2.7)]
)
def test_the_index_is_that_of_jacobson_and_truax(sd, alpha, published):
    assert rci(sd, alpha) == pytest.approx(published, abs=0.05)


@pytest.mark.parametrize(
    ("id", "before", "after", "kind"),
    [
        ("phq-9", 15, 10, "improved"),
        ("phq-9", 15, 11, "within chance"),
        ("phq-9", 10, 15, "worsened"),
        ("gad-7", 10, 6, "improved"),
        ("pcl-5", 50, 36, "within chance"),
        ("pcl-5", 50, 35, "improved"),
        ("who-5", 40, 48, "within chance"),
        ("who-5", 40, 52, "improved"),
        ("who-5", 52, 40, "worsened"),
        ("rdas", 40, 51, "within chance"),
        ("rdas", 40, 52, "improved"),
        ("phq-9", 7, 7, "within chance"),
    ],
)
def test_a_difference_of_the_needed_size_counts(id, before, after, kind):
    change = reliable_change(instrument(id), before, after)
    assert isinstance(change, Change)
    assert (change.kind, change.difference) == (kind, after - before)
    assert change.source


def test_there_is_no_verdict_where_the_index_is_only_recalled():
    assert needed_change(instrument("csi-16")) is None
    verdict = reliable_change(instrument("csi-16"), 30, 70)
    assert verdict == NoIndex("no checked change index is on file for csi-16")


def test_there_is_no_verdict_without_both_scores():
    assert isinstance(reliable_change(instrument("phq-9"), None, 3), NoIndex)


def test_an_index_from_sd_and_reliability_is_computed():
    assert needed_change(instrument("qmi")) == pytest.approx(5.3, abs=0.05)
