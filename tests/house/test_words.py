"""The documents name only commands and files that exist."""

import re
import shlex
import subprocess
import sys

import pytest

from duologue.cli import COMMANDS
from duologue.measures import score_command
from tests.house.tree import ROOT, tracked

DOCUMENTS = [
    file for file in tracked() if file.suffix == ".md" and ROOT / "duologue" not in file.parents
]
COMMAND = re.compile(r"(?:^|[\s`])(bin/\w+|duologue)(?: ([a-z]\w+))?", re.MULTILINE)
CODE = re.compile(r"```(?:sh|console|bash)\n(.*?)```|`((?:bin/|duologue )[^`\n]+)`", re.DOTALL)
GLOSSARY = (ROOT / "GLOSSARY.md").read_text()
WITHOUT_WORDS = {"web", "when"}  # the frame, and what joins rooms: no words of the field
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def commands() -> list[tuple[str, str, str]]:
    return [
        (file.relative_to(ROOT).as_posix(), program, word)
        for file in DOCUMENTS
        for code in CODE.finditer(file.read_text())
        for program, word in COMMAND.findall(code[1] or code[2])
    ]


def test_every_command_in_a_document_exists() -> None:
    assert commands(), "no commands found: have the documents moved?"
    for file, program, word in commands():
        if program.startswith("bin/"):
            assert (ROOT / program).is_file(), f"{file} names {program}"
        if word and program in {"duologue", "bin/duologue"}:
            assert word in COMMANDS, f"{file} names `{program} {word}`"


def test_every_example_of_scoring_runs() -> None:
    lines = [
        line.strip()
        for file in DOCUMENTS + list((ROOT / "duologue").rglob("README.md"))
        for line in re.split(r"[`\n]", file.read_text())
        if re.match(r"\s*(bin/)?duologue score .*--answers", line)
    ]
    assert lines
    for line in lines:
        words = shlex.split(line)
        assert score_command.run(words[words.index("score") + 1 :]) == 0, line


def test_every_link_between_documents_leads_somewhere() -> None:
    astray = [
        f"{file.relative_to(ROOT)} -> {target}"
        for file in DOCUMENTS
        for target in LINK.findall(file.read_text())
        if not (file.parent / target).exists() and not target.startswith("docs/pictures/")
    ]
    assert not astray, "\n".join(astray)


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_command_explains_itself(command: str) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "duologue.cli", command, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0
    assert "--port" in told.stdout


def test_decisions_are_five_lines_and_numbered_in_a_row() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(file.name[:4]) for file in decisions] == list(range(1, len(decisions) + 1))
    for file in decisions:
        lines = [line for line in file.read_text().splitlines() if line.strip()]
        assert len(lines) <= 6, f"{file.name}: a title and five lines"


def test_every_document_is_on_the_page_of_documents() -> None:
    docs = ROOT / "docs"
    index = {(docs / target).resolve() for target in LINK.findall((docs / "README.md").read_text())}
    pages = {file for file in docs.rglob("*.md") if file.parent.name != "decisions"}
    assert pages - index == {docs / "README.md"}


def test_every_decision_is_numbered() -> None:
    assert not [
        file.name
        for file in (ROOT / "docs" / "decisions").glob("*.md")
        if not re.match(r"\d{4}-[a-z0-9-]+\.md$", file.name)
    ]


def test_the_glossary_names_rooms_that_exist_and_each_word_once() -> None:
    rows = re.findall(r"^\| \*\*(.+?)\*\* \| .+ \| (.+?) \|$", GLOSSARY, re.MULTILINE)
    words = [word for word, _ in rows]
    assert len(words) == len(set(words))
    named = {room for _, rooms in rows for room in rooms.split(", ")}
    there = {file.parent.name for file in (ROOT / "duologue").glob("*/__init__.py")}
    assert named <= there
    assert there - named <= WITHOUT_WORDS, "which word of the field does this room hold?"
