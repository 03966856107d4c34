"""Where no mail leaves, links and codes go from hand to hand, and everybody is told so."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from duologue.contact.models import OutboxMail
from duologue.people import codes
from duologue.people.actions import register_couple
from duologue.people.models import Role, SignInCode, SignInCodeUse
from duologue.people.rules import NotAllowed
from tests.cast import staff


@pytest.fixture
def no_mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"


@pytest.fixture
def eve(cast):
    at = timezone.now()
    return register_couple(first_names=("Eve", None), by=cast.cora, at=at).partners.get()


def link_on(answer) -> str:
    return re.search(r"https?://[^/]+(/invitation/[^<\s]+)", answer.content.decode())[1]


@pytest.fixture
def cora(cast, client):
    client.force_login(cast.cora)
    return client


def test_a_partner_comes_in_by_the_link_their_coordinator_was_shown_once(no_mail, cora, eve):
    page = reverse("couple-people", args=[eve.couple_id])
    assert "No mail leaves this clinic" in cora.get(page).content.decode()
    address = reverse("people-partner-invitation", args=[eve.couple_id, eve.pk])
    shown = cora.post(address, {"email": "eve@example.org"}, follow=True)
    link = link_on(shown)
    assert link not in cora.get(page).content.decode()
    assert Client().post(link, {"name": "Eve"}).status_code == 302
    eve.refresh_from_db()
    assert eve.person.email == "eve@example.org" and not OutboxMail.objects.exists()


def test_a_link_made_again_ends_the_one_before(no_mail, cora, eve):
    address = reverse("people-partner-invitation", args=[eve.couple_id, eve.pk])
    first = link_on(cora.post(address, {"email": "eve@example.org"}, follow=True))
    page = cora.get(reverse("couple-people", args=[eve.couple_id])).content.decode()
    second = link_on(cora.post(re.search(r'action="([^"]+/again/)"', page)[1], follow=True))
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200


def test_staff_are_invited_by_hand_too(no_mail, cora):
    assert "No mail leaves this clinic" in cora.get(reverse("people")).content.decode()
    asked = {"name": "Ines", "email": "ines@example.org", "role": "coordinator"}
    shown = cora.post(reverse("people"), asked, follow=True)
    assert Client().get(link_on(shown)).status_code == 200


def test_a_reload_shows_the_same_link_and_leaves_it_alive(no_mail, cora):
    asked = {"name": "Ines", "email": "ines@example.org", "role": "coordinator"}
    page = cora.post(reverse("people"), asked).url
    first = link_on(cora.get(page))
    assert link_on(cora.get(page)) == first, "reloading the page after the form makes no new link"
    assert Client().get(first).status_code == 200
    token = first.rstrip("/").rpartition("/")[2]
    assert token not in str(dict(cora.session)), "a copy of the sessions is no way in"
    assert cora.post(page).url == reverse("people")
    assert cora.get(page).status_code == 302, "after Done it is not shown again"


def test_nobody_else_is_shown_the_link(no_mail, cast, cora, client):
    asked = {"name": "Ines", "email": "ines@example.org", "role": "coordinator"}
    page = cora.post(reverse("people"), asked).url
    for person, status in ((cast.ana.person, 404), (cast.theo, 404)):
        other = Client()
        other.force_login(person)
        assert other.get(page).status_code == status


def test_with_mail_no_link_is_shown(cora, eve):
    address = reverse("people-partner-invitation", args=[eve.couple_id, eve.pk])
    assert cora.post(address, {"email": "eve@example.org"}).status_code == 302
    page = cora.get(reverse("couple-people", args=[eve.couple_id])).content.decode()
    assert "No mail leaves" not in page


def handed_out(cora, partner) -> str:
    address = reverse("people-code-in-person", args=[partner.couple_id, partner.pk])
    return re.search(r"\d{4} \d{4}", cora.post(address, follow=True).content.decode())[0]


def come_in(email: str, code: str) -> tuple[Client, int]:
    browser = Client()
    answer = browser.post(reverse("people-code"), {"email": email, "code": code})
    return browser, answer.status_code


def test_a_code_in_person_signs_a_partner_in_once(cast, cora):
    code = handed_out(cora, cast.ana)
    browser, status = come_in(cast.ana.person.email, code)
    assert status == 302 and browser.get(reverse("today")).status_code == 200
    assert come_in(cast.ana.person.email, code)[1] == 422
    assert SignInCode.objects.get().by == cast.cora and SignInCodeUse.objects.count() == 1
    assert code.replace(" ", "") not in SignInCode.objects.get().digest


def test_a_reload_shows_the_same_code_and_leaves_it_alive(cast, cora):
    address = reverse("people-code-in-person", args=[cast.couple.pk, cast.ana.pk])
    page = cora.post(address).url
    first, again = (re.search(r"\d{4} \d{4}", cora.get(page).content.decode())[0] for _ in "12")
    assert first == again and SignInCode.objects.count() == 1
    assert first.replace(" ", "") not in str(dict(cora.session)), "a copy of sessions is no way in"
    assert come_in(cast.ana.person.email, first)[1] == 302
    assert cora.post(address, {"done": "1"}).url == reverse("couple-people", args=[cast.couple.pk])
    assert cora.get(page).status_code == 302 and SignInCode.objects.count() == 1


def test_a_code_is_not_shown_once_it_is_over_nor_to_a_colleague(cast, cora):
    address = reverse("people-code-in-person", args=[cast.couple.pk, cast.ana.pk])
    cora.post(address)
    other = Client()
    other.force_login(cast.okafor)
    assert other.get(address).status_code == 302, "they made none"
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert cora.get(address).status_code == 302
    assert SignInCode.objects.count() == 1


def test_a_code_opens_only_the_room_it_was_made_for(cast, cora):
    code = handed_out(cora, cast.ana)
    browser, status = come_in(cast.ben.person.email, code)
    assert status == 422 and browser.get(reverse("today")).status_code == 302
    page = (
        Client()
        .post(reverse("people-code"), {"email": cast.ben.person.email, "code": code})
        .content.decode()
    )
    assert cast.ben.person.email in page, "what was typed is kept"


def test_a_code_ends_after_ten_minutes_and_with_the_next_one(cast, cora):
    first, second = handed_out(cora, cast.ana), handed_out(cora, cast.ana)
    assert come_in(cast.ana.person.email, first)[1] == 422
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert come_in(cast.ana.person.email, second)[1] == 422


def test_a_second_factor_is_still_asked_for(cast, cora):
    Authenticator.objects.create(
        user=cast.ana.person, type=Authenticator.Type.WEBAUTHN, data={"name": "A phone"}
    )
    browser, status = come_in(cast.ana.person.email, handed_out(cora, cast.ana))
    assert status == 302 and browser.get(reverse("today")).status_code == 302


def test_who_has_not_joined_gets_no_code_and_staff_never_come_in_by_one(cast, eve):
    with pytest.raises(NotAllowed, match="not joined"):
        codes.hand_out(partner=eve, by=cast.cora, at=timezone.now())
    assert codes.use(email=cast.cora.email, code="12345678", at=timezone.now()) is None


def test_only_who_treats_the_couple_hands_out_a_code(cast, client):
    address = reverse("people-code-in-person", args=[cast.couple.pk, cast.ana.pk])
    for person in (cast.theo, cast.lind, cast.ben.person):
        client.force_login(person)
        assert client.post(address).status_code == 404


def test_codes_cannot_be_found_by_trying(cast):
    statuses = {come_in(cast.ana.person.email, f"{n:08d}")[1] for n in range(8)}
    assert statuses == {422, 429}


@pytest.mark.parametrize(("backend", "word"), [("dummy", "none leaves"), ("smtp", "a way out")])
def test_the_health_page_says_whether_mail_leaves(client, cast, settings, backend, word):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    client.force_login(staff("Olga", Role.OPERATOR))  # it is she who runs the server
    answer = client.get("/health/", headers={"accept": "application/json"})
    mail = next(c for c in json.loads(answer.content)["checks"] if c["part"] == "mail")
    assert word in mail["found"] and mail["well"]
    assert ("DUOLOGUE_SMTP_HOST" in mail["remedy"]) == (backend == "dummy")


def test_nothing_is_promised_by_mail_where_none_leaves(no_mail, cora, eve):
    address = reverse("people-partner-invitation", args=[eve.couple_id, eve.pk])
    link = link_on(cora.post(address, {"email": "eve@example.org"}, follow=True))
    welcome = Client().get(link).content.decode()
    assert "comes to" not in welcome and "hands you in person" in welcome and "passkey" in welcome
    for name in ("account_login", "account_request_login_code", "account_reset_password"):
        page = Client().get(reverse(name)).content.decode()
        assert "comes to it" not in page and "Send me" not in page and "No mail leaves" in page
    assert reverse("people-code") in Client().get(reverse("account_login")).content.decode()


def test_with_mail_a_code_is_offered(cast):
    page = Client().get(reverse("account_login")).content.decode()
    assert "Send me a code" in page and "No mail leaves" not in page
