"""What is published holds no secret, no path of somebody's machine and no registry's address."""

import re

import pytest

from tests.house.tree import ROOT, tracked

# Written in pieces, so that this file does not find itself.
FORBIDDEN = {
    "a machine's path": r"(?<![\w.])/(work|root|home/[a-z]+|Users/[A-Za-z]+)/(?!\.\.\.)[\w.]",
    "a package registry's address": r"https?://[\w.-]*(py"
    + r"pi|pythonhosted|npm"
    + r"js|jfrog)\.",
    "an index option": r"--(extra-)?index" + r"-url|--find" + r"-links|--trusted" + r"-host",
    "a file address": r"file" + r":///",
    "a password in an address": r"\w+://[^\s/:@{}<>]+:[^\s/@{}<>]+@(?!host/)[\w.]",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE" + r" KEY-----",
    "a token": r"\b(gh[pousr]_|glpat-|xox[bp]-|AK" + r"IA|sk-)[A-Za-z0-9]{16,}",
}
PRIVATE_FILES = re.compile(r"(^|/)(secrets\.json|\.env|id_rsa|.*\.pem|.*\.sqlite3?)$")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = []
    for file in tracked():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{file.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
            for number, line in enumerate(text.splitlines(), 1)
            if pattern.search(line)
        ]
    assert not found, "\n".join(found)


def test_no_file_of_secrets_is_tracked() -> None:
    names = [file.relative_to(ROOT).as_posix() for file in tracked()]
    assert not [name for name in names if PRIVATE_FILES.search(name)]
