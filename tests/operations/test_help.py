"""Help is printed before anything is made or installed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


ASKED = [
    ("demo", "--fresh"),
    ("serve", "--port"),
    ("test", "pytest"),
    ("duologue", "COMMAND"),
    ("duologue demo", "--fresh"),
    ("duologue serve", "--port"),
    ("duologue backup", "must not exist"),
    ("duologue restore", "--home"),
    ("duologue test", "pytest"),
    ("duologue score", "--answers"),
    ("duologue score phq-9", "--answers"),
    ("duologue audit", "verify"),
    ("duologue privacy", "crawl"),
    ("duologue manage", "COMMAND --help"),
]


@pytest.mark.parametrize(("command", "word"), ASKED)
def test_help_comes_from_a_fresh_checkout_and_leaves_nothing(tmp_path, command, word):
    for folder in ("bin", "duologue"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    said = subprocess.run(
        [tmp_path / "bin" / command.split()[0], *command.split()[1:], "--help"],
        capture_output=True,
        text=True,
        env=bare,
        timeout=60,
    )
    assert said.returncode == 0, said.stderr
    assert word in said.stdout and not said.stderr
    assert not (tmp_path / ".venv").exists()
