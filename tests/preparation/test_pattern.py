from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from duologue.preparation import actions, queries
from tests.cast import NOW

LOOP = {
    "trigger": "Dinner is late",
    "centre": "who does the dishes",
    "side_1": "1", "happens_1": "Ana goes quiet", "beneath_1": "to keep the peace",
    "side_2": "2", "happens_2": "Ben feels shut out", "beneath_2": "“I don’t matter”",
    "side_4": "2", "happens_4": "Ben presses", "beneath_4": "",
}  # fmt: skip


def page_of(couple) -> str:
    return f"/team/couples/{couple.pk}/pattern/"


def draw(cast, after=None, token=None, happens="Ana goes quiet", minutes=0):
    return actions.draw_pattern(
        token=token or uuid4(),
        couple=cast.couple,
        after=after,
        trigger="",
        centre="",
        places=[actions.Place(1, happens), actions.Place(2, "Ben presses")],
        by=cast.okafor,
        at=NOW + timedelta(minutes=minutes),
    )


def test_the_therapist_draws_and_both_partners_see_it(cast, client: Client) -> None:
    client.force_login(cast.okafor)
    assert client.post(page_of(cast.couple), {"once": uuid4(), **LOOP}).status_code == 302
    drawn = queries.pattern_of(cast.couple)
    assert [node.did for node in drawn.nodes] == [
        "Ana goes quiet",
        "Ben feels shut out",
        "Ben presses",
    ]
    for partner in (cast.ana, cast.ben):
        client.force_login(partner.person)
        page = client.get("/our-room/pattern/").content.decode()
        assert "Ben feels shut out" in page
        assert "<svg" in page
    client.force_login(cast.chloe.person)
    assert "Ben feels shut out" not in client.get("/our-room/pattern/").content.decode()


def test_only_their_own_therapist_may_draw(cast, client: Client) -> None:
    for person in (cast.theo, cast.ana.person, cast.mona):
        client.force_login(person)
        assert client.post(page_of(cast.couple), LOOP).status_code == 404
    assert queries.pattern_of(cast.couple) is None


def test_each_keeping_is_a_version_and_twice_is_one(cast) -> None:
    first = draw(cast)
    same = uuid4()
    draw(cast, after=first.pk, token=same, happens="Ana leaves", minutes=1)
    draw(cast, after=first.pk, token=same, happens="Ana leaves", minutes=1)
    drawn = queries.pattern_of(cast.couple)
    assert drawn.number == 2
    assert drawn.nodes[0].did == "Ana leaves"


def test_nobody_overwrites_unseen(cast, client: Client) -> None:
    first = draw(cast)
    draw(cast, after=first.pk, minutes=1)
    with pytest.raises(actions.DrawnMeanwhile):
        draw(cast, after=first.pk, minutes=1)
    client.force_login(cast.okafor)
    page = client.post(page_of(cast.couple), {"once": uuid4(), "after": first.pk, **LOOP})
    text = page.content.decode()
    assert "newer version" in text
    assert "Ben feels shut out" in text
    newest = queries.newest_pattern(cast.couple)
    assert f'value="{newest.pk}"' in text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"side_2": "", "side_4": ""}, "Choose whose place 2 is"),
        ({"happens_1": ""}, "Say what happens at place 1"),
        ({"side_1": "7"}, "Choose one of the answers shown"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    cast, client: Client, wrong: dict[str, str], said: str
) -> None:
    client.force_login(cast.okafor)
    page = client.post(page_of(cast.couple), {**LOOP, **wrong}).content.decode()
    assert said in page
    assert "Ben feels shut out" in page


def test_a_loop_needs_two_places(cast, client: Client) -> None:
    client.force_login(cast.okafor)
    page = client.post(page_of(cast.couple), {"side_1": "1", "happens_1": "Ana goes quiet"})
    assert "at least two places" in page.content.decode()


def test_the_pages_ask_little_of_the_database(
    cast, client: Client, django_assert_max_num_queries
) -> None:
    first = draw(cast)
    draw(cast, after=first.pk, minutes=1)
    client.force_login(cast.okafor)
    with django_assert_max_num_queries(15):
        client.get(page_of(cast.couple))
    client.force_login(cast.ana.person)
    with django_assert_max_num_queries(15):
        client.get("/our-room/pattern/")
