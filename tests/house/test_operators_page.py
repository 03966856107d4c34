"""docs/operators.md says what every setting from outside means."""

import re

from tests.house.tree import ROOT

NAME = re.compile(r"\bDUOLOGUE_[A-Z]+(?:_[A-Z]+)*\b")
READ = re.compile(rf"[\"']({NAME.pattern})[\"']")  # in quotes: a setting of ours is none


def test_every_variable_the_settings_read_stands_in_the_operators_page() -> None:
    page = (ROOT / "docs" / "operators.md").read_text()
    settings = [ROOT / "duologue" / "settings.py", *(ROOT / "duologue" / "operations").glob("*.py")]
    read = {name for path in settings for name in READ.findall(path.read_text())}
    rows = {name for line in page.splitlines() if line[:1] == "|" for name in NAME.findall(line)}
    assert len(read) > 10 and not read - rows
