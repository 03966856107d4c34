"""One partner asks for erasure, a clinician answers, and the other learns nothing."""

import pytest
from django.urls import reverse

from duologue.people.models import Person
from duologue.privacy.erasure.models import Erasure
from duologue.record.erasure.actions import (
    answer_erasure,
    ask_for_erasure,
    confirm_erasure,
    propose_erasure,
    take_back_proposal,
)
from duologue.record.erasure.models import ErasureAnswer, ErasureProposal, ErasureRequest
from duologue.record.rules import NotPossible
from duologue.safety.models import Alert
from tests.cast import NOW
from tests.people.signing_in import PASSWORD, with_password


def ask(cast) -> ErasureRequest:
    return ask_for_erasure(partner=cast.ana, asked="portal", by=cast.ana.person, at=NOW)


def main(answer) -> str:
    text = answer.content.decode()
    return text[text.index("<main") : text.index("</main")].split("<form")[0]


def test_asking_twice_is_one_request_and_one_alert(cast):
    assert ask(cast) == ask(cast)
    assert Alert.objects.get(kind="erasure-asked").partner == cast.ana


def test_an_answer_is_given_once_and_in_words(cast):
    told = {
        "kept": "The dosing record, ten years.",
        "kept_until": None,
        "by": cast.okafor,
        "at": NOW,
    }
    first = answer_erasure(request=ask(cast), decision="not yet", **told)
    assert answer_erasure(request=first.request, decision="erase", **told) == first
    assert not Erasure.objects.exists()


def test_asked_in_the_portal_answered_by_a_clinician_and_carried_out(cast, client):
    client.force_login(cast.ben.person)
    his = [reverse(n) for n in ("today", "my-room", "our-room", "record-my-erasure")]
    before = [main(client.get(page)) for page in his]
    client.force_login(cast.ana.person)
    client.post(reverse("record-my-erasure"))
    assert "A clinician answers you" in client.get(reverse("record-my-erasure")).content.decode()
    for clinician in (cast.okafor, cast.lind):
        with_password(clinician)
    client.force_login(cast.okafor)
    page = reverse("record-erasure", args=[cast.ana.pk])
    assert client.post(page, {"decision": "erase", "kept": ""}).status_code == 422
    answer = {"decision": "erase", "kept": "Doses, ten years.", "kept_until": "2036-11-23"}
    for password in ({}, {"password": "a guess of somebody at an open desk"}):
        refused = client.post(page, answer | password)
        assert refused.status_code == 422 and "not your password" in refused.content.decode()
        assert "Doses, ten years." in refused.content.decode()
    assert client.post(page, answer | {"password": PASSWORD}).status_code == 302
    assert not Erasure.objects.exists() and not ErasureAnswer.objects.exists()
    sure = {"confirm": "yes", "password": PASSWORD}
    own = client.post(page, sure)
    assert own.status_code == 422 and "Nobody confirms their own answer" in own.content.decode()
    client.force_login(cast.lind)
    assert "Okafor means to erase" in client.get(page).content.decode()
    assert client.post(page, sure | {"password": "a guess"}).status_code == 422
    assert not Erasure.objects.exists() and Person.objects.get(pk=cast.ana.person_id).is_active
    assert client.post(page, sure).status_code == 302
    assert Erasure.objects.get().by == cast.lind and ErasureAnswer.objects.get().by == cast.okafor
    assert Erasure.objects.get().partner == cast.ana
    assert ErasureAnswer.objects.get().kept == "Doses, ten years."
    assert not Person.objects.get(pk=cast.ana.person_id).is_active
    assert "Doses, ten years." in client.get(page).content.decode()
    client.force_login(cast.ben.person)
    assert [main(client.get(page)) for page in his] == before


@pytest.mark.parametrize("who", ["mona", "cora", "theo"])
def test_only_a_therapist_or_prescriber_of_the_couple_answers(cast, client, who):
    ask(cast)
    client.force_login(getattr(cast, who))
    assert client.get(reverse("record-erasure", args=[cast.ana.pk])).status_code == 404


def test_what_was_asked_in_the_clinic_is_written_down(cast, client):
    client.force_login(cast.lind)
    client.post(reverse("record-erasure", args=[cast.ben.pk]), {"ask": "yes"})
    assert ErasureRequest.objects.get().asked == "clinic"


def test_until_a_second_person_confirms_it_an_erasure_can_be_taken_back(cast, client):
    words = {"kept": "Doses.", "kept_until": None, "by": cast.okafor, "at": NOW}
    asked = ask(cast)
    first = propose_erasure(request=asked, **words)
    assert propose_erasure(request=asked, **words) == first
    client.force_login(cast.lind)
    page = reverse("record-erasure", args=[cast.ana.pk])
    assert client.post(page, {"take_back": "yes"}).status_code == 302
    assert "Your answer" in client.get(page).content.decode()
    with pytest.raises(NotPossible, match="taken back"):
        confirm_erasure(proposal=first, by=cast.lind, at=NOW)
    again = propose_erasure(request=asked, **words)
    confirm_erasure(proposal=again, by=cast.lind, at=NOW)
    with pytest.raises(NotPossible, match="answered already"):
        take_back_proposal(proposal=again, by=cast.okafor, at=NOW)
    assert ErasureProposal.objects.count() == 2 and Erasure.objects.count() == 1


def test_nobody_erases_by_an_answer_alone(cast):
    with pytest.raises(ValueError, match="two people erase"):
        answer_erasure(
            request=ask(cast), decision="erase", kept="x", kept_until=None, by=cast.okafor, at=NOW
        )
    assert not Erasure.objects.exists()
