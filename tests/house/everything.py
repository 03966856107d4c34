"""What `bin/test` runs: each check is a sentence, with its time; all run even if one fails."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PYTHON = sys.executable

CHECKS = [
    ("The code is formatted.", [BIN / "ruff", "format", "--check", "--quiet", "."]),
    ("The code has no known slips.", [BIN / "ruff", "check", "--quiet", "."]),
    ("The types agree.", [BIN / "mypy"]),
    ("The arrows run one way.", [BIN / "lint-imports", "--no-cache"]),
    ("The templates are well made.", [BIN / "djlint", "duologue", "--lint", "--quiet"]),
    (
        "The migrations equal the models.",
        [PYTHON, "-m", "pytest", "tests/house/test_migrations.py", "--no-header"],
    ),
    ("The tests pass.", [PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadfile"]),
]


def main() -> int:
    failed: list[str] = []
    began = time.monotonic()
    for sentence, command in CHECKS:
        print(f"-- {sentence}", flush=True)
        start = time.monotonic()
        code = subprocess.call([str(part) for part in command], cwd=ROOT)
        spent = time.monotonic() - start
        print(f"   {'yes' if code == 0 else 'NO'}, {spent:.1f} s", flush=True)
        if code:
            failed.append(sentence)
    total = time.monotonic() - began
    if failed:
        print(f"Not ready, {total:.0f} s. Not true: {' '.join(failed)}")
        return 1
    print(f"All {len(CHECKS)} are true, {total:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
