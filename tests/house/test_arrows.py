import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT

RULES = sorted(
    ".".join(file.relative_to(ROOT).with_suffix("").parts)
    for file in [*PACKAGE.rglob("rules.py"), *(PACKAGE / "science").rglob("*.py")]
)

WITHOUT_DJANGO = """
import importlib, sys

class NoDjango:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "django":
            raise ImportError(f"{name} is imported, but rules and science know no Django")

sys.meta_path.insert(0, NoDjango())
for module in sys.argv[1:]:
    try:
        importlib.import_module(module)
    except ImportError as error:
        sys.exit(f"{module}: {error}")
"""


def test_a_later_room_may_use_an_earlier_one_and_never_the_other_way() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    found = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout


def test_every_rule_can_be_used_where_there_is_no_django() -> None:
    modules = [name.removesuffix(".__init__") for name in RULES]
    assert modules, "no rules found: has the tree moved?"
    found = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, *modules], cwd=ROOT, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize("name", [name for name in RULES if name.endswith(".rules")])
def test_a_rule_reads_no_clock(name: str) -> None:
    source = (ROOT / Path(*name.split("."))).with_suffix(".py").read_text()
    for clock in ("datetime.now", "date.today", "time.time(", "timezone.now"):
        assert clock not in source, f"{name} asks {clock}: pass the time in"
