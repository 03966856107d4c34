"""Whatever changes something is named by a test; what is only reached through a page is too easily lost."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT

# Public functions of an actions.py that no test names, each with the reason. None today.
NAMED_BY_NONE: dict[str, str] = {}

TESTS = "\n".join(
    file.read_text() for file in (ROOT / "tests").rglob("*.py") if "house" not in file.parts
)
ACTIONS = [
    (file.relative_to(ROOT).as_posix(), node.name)
    for file in sorted(PACKAGE.rglob("actions.py"))
    for node in ast.parse(file.read_text()).body
    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
]


@pytest.mark.parametrize("file, name", ACTIONS)
def test_an_action_is_named_by_a_test(file: str, name: str) -> None:
    if name not in NAMED_BY_NONE:
        assert re.search(rf"\b{name}\b", TESTS), f"write a test in tests/{Path(file).parts[1]}"


def test_no_exception_is_kept_for_an_action_that_is_gone_or_tested() -> None:
    for name, reason in NAMED_BY_NONE.items():
        assert reason and name in {action for _, action in ACTIONS}
        assert not re.search(rf"\b{name}\b", TESTS)
