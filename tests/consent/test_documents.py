import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.consent import loader, paper
from duologue.consent.document import Document

HEAD = "---\ntitle: Test\nshort: A test\n{more}---\n{body}"


def read(more: str = "", body: str = "Text") -> Document:
    return loader.parse(HEAD.format(more=more, body=body), id="test", version="1")


def test_the_eight_documents_are_there_in_reading_order() -> None:
    assert [document.id for document in loader.newest()] == loader.ORDER


@pytest.mark.parametrize("document", loader.newest(), ids=lambda document: document.id)
def test_every_document_asks_something_back_and_promises_nothing(document: Document) -> None:
    assert document.questions
    for word in ("guarantee", "proven", "cure", "!"):
        assert word not in document.body.lower()


@pytest.mark.parametrize("document", loader.newest(), ids=lambda document: document.id)
def test_every_document_becomes_a_paper_that_is_the_same_each_time(document: Document) -> None:
    made = [paper.paper(document, name="Ana", clinic="Willow", chosen={}) for _ in range(2)]
    assert made[0].startswith(b"%PDF")
    assert paper.fingerprint(made[0]) == paper.fingerprint(made[1])


def test_another_name_or_choice_makes_another_paper() -> None:
    touch = loader.document("touch")
    prints = {
        paper.fingerprint(paper.paper(touch, name=name, clinic="Willow", chosen=chosen))
        for name in ("Ana", "Ben")
        for chosen in ({}, {"partner-hand": "no"})
    }
    assert len(prints) == 4


def test_what_is_typed_never_becomes_markup_of_the_paper() -> None:
    document = loader.document("big-decisions")
    nasty = '#panic("x") $ ] *unclosed @nowhere \\'
    assert paper.paper(document, name=nasty, clinic=nasty, chosen={"own": nasty})


def test_emphasis_lists_and_headings_survive_the_way_to_the_paper() -> None:
    made = paper.blocks("## One\n\nA **bold** word\nand more\n\n- first\n- *second*\n\n1. third")
    assert [block["kind"] for block in made] == ["heading", "paragraph", "bullet", "ordered"]
    assert {"text": "bold", "strong": True, "emphasis": False} in made[1]["runs"]
    assert made[2]["items"][1] == [{"text": "second", "strong": False, "emphasis": True}]


words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)


@given(st.lists(st.lists(words, min_size=1, max_size=4), min_size=1, max_size=4))
def test_no_word_of_the_text_is_lost(paragraphs: list[list[str]]) -> None:
    made = paper.blocks("\n\n".join(" ".join(line) for line in paragraphs))
    said = " ".join(run["text"] for block in made for run in block.get("runs", []))
    listed = " ".join(
        run["text"] for block in made for item in block.get("items", []) for run in item
    )
    for line in paragraphs:
        for word in line:
            assert word in f"{said} {listed}" or word.isdigit()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("questions:\n  - {id: a, ask: A?, options: [{id: x, label: X}], explain: no}\n", "right"),
        ("choices:\n  - {id: a, ask: A?}\n", "options or text"),
        ("titel: Wrong\nshort: [\n", "test/1.md"),
    ],
)
def test_a_mistake_in_a_document_is_named_with_its_place(more: str, says: str) -> None:
    with pytest.raises(loader.DocumentMistake, match=says):
        read(more)


def test_markup_in_a_document_never_reaches_the_page_as_html() -> None:
    assert "<script" not in paper.html(read(body="<script>alert(1)</script> **bold**"))
