import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duologue.consent import actions, loader, queries
from duologue.consent.models import Signature, TeachBackAnswer, Withdrawal
from duologue.consent.paper import fingerprint
from duologue.people.models import Partner
from duologue.privacy.addresses import page_id
from tests.cast import NOW

RIGHT = {"stop": "any", "promise": "small", "home": "sleep"}
TOUCHED = {"partner-hand": "yes", "partner-hold": "no", "team-hand": "ask", "stop": "hand"}


@pytest.fixture
def ana(cast, client):
    client.force_login(cast.ana.person)
    return client


def page(name: str, document: str = "treatment", first_name: str = "Ana") -> str:
    partner = Partner.objects.get(first_name=first_name)
    return reverse(f"consent-{name}", args=[page_id(partner.id, "papers", document)])


def shown_fingerprint(client, document="treatment") -> str:
    html = client.get(page("sign", document)).content.decode()
    return re.search(r"[0-9a-f]{64}", html)[0]


def signed(client, document="treatment") -> Signature:
    client.post(page("questions", document), answers(document))
    form = {"name": "Ana", "sha256": shown_fingerprint(client, document), "once": str(uuid.uuid4())}
    assert client.post(page("sign", document), form).status_code == 302
    return Signature.objects.get(document=document)


def answers(document: str) -> dict[str, str]:
    return {
        q.id: next(o.id for o in q.options if o.right) for q in loader.document(document).questions
    }


def test_reading_answering_and_signing_keeps_the_very_paper_that_was_shown(cast, ana) -> None:
    assert "What can go wrong" in ana.get(page("document")).content.decode()
    assert ana.post(page("questions"), RIGHT).url == page("sign")
    seen = ana.get(page("paper")).content
    signature = signed(ana)
    assert bytes(signature.paper) == seen
    assert signature.sha256 == fingerprint(seen)
    assert ana.get(reverse("consent-signed-paper", args=[signature.id])).content == seen


def test_a_wrong_answer_is_kept_explained_and_asked_again(cast, ana) -> None:
    answer = ana.post(page("questions"), RIGHT | {"home": "two"})
    assert "Not before you have slept a night" in answer.content.decode()
    assert TeachBackAnswer.objects.filter(answer="two").exists()
    assert ana.get(page("sign")).url == page("questions")
    assert ana.post(page("questions"), RIGHT).url == page("sign")


def test_an_unanswered_question_is_asked_and_the_others_stay(cast, ana) -> None:
    answer = ana.post(page("questions"), {"stop": "any", "promise": "small"})
    assert "Choose an answer" in answer.content.decode()
    assert re.search(r'value="any"[^>]*checked', answer.content.decode())


def test_a_choice_comes_before_the_paper_and_stands_on_it(cast, ana) -> None:
    ana.post(page("questions", "touch"), answers("touch"))
    assert ana.get(page("sign", "touch")).url == page("choices", "touch")
    wrong = ana.post(page("choices", "touch"), TOUCHED | {"stop": ""})
    assert "Choose one" in wrong.content.decode()
    ana.post(page("choices", "touch"), TOUCHED)
    assert signed(ana, "touch").chosen == TOUCHED


def test_a_paper_that_changed_meanwhile_is_not_signed(cast, ana) -> None:
    ana.post(page("questions", "touch"), answers("touch"))
    ana.post(page("choices", "touch"), TOUCHED)
    old = shown_fingerprint(ana, "touch")
    ana.post(page("choices", "touch"), TOUCHED | {"partner-hand": "no"})
    answer = ana.post(page("sign", "touch"), {"name": "Ana", "sha256": old})
    assert "The paper has changed" in answer.content.decode()
    assert not Signature.objects.exists()


def test_the_paper_carries_the_name_as_it_is_typed_and_is_shown_so_before_it_is_signed(
    cast, ana
) -> None:
    ana.post(page("questions"), RIGHT)
    before = shown_fingerprint(ana)
    form = {"name": " Ana  María Lima", "sha256": before, "once": str(uuid.uuid4())}
    asked = ana.post(page("sign"), form, follow=True).content.decode()
    assert "The paper now says Ana María Lima" in asked
    assert not Signature.objects.exists() and shown_fingerprint(ana) != before
    seen = ana.get(page("paper")).content
    assert ana.post(page("sign"), form | {"sha256": fingerprint(seen)}).status_code == 302
    signature = Signature.objects.get()
    assert signature.name == "Ana María Lima"
    assert bytes(signature.paper) == seen
    assert signature.sha256 == fingerprint(seen) == fingerprint(bytes(signature.paper))


