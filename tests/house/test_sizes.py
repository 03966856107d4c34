"""Files stay short enough to be read at a sitting. The list of exceptions may only shrink."""

from pathlib import Path

from tests.house.tree import ROOT, tracked

LONGER_FOR_NOW: dict[str, int] = {}  # path: lines; lower a number, remove a line, never add one


def limit(file: Path) -> int | None:
    """Lines a file may have; None for what is generated, or is text to be read by people."""
    path = file.relative_to(ROOT).as_posix()
    if "/migrations/" in path or file.suffix not in {".py", ".html", ".css", ".js", ".sh"}:
        return None
    longer = path.startswith(("tests/", "duologue/science/")) or file.suffix == ".css"
    return 400 if longer else 300


def test_no_file_is_longer_than_can_be_read_at_a_sitting() -> None:
    too_long = {}
    for file in tracked():
        path, allowed = file.relative_to(ROOT).as_posix(), limit(file)
        if allowed is None:
            continue
        lines = len(file.read_text().splitlines())
        if lines > LONGER_FOR_NOW.get(path, allowed):
            too_long[path] = lines
    assert not too_long, f"split by the domain's words: {too_long}"


def test_exceptions_only_shrink() -> None:
    for path, allowed in LONGER_FOR_NOW.items():
        lines = len((ROOT / path).read_text().splitlines())
        assert lines == allowed, f"{path} has {lines} lines now: write that in LONGER_FOR_NOW"
