"""What a course asks for is there: no step leads nowhere."""

from importlib.resources import files

import pytest

from duologue.programme.loader import load_all

ROOMS = files("duologue")
FORMS = {"medical-history"}
STEPS = [(p.id, s) for p in load_all().values() for s in p.steps]


def names(*folder: str) -> set[str]:
    return {f.name.removesuffix(".md") for f in ROOMS.joinpath(*folder).iterdir()}


@pytest.mark.parametrize(
    ("kind", "there"),
    [
        ("answer", names("measures", "library") | FORMS),
        ("read", names("preparation", "lessons")),
        ("sign", names("consent", "documents")),
    ],
)
def test_every_questionnaire_lesson_and_document_is_there(kind, there):
    missing = {(id, s.subject) for id, s in STEPS if s.kind == kind and s.subject not in there}
    assert not missing
