"""Opening what is sealed: whose password does, who gives or wins back access, what is signed then."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from duologue.measures.models import Score
from duologue.measures.sealed import rules
from duologue.measures.sealed.actions import (
    NobodyReads,
    NotRead,
    NotTheseShares,
    give_access,
    record_finding,
    seal_answers,
    win_back,
)
from duologue.measures.sealed.models import SealedAnswer, SealedFinding
from duologue.measures.sealed.queries import standing_of, waiting_for
from duologue.people.models import CareTeamMember, Role
from duologue.people.signals import password_changed, password_forgotten
from duologue.privacy.keys import rules as boxes
from tests.cast import NOW
from tests.measures.sealing import (
    ALARMING,
    HARMLESS,
    PASSWORD,
    answered,
    handed_out,
    opened,
    shares,
    signed_in,
    with_key,
)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def keyed(cast):
    with_key(cast.okafor, cast.lind)
    return cast


def test_a_changed_password_goes_on_opening(keyed) -> None:
    response = answered(keyed, keyed.ana, *ALARMING)
    password_changed.send(None, person=keyed.okafor, old=PASSWORD, new="another one", at=NOW)
    assert opened(keyed, response, password="another one")[2] == 1


def test_a_forgotten_password_loses_it_and_both_shares_win_it_back(keyed) -> None:
    first, second = shares(keyed)
    response = answered(keyed, keyed.ana, *ALARMING)
    password_forgotten.send(None, person=keyed.okafor, new="another one", at=NOW)
    with pytest.raises(NobodyReads):
        opened(keyed, response, password="another one")
    others = shares(keyed)
    for one, two in ((first, first), (first, others[1]), (first, boxes.written_share(b"x" * 32))):
        with pytest.raises(NotTheseShares):
            win_back(person=keyed.okafor, first=one, second=two, at=NOW)
    with pytest.raises(boxes.NotAShare):
        win_back(person=keyed.okafor, first=first, second="", at=NOW)
    assert win_back(person=keyed.okafor, first=second, second=first, at=NOW) == 1
    assert opened(keyed, response, password="another one") == {1: 0, 2: 1, 3: 0, 4: 0}


def test_the_page_of_both_shares_gives_access_again_and_shows_no_share(keyed) -> None:
    first, second = shares(keyed)
    response = answered(keyed, keyed.ana, *ALARMING)
    password_forgotten.send(None, person=keyed.okafor, new="another one", at=NOW)
    okafor, page = signed_in(keyed.okafor), reverse("measures-sealed-back")
    wrong = okafor.post(page, {"first": first, "second": second[:-3]})
    assert wrong.status_code == 422
    assert first not in wrong.content.decode()
    okafor.post(page, {"first": first, "second": second})
    assert opened(keyed, response, password="another one")[2] == 1
    theo = signed_in(keyed.theo)
    with_key(keyed.theo)
    theo.post(page, {"first": first, "second": second})
    assert not SealedAnswer.objects.filter(key__person=keyed.theo).exists(), "not of his couples"


def test_a_colleague_gives_access_to_who_joins_the_team_later(keyed) -> None:
    response = answered(keyed, keyed.ana, *ALARMING)
    page = reverse("measures-sealed", args=[keyed.ana.id])
    assert signed_in(keyed.theo).get(page).status_code == 404
    CareTeamMember.objects.create(
        couple=keyed.couple, person=keyed.theo, role=Role.THERAPIST, at=NOW
    )
    assert "Nothing is sealed for you here" in signed_in(keyed.theo).get(page).content.decode()
    with pytest.raises(NobodyReads):
        give_access(partner=keyed.ana, to=keyed.theo, password=PASSWORD, by=keyed.okafor, at=NOW)
    with_key(keyed.theo)
    access = reverse("measures-sealed-access", args=[keyed.ana.id])
    okafor = signed_in(keyed.okafor)
    wrong = okafor.post(access, {"to": keyed.theo.pk, "password": "no"})
    assert "not your password" in wrong.content.decode()
    okafor.post(access, {"to": keyed.theo.pk, "password": PASSWORD})
    assert opened(keyed, response, keyed.theo)[2] == 1


def test_opening_asks_for_the_password_and_shows_answers_score_and_what_to_do(keyed) -> None:
    response = answered(keyed, keyed.ana, *ALARMING)
    okafor = signed_in(keyed.okafor)
    page = reverse("measures-sealed-reading", args=[keyed.ana.id, response.id])
    assert "afraid" not in okafor.get(page).content.decode()
    wrong = okafor.post(page, {"password": "not this one"})
    assert wrong.status_code == 422
    assert "not your password" in wrong.content.decode()
    right = okafor.post(page, {"password": PASSWORD})
    shown = right.content.decode()
    assert "afraid of your partner" in shown
    assert "speaks with this person" in shown
    assert "positive" in shown
    assert right.headers["Cache-Control"] == "no-store"
    assert "afraid" not in okafor.get(page).content.decode(), "asked again each time"
    assert not Score.objects.exists()


def test_nobody_else_finds_the_page(keyed) -> None:
    response = answered(keyed, keyed.ana, *ALARMING)
    pages = [
        reverse("measures-sealed", args=[keyed.ana.id]),
        reverse("measures-sealed-reading", args=[keyed.ana.id, response.id]),
        reverse("measures-sealed-finding", args=[keyed.ana.id, response.id]),
        reverse("measures-sealed-access", args=[keyed.ana.id]),
    ]
    others = (keyed.mona, keyed.cora, keyed.theo, keyed.ana.person, keyed.ben.person)
    for person in others:
        client = signed_in(person)
        for page in pages:
            assert client.get(page).status_code == 404
            assert client.post(page, {"password": PASSWORD}).status_code == 404
    elsewhere = reverse("measures-sealed-reading", args=[keyed.ben.id, response.id])
    assert signed_in(keyed.okafor).get(elsewhere).status_code == 404


def test_trying_passwords_is_slowed_down(keyed) -> None:
    response = answered(keyed, keyed.ana, *ALARMING)
    okafor = signed_in(keyed.okafor)
    page = reverse("measures-sealed-reading", args=[keyed.ana.id, response.id])
    tries = [okafor.post(page, {"password": f"guess {n}"}).content.decode() for n in range(8)]
    assert "Too many attempts" in tries[-1]


def test_a_finding_is_signed_by_who_has_just_read_it_and_others_learn_one_word(keyed) -> None:
    response = answered(keyed, keyed.ana, *ALARMING)
    assert standing_of(keyed.ana).word == "not yet read"
    okafor = signed_in(keyed.okafor)
    page = reverse("measures-sealed-finding", args=[keyed.ana.id, response.id])
    unread = okafor.post(page, {"verdict": "clear", "plan": ""})
    assert "Open it again" in unread.content.decode()
    okafor.post(
        reverse("measures-sealed-reading", args=[keyed.ana.id, response.id]),
        {"password": PASSWORD},
    )
    planless = okafor.post(page, {"verdict": "not clear", "plan": ""})
    assert "Say what happens next" in planless.content.decode()
    okafor.post(page, {"verdict": "not clear", "plan": "Each alone, on Friday"})
    standing = standing_of(keyed.ana)
    assert (standing.word, standing.last_at, standing.clear) == ("not clear", NOW, False)
    assert standing_of(keyed.ben).word == "not yet read"
    assert waiting_for(keyed.okafor, NOW) == ()
    listed = okafor.get(reverse("measures-sealed", args=[keyed.ana.id])).content.decode()
    assert "Each alone, on Friday" in listed


def test_a_finding_signed_twice_is_one_and_not_long_after_reading(keyed) -> None:
    response = answered(keyed, keyed.ana, *HARMLESS)
    opened(keyed, response)
    signed = {"response": response, "verdict": "clear", "plan": "", "by": keyed.okafor}
    for _ in range(2):
        record_finding(id=response.id, **signed, at=NOW)
    assert SealedFinding.objects.count() == 1
    with pytest.raises(NotRead):
        record_finding(id=keyed.ana.id, **signed, at=NOW + timedelta(minutes=31))


def test_an_answer_moved_to_another_row_is_noticed(keyed) -> None:
    response = answered(keyed, keyed.ana, *ALARMING)
    other = answered(keyed, keyed.ben, *HARMLESS)
    mine = SealedAnswer.objects.get(response=response, item=1, key__person=keyed.okafor)
    theirs = SealedAnswer.objects.get(response=other, item=1, key__person=keyed.okafor)
    SealedAnswer.objects.filter(pk=mine.pk).update(box=theirs.box)
    with pytest.raises(rules.Misplaced):
        opened(keyed, response)


def test_sealing_several_at_once_keeps_each_in_its_place(keyed) -> None:
    response, _ = handed_out(keyed, keyed.ana)
    seal_answers(response=response, answers={1: 0, 2: 1, 3: None, 4: 0}, at=NOW)
    assert opened(keyed, response) == {1: 0, 2: 1, 3: None, 4: 0}
