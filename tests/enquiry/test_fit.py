import uuid

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from duologue.enquiry import loader
from duologue.enquiry.models import Enquiry
from duologue.enquiry.rules import VOICES, advise

QUESTIONS = loader.fit().questions
SAFE = {
    "now": "none", "hope": "closer", "stuck": "often", "distance": "far", "past": "none",
    "felt": "curious", "idea": "both", "fear": "no", "body": "none", "habit": "no", "time": "yes",
}  # fmt: skip
any_answers = st.fixed_dictionaries(
    {q.id: st.sampled_from([o.id for o in q.options]) for q in QUESTIONS}
)


def test_hope_curiosity_and_a_common_wish_are_worth_a_talk() -> None:
    assert advise(QUESTIONS, SAFE).kind == "for"


def test_fear_of_the_partner_comes_before_everything_else() -> None:
    advice = advise(QUESTIONS, SAFE | {"fear": "yes", "body": "some", "idea": "pushed"})
    assert advice.kind == "help"
    assert "afraid" in advice.reasons[0]


def test_a_person_who_feels_pushed_is_not_advised_to_come() -> None:
    assert advise(QUESTIONS, SAFE | {"idea": "pushed"}).kind == "against"


def test_a_health_matter_sends_to_a_clinician() -> None:
    assert advise(QUESTIONS, SAFE | {"body": "unsure"}).kind == "ask"


def test_no_answers_promise_nothing() -> None:
    assert advise(QUESTIONS, {}).kind == "open"


@given(any_answers)
def test_the_advice_is_never_lighter_than_the_weightiest_answer(answers) -> None:
    advice = advise(QUESTIONS, answers)
    spoken = {q.chosen(answers).speaks for q in QUESTIONS}
    for voice in ("help", "against", "ask"):
        if voice in spoken:
            assert advice.kind == voice
            break
    else:
        assert advice.kind in ("for", "open")
    assert advice.kind == "open" or advice.reasons


@given(any_answers)
def test_advice_never_speaks_as_a_diagnosis_or_a_promise(answers) -> None:
    said = " ".join(advise(QUESTIONS, answers).reasons).lower()
    for word in ("diagnos", "disorder", "you have ", "cure", "guarantee", "proven"):
        assert word not in said


def test_every_answer_speaks_in_a_known_voice_and_weighty_ones_say_why() -> None:
    for option in (option for question in QUESTIONS for option in question.options):
        assert option.speaks in VOICES
        assert option.because or option.speaks == "open"


def test_the_evidence_page_shows_every_claim_and_says_nothing_forbidden(client, cast) -> None:
    page = client.get(reverse("evidence")).content.decode()
    for claim in loader.claims():
        assert claim.source.split(";")[0] in page
    for word in ("cure", "guarantee", "resets the brain", "proven for couples"):
        assert word not in page.lower()


@pytest.mark.parametrize(
    "name", ["enquiry", "evidence", "what-it-is", "fit", "enquiry-call", "enquiry-sent"]
)
def test_every_public_page_says_when_to_call_now(client, cast, name) -> None:
    page = client.get(reverse(name)).content.decode()
    assert "Call now" in page
    assert page.count("<h1") == 1


def walk(client, answers) -> str:
    """Answer screen by screen as a browser without scripts would."""
    posted: dict[str, str] = {}
    for number, question in enumerate(QUESTIONS):
        posted |= {f"q-{question.id}": answers[question.id], "asked": str(number), "go-on": "1"}
        page = client.post(reverse("fit"), posted).content.decode()
    return page


def test_answering_every_screen_ends_in_advice_and_keeps_nothing(client, cast) -> None:
    assert "Worth a first talk" in walk(client, SAFE)
    assert not Enquiry.objects.exists()


def test_a_yes_to_the_first_question_leads_to_help_before_anything_else(client, cast) -> None:
    page = client.post(reverse("fit"), {"asked": "0", "q-now": "danger"}).content.decode()
    assert "Numbers to call now" in page
    assert "Go on with the questions" in page


def test_no_answer_asks_again_and_keeps_what_was_answered(client, cast) -> None:
    page = client.post(reverse("fit"), {"asked": "1", "q-now": "none"}).content.decode()
    assert "Choose the answer" in page
    assert 'name="q-now" value="none"' in page


def test_nonsense_in_the_form_is_left_out(client, cast) -> None:
    answer = client.post(reverse("fit"), {"asked": "many", "q-now": "<b>", "q-x": "y"})
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()


CALL = {
    "name": "Ana", "channel": "phone", "reach": "020 7946 0000", "safe_hours": "mornings",
    "wanted_format": "together", "message": "We are tired of it.",
}  # fmt: skip


def test_a_call_asked_for_twice_is_kept_once_and_without_answers(client, cast) -> None:
    call = CALL | {"once": str(uuid.uuid4()), "q-now": "none"}
    for _ in range(2):
        assert client.post(reverse("enquiry-call"), call).status_code == 302
    assert Enquiry.objects.get().answers == {}
    assert not Enquiry.objects.get().may_leave_message


def test_answers_are_kept_when_the_person_asks(client, cast) -> None:
    client.post(reverse("enquiry-call"), CALL | {"q-now": "none", "keep_answers": "on"})
    assert Enquiry.objects.get().answers == {"now": "none"}


def test_a_wrong_address_is_said_and_nothing_typed_is_lost(client, cast) -> None:
    wrong = CALL | {"channel": "email", "reach": "not an address", "q-now": "none"}
    page = client.post(reverse("enquiry-call"), wrong).content.decode()
    assert "not an email address" in page
    assert "We are tired of it." in page
    assert 'name="q-now" value="none"' in page
    assert not Enquiry.objects.exists()
