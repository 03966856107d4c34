"""The pages on which people answer, and on which the team hands out, enters and resolves."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from duologue.measures import actions
from duologue.measures.models import HeldSubmission, Response, Submission
from tests.cast import NOW


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def response_for(partner, instrument="gad-7"):
    return actions.start(partner=partner, instrument=instrument, by=partner.person, at=NOW)


def item(response, number):
    return reverse("measures-item", args=[response.id, number])


def test_a_partner_answers_one_item_a_screen_and_hands_in(cast) -> None:
    ana, response = signed_in(cast.ana.person), response_for(cast.ana)
    assert ana.get(reverse("measures-review", args=[response.id])).status_code == 200
    for number in range(1, 8):
        page = ana.get(item(response, number))
        assert f"{number} of 7" in page.content.decode()
        after = ana.post(item(response, number), {"value": "1"})
        assert after.status_code == 302
    assert after.url == reverse("measures-review", args=[response.id])
    done = ana.post(reverse("measures-review", args=[response.id]), follow=True)
    assert "Your partner is not told" in done.content.decode()
    assert response.scores.get(name="score").value == 7


def test_answering_goes_on_elsewhere_where_it_was_left(cast) -> None:
    response = response_for(cast.ana)
    signed_in(cast.ana.person).post(item(response, 1), {"value": "2"})
    elsewhere = signed_in(cast.ana.person).get(reverse("measures-review", args=[response.id]))
    assert item(response, 2) in elsewhere.content.decode()


def test_autosave_says_saved_only_when_it_is(cast) -> None:
    ana, response = signed_in(cast.ana.person), response_for(cast.ana)
    kept = ana.post(item(response, 1), {"value": "2"}, headers={"Accept": "application/json"})
    assert kept.json()["saved"] is True
    refused = ana.post(item(response, 1), {"value": "9"}, headers={"Accept": "application/json"})
    assert refused.status_code == 422
    assert actions.answers_of(response) == {1: 2}


def test_next_without_a_choice_asks_for_one_and_keeps_what_was_there(cast) -> None:
    ana, response = signed_in(cast.ana.person), response_for(cast.ana)
    page = ana.post(item(response, 1), {})
    assert page.status_code == 422
    assert "Please choose an answer" in page.content.decode()
    assert ana.post(item(response, 1), {"skip": "1"}).status_code == 302


def test_the_other_partner_meets_the_same_page_as_at_a_wrong_address(cast) -> None:
    response, ben = response_for(cast.ana), signed_in(cast.ben.person)
    theirs = ben.get(reverse("measures-review", args=[response.id]))
    nothing = ben.get(reverse("measures-review", args=[cast.ana.id]))
    assert theirs.status_code == nothing.status_code == 404
    assert theirs.content == nothing.content


def test_an_answer_about_dying_shows_help_before_the_page_is_left(cast) -> None:
    ana, response = signed_in(cast.ana.person), response_for(cast.ana, "phq-9")
    for number in range(1, 10):
        ana.post(item(response, number), {"value": "1"})
    done = ana.post(reverse("measures-review", args=[response.id]), follow=True)
    assert reverse("help-now") in done.content.decode()
    assert "Before you go" in done.content.decode()


def without_token(page: bytes) -> bytes:
    return re.sub(rb'name="(csrfmiddlewaretoken" value|tab-mark" content)="[^"]+"', b"", page)


def test_the_last_page_is_the_same_whatever_was_answered(cast) -> None:
    pages = set()
    for value in ("0", "3"):
        ana, response = signed_in(cast.ana.person), response_for(cast.ana, "phq-9")
        for number in range(1, 10):
            ana.post(item(response, number), {"value": value})
        done = ana.post(reverse("measures-review", args=[response.id]), follow=True)
        pages.add(without_token(done.content))
    assert len(pages) == 1


def test_a_code_opens_one_response_without_an_account_and_then_ends(cast) -> None:
    response = response_for(cast.ana)
    code = actions.hand_out(response=response, kind="code", by=cast.okafor, at=NOW)
    tablet = Client()
    opened = tablet.post(reverse("measures-code"), {"code": f"{code[:4]} {code[4:]}"})
    assert opened.url == reverse("measures-review", args=[response.id])
    for number in range(1, 8):
        tablet.post(item(response, number), {"value": "3"})
    tablet.post(reverse("measures-review", args=[response.id]))
    tablet.get(reverse("measures-done", args=[response.id]))
    assert Submission.objects.filter(response=response).exists()
    assert tablet.get(item(response, 1)).status_code == 404
    again = Client().post(reverse("measures-code"), {"code": code})
    assert "does not work" in again.content.decode()


def test_the_last_page_thanks_nobody_for_what_was_not_handed_in(cast) -> None:
    ana, response = signed_in(cast.ana.person), response_for(cast.ana)
    opened = ana.get(reverse("measures-done", args=[response.id]))
    assert opened.url == reverse("measures-review", args=[response.id])


def test_codes_cannot_be_found_by_trying(cast) -> None:
    tablet = Client()
    tries = [tablet.post(reverse("measures-code"), {"code": f"{n:08d}"}) for n in range(12)]
    assert {each.status_code for each in tries} == {200, 429}
    assert tries[-1].status_code == 429
    assert "Please wait" in tries[-1].content.decode()


def test_what_arrives_after_the_link_has_ended_is_kept_for_somebody(cast) -> None:
    response = response_for(cast.ana)
    token = actions.hand_out(response=response, kind="code", by=cast.okafor, at=NOW)
    phone = Client()
    phone.get(reverse("measures-link", args=[token]))
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        late = phone.post(item(response, 1), {"value": "2"})
        assert late.status_code == 422
        assert "It is kept" in late.content.decode()
    held = HeldSubmission.objects.get()
    assert held.received == {"1": "2"}
    okafor = signed_in_staff(cast.okafor)
    assert "Answers to resolve" in okafor.get(reverse("measures-held")).content.decode()
    okafor.post(
        reverse("measures-resolve", args=[held.id]),
        {"what_now": "aside", "what": "Ana answers again on Friday"},
    )
    assert held.resolution.what == "Ana answers again on Friday"


def signed_in_staff(person) -> Client:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(person, generate_totp_secret())
    return signed_in(person)


def test_answers_on_paper_are_entered_on_one_page(cast) -> None:
    okafor = signed_in_staff(cast.okafor)
    page = reverse("measures-paper", args=[cast.ben.id, "gad-7"])
    assert okafor.get(page).status_code == 200
    empty = okafor.post(page, {})
    assert empty.status_code == 422
    assert "Nothing is filled in yet" in empty.content.decode()
    okafor.post(page, {f"item_{n}": "1" for n in range(1, 8)})
    assert Response.objects.get(partner=cast.ben).scores.get(name="score").value == 7


def test_a_therapist_of_other_couples_finds_nobody(cast) -> None:
    theo = signed_in_staff(cast.theo)
    page = theo.get(reverse("measures-paper", args=[cast.ben.id, "gad-7"]))
    assert page.status_code == 404
