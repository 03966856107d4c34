import ast

import pytest
from django.conf import settings

from tests.house.tree import PACKAGE, ROOT, tracked

TECHNICAL = {"migrations", "templatetags", "management", "commands"}
OPENINGS = [
    file
    for file in tracked()
    if file.name == "__init__.py" and PACKAGE in file.parents and file.parent.name not in TECHNICAL
]


@pytest.mark.parametrize("file", OPENINGS, ids=lambda file: str(file.parent.relative_to(ROOT)))
def test_a_room_opens_with_what_it_is_for_and_nothing_else(file) -> None:
    module = ast.parse(file.read_text())
    assert ast.get_docstring(module), "say the word, the phase, who may change what"
    assert len(module.body) == 1, "an import here would load Django under every rules.py"


def test_every_room_with_models_is_listed() -> None:
    rooms = {file.parent.name for file in PACKAGE.glob("*/models.py")}
    assert rooms <= set(settings.ROOMS)
