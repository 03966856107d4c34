"""The repository's own files, as the tests of the house see them."""

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "duologue"


def tracked() -> list[Path]:
    """Every file that git keeps, and what is about to be added; without what was deleted."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    return [ROOT / name for name in sorted(set(listed)) if name and (ROOT / name).is_file()]


def defines(file: Path, name: str) -> bool:
    """Whether a Python file defines or assigns this name."""
    if not file.is_file():
        return False
    nodes = list(ast.walk(ast.parse(file.read_text())))
    names = {n.name for n in nodes if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    assigned = [t for n in nodes if isinstance(n, ast.Assign) for t in n.targets]
    return name in names | {t.id for t in assigned if isinstance(t, ast.Name)}
