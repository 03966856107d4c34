from hypothesis import given
from hypothesis import strategies as st

from duologue.notes.outline import templates
from duologue.notes.rules import Conflict, Keep, Write, digest, next_version

texts = st.dictionaries(st.sampled_from(["a", "b"]), st.text(max_size=20), min_size=1)


@given(latest=texts, text=texts, same=st.booleans())
def test_nothing_newer_is_ever_overwritten(latest, text, same) -> None:
    decided = next_version(latest=latest, latest_id="2", base_id="2" if same else "1", text=text)
    if text == latest:
        assert decided == Keep()
    else:
        assert decided == (Write() if same else Conflict(latest))


@given(one=texts, other=texts)
def test_a_fingerprint_tells_texts_apart_and_is_the_same_for_the_same(one, other) -> None:
    def of(text):
        return digest(note="n", author="a", signed_at="t", text=text)

    assert (of(one) == of(other)) == (one == other)
    assert of(one) == of(dict(reversed(one.items())))


def test_there_is_a_template_for_every_kind_of_session() -> None:
    assert set(templates()) >= {
        "intake", "preparation", "medicine", "integration-individual", "integration-joint",
        "followup", "phone-call", "letter",
    }  # fmt: skip
    for template in templates().values():
        assert template.sections and template.of in ("couple", "partner", "either")
