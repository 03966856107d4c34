"""Help is printed before anything is made or installed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("command", "word"), [("demo", "--fresh"), ("serve", "--port"), ("test", "pytest")]
)
def test_help_comes_from_a_fresh_checkout_and_leaves_nothing(tmp_path, command, word):
    shutil.copytree(ROOT / "bin", tmp_path / "bin")
    (tmp_path / "duologue").mkdir()
    for name in ("__init__.py", "cli.py"):
        shutil.copy(ROOT / "duologue" / name, tmp_path / "duologue" / name)
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    said = subprocess.run(
        [tmp_path / "bin" / command, "--help"], capture_output=True, text=True, env=bare, timeout=60
    )
    assert said.returncode == 0, said.stderr
    assert word in said.stdout and not said.stderr
    assert not (tmp_path / ".venv").exists()
