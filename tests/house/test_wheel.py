"""What is installed from the package works as what is checked out does."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT, tracked
from tests.operations.running import Running, environment

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    made = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT],
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    (found,) = out.glob("duologue-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment with the wheel and the libraries we test with."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=False, symlinks=True)
    (site,) = place.glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--python", place / "bin" / "python"),
            *("install", "--quiet", "--no-deps", "--no-index", wheel),
        ],
        check=True,
    )
    return place / "bin"


def test_everything_a_room_needs_is_in_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    missing = [
        file.relative_to(ROOT).as_posix()
        for file in tracked()
        if PACKAGE in file.parents and file.relative_to(ROOT).as_posix() not in inside
    ]
    assert not missing
    assert not [name for name in inside if name.startswith("tests/")]


def test_nothing_of_the_checkout_is_used(installed: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [installed / "python", "-c", "import duologue; print(duologue.__file__)"],
        cwd=tmp_path,
        env={**environment(), "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert Path(where.strip()).is_relative_to(installed.parent)


def test_the_demo_opens_from_the_wheel(
    installed: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("demo") / "home"
    demo = Running(str(installed / "duologue"), "demo", home=home, cwd=tmp_path, PYTHONPATH="")
    try:
        demo.wait_until_open(seconds=600)
        status, page, _ = demo.get("/")
        assert status == 200
        assert "made up" in page or "Synthetic" in page
        status, cards, _ = demo.get("/demo/")
        assert status == 200
        assert 'name="person"' in cards
        assert demo.get("/static/web/base.css")[0] == 200
        assert demo.get("/static/web/fonts.css")[0] == 200
    finally:
        assert demo.stop() == 0, demo.said
