import re
import tomllib

import pytest

from tests.house.tree import ROOT

LOCKS = ["requirements.lock", "requirements-test.lock"]


def pinned(lock: str) -> dict[str, str]:
    """Package -> versions, as the lock file names them."""
    text = (ROOT / lock).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[\w,]+\])?==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_packages_and_hashes_and_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert " @ " not in text
    assert not re.search(r"^-", text, re.MULTILINE), "an option, where only packages belong"
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in block, block


def test_the_test_lock_holds_everything_the_other_one_does() -> None:
    assert pinned(LOCKS[0]).items() <= pinned(LOCKS[1]).items()


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for wanted, lock in (
        (project["dependencies"], LOCKS[0]),
        (project["optional-dependencies"]["test"], LOCKS[1]),
    ):
        names = {re.split(r"[^A-Za-z0-9.-]", one)[0].lower().replace(".", "-") for one in wanted}
        assert names <= set(pinned(lock)), f"run pip-compile or uv for {lock}"
