from uuid import uuid4

from django.test import Client

from duologue.preparation import actions
from tests.cast import NOW


def test_the_therapist_finds_a_couple_ready(cast, client: Client) -> None:
    actions.read_lesson(lesson="set-and-setting", by=cast.ana, at=NOW)
    actions.record_intention(token=uuid4(), text="To listen.", by=cast.ana, at=NOW)
    here = f"/team/couples/{cast.couple.pk}/readiness/"
    client.force_login(cast.okafor)
    page = client.get(here).content.decode()
    assert "1 of 5" in page and "0 of 5" in page
    assert "To listen." not in page
    told = {"once": uuid4(), "words": "They can stop each other.", "ready": "on"}
    assert "Tick this" in client.post(here, {**told, "ready": ""}).content.decode()
    for _ in range(2):
        client.post(here, told)
    assert cast.couple.readiness.count() == 1
    assert "Okafor found them ready" in client.get(here).content.decode()


def test_only_their_own_therapist_may_say_so(cast, client: Client) -> None:
    here = f"/team/couples/{cast.couple.pk}/readiness/"
    for person in (cast.theo, cast.ana.person, cast.lind):
        client.force_login(person)
        assert client.get(here).status_code == 404