def test_a_signed_paper_stays_as_signed_when_the_account_is_called_otherwise(cast, ana) -> None:
    signature = signed(ana)
    ana.post(reverse("my-account"), {"name": "Anouk"})
    now = ana.get(reverse("consent-signed-paper", args=[signature.id])).content
    assert fingerprint(now) == signature.sha256
    assert "as Ana" in ana.get(page("document")).content.decode()


def test_signing_twice_signs_once(cast, ana) -> None:
    ana.post(page("questions"), RIGHT)
    form = {"name": "Ana", "sha256": shown_fingerprint(ana), "once": str(uuid.uuid4())}
    for _ in range(2):
        assert ana.post(page("sign"), form).status_code == 302
    assert Signature.objects.count() == 1


def test_a_consent_is_withdrawn_in_two_taps_and_then_no_longer_holds(cast, ana) -> None:
    ana.post(page("questions", "sharing"), answers("sharing"))
    ana.post(page("choices", "sharing"), {"curves": "no", "contact": "no"})
    signed(ana, "sharing")
    assert "sharing" in queries.current_consents(cast.ana)
    assert page("withdrawal", "sharing") in ana.get(page("document", "sharing")).content.decode()
    for _ in range(2):
        ana.post(page("withdrawal", "sharing"))
    assert Withdrawal.objects.count() == 1
    assert "sharing" not in queries.current_consents(cast.ana)


def test_a_treatment_consent_holds_once_the_prescriber_signed_beside(cast, ana, client) -> None:
    signature = signed(ana)
    assert "treatment" not in queries.current_consents(cast.ana)
    address = reverse("consent-countersign", args=[cast.ana.id, signature.id])
    for person, status in (
        (cast.okafor, 404),
        (cast.theo, 404),
        (cast.lind, 302),
        (cast.lind, 302),
    ):
        client.force_login(person)
        assert client.post(address).status_code == status
    assert queries.current_consents(cast.ana)["treatment"].signature_id == signature.id


def test_the_other_partner_meets_nothing_of_it(cast, ana, client) -> None:
    signature = signed(ana)
    client.force_login(cast.ben.person)
    assert client.get(reverse("consent-signed-paper", args=[signature.id])).status_code == 404
    assert client.get(reverse("consent-partner", args=[cast.ana.id])).status_code == 404
    bens = {"document": "treatment", "first_name": "Ben"}
    assert "You signed this" not in client.get(page("document", **bens)).content.decode()
    client.post(page("withdrawal", **bens))
    assert client.get(page("document")).status_code == 404
    assert client.post(page("withdrawal")).status_code == 404
    assert not Withdrawal.objects.exists()


def test_the_paper_is_for_the_treating_team(cast, ana, client) -> None:
    signature = signed(ana)
    paper = reverse("consent-partner-paper", args=[cast.ana.id, signature.id])
    mixed_up = reverse("consent-partner-paper", args=[cast.ben.id, signature.id])
    for person, status in ((cast.okafor, 200), (cast.theo, 404), (cast.ana.person, 404)):
        client.force_login(person)
        assert client.get(paper).status_code == status
        assert client.get(mixed_up).status_code == 404


def test_an_unknown_document_is_a_kind_404(cast, ana) -> None:
    assert ana.get(page("document", "nothing-of-the-sort")).status_code == 404


def queries_for(client, address: str) -> int:
    client.get(address)  # the first page after signing in touches the session
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_papers_ask_the_database_the_same_number_of_times(cast, ana, client) -> None:
    before = queries_for(ana, reverse("consents"))
    for document in ("treatment", "off-label", "confidentiality"):
        signed(ana, document)
    assert queries_for(ana, reverse("consents")) == before <= 15
    client.force_login(cast.okafor)
    full = queries_for(client, reverse("consent-partner", args=[cast.ana.id]))
    assert full == queries_for(client, reverse("consent-partner", args=[cast.ben.id])) <= 15


def test_signing_without_having_understood_is_refused(cast) -> None:
    with pytest.raises(actions.NotReadyToSign):
        actions.sign(
            id=uuid.uuid4(), partner=cast.ana, document=loader.document("treatment"), name="Ana",
            sha256="0" * 64, clinic="Willow", by=cast.ana.person, at=NOW,
        )  # fmt: skip
