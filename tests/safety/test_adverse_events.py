import uuid

from django.urls import reverse

from duologue.safety.actions import end_adverse_event, report_adverse_event
from duologue.safety.models import AdverseEvent, Alert
from duologue.safety.queries import open_adverse_events
from tests.cast import NOW

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


def test_an_event_stays_open_until_somebody_writes_how_it_ended(cast, client) -> None:
    client.force_login(cast.mona)
    client.post(page(cast.ana), EVENT)
    event = open_adverse_events(cast.ana).get()
    ends = reverse("adverse-event-outcome", args=[cast.ana.id, event.id])
    assert client.post(ends, {"outcome": ""}).status_code == 200
    for _ in range(2):
        assert client.post(ends, {"outcome": "Well by evening"}).status_code == 302
    assert not open_adverse_events(cast.ana).exists()
    listed = client.get(reverse("adverse-events", args=[cast.ana.id])).content.decode()
    assert "Well by evening" in listed


def test_an_event_is_not_ended_through_the_other_partner(cast, client) -> None:
    client.force_login(cast.mona)
    client.post(page(cast.ana), EVENT)
    event = AdverseEvent.objects.get()
    other = reverse("adverse-event-outcome", args=[cast.ben.id, event.id])
    assert client.get(other).status_code == 404


def test_an_event_told_with_its_end_is_not_open(cast, client) -> None:
    client.force_login(cast.mona)
    client.post(page(cast.ana), EVENT | {"outcome": "Passed within the hour"})
    assert not open_adverse_events(cast.ana).exists()


def reported(cast, **different) -> AdverseEvent:
    told = EVENT | {"began_at": NOW, "id": uuid.uuid4()} | different
    return report_adverse_event(partner=cast.ana, by=cast.mona, at=NOW, **told)


def test_a_serious_event_reported_twice_raises_one_alert(cast) -> None:
    same = uuid.uuid4()
    for _ in range(2):
        reported(cast, id=same, serious="hospital")
    assert Alert.objects.count() == 1


def test_the_first_end_of_an_event_stands(cast) -> None:
    event = reported(cast)
    first = end_adverse_event(event=event, outcome="Well by evening", by=cast.mona, at=NOW)
    assert end_adverse_event(event=event, outcome="Still ill", by=cast.okafor, at=NOW) == first
    assert not open_adverse_events(cast.ana).exists()
