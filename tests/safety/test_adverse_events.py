import uuid

from django.urls import reverse

from duologue.safety.models import AdverseEvent, Alert

EVENT = {
    "what": "Vomited on the way home",
    "began_at": "2026-01-05T14:30",
    "severity": "moderate",
    "relatedness": "possible",
    "serious": "",
    "done": "Called, drank water, better by evening",
    "outcome": "",
}


def page(partner) -> str:
    return reverse("adverse-event-new", args=[partner.id])


def test_an_event_sent_twice_is_kept_once(cast, client) -> None:
    client.force_login(cast.mona)
    event = EVENT | {"once": str(uuid.uuid4())}
    assert client.post(page(cast.ana), event).status_code == 302
    assert client.post(page(cast.ana), event).status_code == 302
    assert AdverseEvent.objects.get().by == cast.mona
    assert not Alert.objects.exists()


def test_a_serious_event_raises_an_alert(cast, client) -> None:
    client.force_login(cast.okafor)
    client.post(page(cast.ana), EVENT | {"serious": "hospital"})
    assert Alert.objects.get().kind == "serious-adverse-event"


def test_an_event_of_tomorrow_is_refused_and_the_words_are_kept(cast, client) -> None:
    client.force_login(cast.okafor)
    answer = client.post(page(cast.ana), EVENT | {"began_at": "2999-01-01T10:00"})
    assert "has not come yet" in answer.content.decode()
    assert EVENT["what"] in answer.content.decode()
    assert not AdverseEvent.objects.exists()


def test_only_the_treating_team_opens_the_form(cast, client) -> None:
    for person in (cast.ana.person, cast.ben.person, cast.theo):
        client.force_login(person)
        assert client.get(page(cast.ana)).status_code == 404
