from uuid import uuid4

import time_machine
from django.test import Client
from django.utils import timezone

from duologue.preparation import actions, queries
from duologue.preparation.models import Intention, IntentionVersion
from duologue.sharing.models import Release
from duologue.sharing.queries import shared_for
from duologue.sharing.rules import SECOND_THOUGHTS
from tests.cast import NOW

LIST = "/my-room/intentions/"
SECRET = "I want to stop hiding that I am afraid of him leaving."


def intention_of(partner, text: str = SECRET) -> Intention:
    return actions.record_intention(token=uuid4(), text=text, by=partner, at=NOW)


def test_an_intention_is_kept_in_its_own_words(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    client.post(LIST, {"once": uuid4(), "text": SECRET})
    assert SECRET in client.get(LIST).content.decode()


def test_sending_the_form_twice_keeps_one(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    told = {"once": uuid4(), "text": SECRET}
    client.post(LIST, told)
    client.post(LIST, told)
    assert cast.ana.intentions.count() == 1
    assert IntentionVersion.objects.count() == 1


def test_other_words_after_the_back_button_are_kept_too(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    told = {"once": uuid4(), "text": SECRET}
    client.post(LIST, told)
    client.post(LIST, {**told, "text": "Something else."})
    assert {one.text for one in queries.intentions_of(cast.ana)} == {SECRET, "Something else."}


def test_an_id_of_the_other_partner_tells_nothing_and_loses_nothing(cast, client: Client) -> None:
    hers = intention_of(cast.ana)
    client.force_login(cast.ben.person)
    answer = client.post(LIST, {"once": hers.pk, "text": "Mine"})
    assert answer.status_code == 302
    assert [one.text for one in queries.intentions_of(cast.ben)] == ["Mine"]
    assert [one.text for one in queries.intentions_of(cast.ana)] == [SECRET]


def test_nothing_typed_is_lost_when_it_is_too_long(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    page = client.post(LIST, {"once": uuid4(), "text": "long " * 900}).content.decode()
    assert "Shorten it a little" in page
    assert "long long long" in page
    assert "Write a few words" in client.post(LIST, {"text": " "}).content.decode()


def test_the_other_partner_meets_a_wrong_address(cast, client: Client) -> None:
    hers = intention_of(cast.ana)
    client.force_login(cast.ben.person)
    for under in ("", "away/", "release/"):
        for answer in (
            client.get(f"{LIST}{hers.pk}/{under}"),
            client.post(f"{LIST}{hers.pk}/{under}", {"text": "x"}),
        ):
            assert answer.status_code == 404
    assert SECRET not in client.get(LIST).content.decode()


def test_changing_the_words_adds_a_version(cast, client: Client) -> None:
    hers = intention_of(cast.ana)
    client.force_login(cast.ana.person)
    for _ in range(2):
        client.post(f"{LIST}{hers.pk}/", {"text": "Say it when I am afraid."})
    assert [one.text for one in queries.intentions_of(cast.ana)] == ["Say it when I am afraid."]
    assert hers.versions.count() == 2


def test_what_is_put_away_can_be_brought_back(cast) -> None:
    hers = intention_of(cast.ana)
    for away in (True, True, False, True, False, False):
        act = actions.put_intention_away if away else actions.bring_intention_back
        act(intention=hers, by=cast.ana, at=NOW)
        assert queries.intentions_of(cast.ana)[0].put_away is away


def test_sharing_asks_first_and_copies_the_exact_words(cast, client: Client) -> None:
    hers = intention_of(cast.ana)
    client.force_login(cast.ana.person)
    page = client.get(f"{LIST}{hers.pk}/release/").content.decode()
    assert SECRET in page
    assert Release.objects.count() == 0
    told = {"once": uuid4(), "text": SECRET}
    client.post(f"{LIST}{hers.pk}/release/", told)
    client.post(f"{LIST}{hers.pk}/release/", told)
    actions.reword_intention(intention=hers, text="Changed later.", by=cast.ana, at=NOW)
    assert [one.text for one in shared_for(cast.ana, timezone.now())] == [SECRET]


def test_shared_words_can_be_taken_back_until_the_other_can_see_them(cast, client: Client) -> None:
    hers = intention_of(cast.ana)
    client.force_login(cast.ana.person)
    client.post(f"{LIST}{hers.pk}/release/", {"once": uuid4(), "text": SECRET})
    (shared,) = shared_for(cast.ana, timezone.now())
    assert "Take it back" in client.get(LIST).content.decode()
    with time_machine.travel(timezone.now() + SECOND_THOUGHTS, tick=False):
        assert "Take it back" not in client.get(LIST).content.decode()
        client.post(f"/my-room/shared/{shared.id}/")
        assert len(shared_for(cast.ben, timezone.now())) == 1
    client.post(f"/my-room/shared/{shared.id}/")
    assert shared_for(cast.ana, timezone.now()) == ()


def test_the_page_asks_the_same_of_the_database_however_much_there_is(
    cast, client: Client, django_assert_max_num_queries
) -> None:
    client.force_login(cast.ana.person)
    for _ in range(6):
        intention_of(cast.ana)
    with django_assert_max_num_queries(15):
        client.get(LIST)
