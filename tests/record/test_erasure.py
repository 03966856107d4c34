"""One partner asks for erasure, a clinician answers, and the other learns nothing."""

import pytest
from django.urls import reverse

from duologue.people.models import Person
from duologue.privacy.erasure.models import Erasure
from duologue.record.erasure.actions import answer_erasure, ask_for_erasure
from duologue.record.erasure.models import ErasureAnswer, ErasureRequest
from duologue.safety.models import Alert
from tests.cast import NOW


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
    client.force_login(cast.okafor)
    page = reverse("record-erasure", args=[cast.ana.pk])
    assert client.post(page, {"decision": "erase", "kept": ""}).status_code == 422
    answer = {"decision": "erase", "kept": "Doses, ten years.", "kept_until": "2036-11-23"}
    assert client.post(page, answer).status_code == 302
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
