"""Every hazard has a control that is there and a test that exists, or says that it is open."""

import re

import pytest

from tests.house.tree import ROOT, defines

PAGE = (ROOT / "docs" / "safety" / "hazards.md").read_text()
ENTRIES = dict(re.findall(r"^### (.+?)\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL))
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
FILE = re.compile(r"`(duologue/[\w/.]+)`")
OPEN = re.compile(r"\*\*Open:\*\* .*(issue \d+|the session room)")
NEVER_MISSING = """
Dose to the wrong partner; Ten-fold dose; Dose past a closed gate; Two administrations against one
order; Observation lost; Observation on the wrong person; Limit breached unseen; Sealed answer
disclosed; Pressure by a partner unseen; Discharge too early; Interaction missed; Wrong score; Stale
consent; Demo data taken for real
"""


def test_the_hazards_we_began_with_are_all_there() -> None:
    wanted = {" ".join(name.split()) for name in NEVER_MISSING.split(";")}
    assert wanted <= ENTRIES.keys()


@pytest.mark.parametrize("hazard", ENTRIES)
def test_a_hazard_says_how_what_stands_against_it_and_where(hazard: str) -> None:
    entry = ENTRIES[hazard]
    for part in ("How", "Control", "File"):
        assert f"- **{part}:** " in entry
    files = FILE.findall(entry)
    assert files and not [file for file in files if not (ROOT / file).exists()]


@pytest.mark.parametrize("hazard", ENTRIES)
def test_a_hazard_is_guarded_by_tests_that_exist_or_is_open(hazard: str) -> None:
    entry = ENTRIES[hazard]
    tests = TEST.findall(entry)
    assert tests or OPEN.search(entry), "name the test that guards it, or the issue that will"
    gone = [f"{file}::{name}" for file, name in tests if not defines(ROOT / file, name)]
    assert not gone, "the test has another name now"


@pytest.mark.parametrize("hazard", [h for h, entry in ENTRIES.items() if "**Open:**" in entry])
def test_what_is_open_says_who_closes_it(hazard: str) -> None:
    assert OPEN.search(ENTRIES[hazard])
