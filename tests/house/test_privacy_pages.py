"""The pages on privacy are made from the policy, or name only tests that are there."""

import re

import pytest

from duologue.privacy.matrix import written
from tests.house.tree import ROOT, defines

MODEL = (ROOT / "docs" / "threat-model.md").read_text()
ENTRIES = dict(re.findall(r"^### (.+?)\n(.*?)(?=^##|\Z)", MODEL, re.MULTILINE | re.DOTALL))
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
NEVER_MISSING = {
    "The other partner", "The other partner with one's phone and password", "The coordinator",
    "The session monitor", "The researcher", "A former clinician", "Another clinic",
    "A stranger on the net", "The thief of a backup or of the server's disk",
    "The operator, who is root", "A lawyer's letter", "The author of this program",
}  # fmt: skip


def test_the_matrix_is_the_policy_as_it_stands() -> None:
    made = (ROOT / "docs" / "privacy-matrix.md").read_text()
    assert made == written(), "python -m duologue.privacy.matrix > docs/privacy-matrix.md"


def test_nobody_we_fear_is_left_out() -> None:
    assert set(ENTRIES) >= NEVER_MISSING


@pytest.mark.parametrize("attacker", ENTRIES)
def test_each_has_a_defence_a_test_that_exists_and_what_stays_outside(attacker: str) -> None:
    entry = ENTRIES[attacker]
    for part in ("Defence", "Tests", "Outside"):
        assert f"- **{part}:** " in entry
    tests = TEST.findall(entry)
    assert tests
    assert [f"{file}::{name}" for file, name in tests if not defines(ROOT / file, name)] == []


@pytest.mark.parametrize("page", ["README.md", "docs/README.md"])
def test_the_pages_are_found(page: str) -> None:
    said = (ROOT / page).read_text()
    for name in ("privacy.md", "threat-model.md", "privacy-matrix.md"):
        assert name in said
