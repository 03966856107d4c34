"""Whatever is sent to a form, the answer is a page, never a failure, and what was typed is kept.

Every form is found by opening its page, then sent empty and with rubbish in every field.
"""

import html
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from duologue.people.models import Couple
from tests.house import every_page
from tests.house.forms_on_pages import Form, forms_on
from tests.house.test_page_costs import observers, world  # noqa: F401  fixtures

RUBBISH = {
    "long": "so much to say " * 1500,
    "emoji": "💥 <b>&amp; 🫠 O’Brien שלום",
    "nul": "a\x00b",
    "number": "-99999999999999999999999",
    "far date": "0001-01-01T00:00",
    "somebody else's": "",  # filled with an id that is nobody's here
}
WORDS = ("emoji", "long")
ASKED = (
    "page week day name phase view room couple partner session kind enquiry step to template next"
).split()
STRANGE = ("💥", "\x00", "99999999999999999999", "9999-12-31")
LEFT_ALONE = (
    "/leave/",
    "/accounts/logout/",
    "/accounts/sessions/end/",
    "/accounts/2fa/",
    "/demo/",
    "/health/",
)
# Both shares of the escrow open what is sealed: no page shows them again.
NEVER_SHOWN_AGAIN = ("/team/sealed/back/",)
UNIQUE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/)")
KIND = (200, 302, 400, 403, 404, 405, 409, 410, 422, 429)


@pytest.fixture
def opened(observers: dict[str, Client]) -> dict[str, tuple[Client, str]]:  # noqa: F811
    """Every page with an observer for whom it opens, and its address."""
    around = [every_page.ids_around(couple) for couple in Couple.objects.order_by("-at")]
    found = {}
    for page in every_page.named_pages():
        tried = (
            (client, address)
            for ids in around
            for address in page.addresses(ids)
            for client in observers.values()
            if not address.startswith(LEFT_ALONE)
        )
        if seen := next((each for each in tried if opens(*each)), None):
            found[page.name] = seen
    return found


def opens(client: Client, address: str) -> bool:
    return client.get(address).status_code == 200


def sent(client: Client, address: str, fields: Any, method: str = "post") -> tuple[int, str]:
    """Status and page of one sending, after which the world is as it was. Raises as the page does."""
    with transaction.atomic():
        answer = getattr(client, method)(address, fields)
        transaction.set_rollback(True)
    body = b"" if answer.streaming else answer.content
    return answer.status_code, body.decode(errors="replace")


def every_form(opened: dict[str, tuple[Client, str]]) -> Iterator[tuple[Client, str, Form]]:
    known = set()
    for client, address in opened.values():
        for form in forms_on(client.get(address).content.decode(errors="replace")):
            to = (form.action or address).split("?")[0]
            alike = UNIQUE.sub("", to), form.method, form.names
            if alike not in known and not to.startswith(LEFT_ALONE):
                known.add(alike)
                yield client, to, form


def test_no_form_fails_and_what_was_typed_is_kept(
    opened: dict[str, tuple[Client, str]],
) -> None:
    stranger = str(uuid.uuid4())
    wrong: dict[str, str] = {}
    forms = list(every_form(opened))
    for client, to, form in forms:
        where = f"{form.method} {UNIQUE.sub('…', to)} {','.join(form.names)}"
        for kind, value in {"empty": "", **RUBBISH}.items():
            fields = dict.fromkeys(form.names, value or stranger) if kind != "empty" else {}
            try:
                status, page = sent(client, to, fields, form.method)
            except Exception as failure:
                wrong[f"{where} · {kind}"] = repr(failure)[:160]
                continue
            if status not in KIND:
                wrong[f"{where} · {kind}"] = str(status)
            keeps = form.method == "post" and to not in NEVER_SHOWN_AGAIN
            if keeps and kind in WORDS and status in (200, 409, 422):
                lost = {n for n in form.typed if html.escape(value.strip()) not in page}
                if lost:
                    wrong[f"{where} · {kind}"] = f"lost {sorted(lost)}"
    assert len(forms) > 60
    assert not wrong, "\n".join(f"{where}: {why}" for where, why in wrong.items())


def test_no_address_fails_for_a_strange_question(opened: dict[str, tuple[Client, str]]) -> None:
    wrong: dict[str, str] = {}
    for name, (client, address) in opened.items():
        for value in STRANGE:
            try:
                status, _ = sent(client, address, dict.fromkeys(ASKED, value), "get")
            except Exception as failure:
                wrong[f"{name}?…={value!r}"] = repr(failure)[:160]
                continue
            if status not in KIND:
                wrong[f"{name}?…={value!r}"] = str(status)
    assert not wrong, "\n".join(f"{where}: {why}" for where, why in wrong.items())


def test_an_address_that_takes_only_forms_answers_with_a_kind_page(cast: Any) -> None:
    client = every_page.signed_in(cast.okafor)
    for page in every_page.named_pages():
        for address in page.addresses(every_page.ids_around(cast.couple)):
            for answer in (client.get(address), client.post(address)):
                if answer.status_code == 405:
                    page = answer.content.decode()  # one of the addresses signs out
                    assert "Caseload" in page or "Go to the first page" in page, address
                    assert answer.headers["Allow"]


@pytest.mark.parametrize("who", ["nobody", "okafor", "ana"])
def test_a_wrong_address_is_the_same_kind_page_for_everybody(cast: Any, who: str) -> None:
    person = {"nobody": None, "okafor": cast.okafor, "ana": cast.ana.person}[who]
    client = every_page.signed_in(person)
    for address in ("/nowhere/", "/team/couples/1/", "/my-room/../x/", "/team/partners/💥/"):
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 404
            assert "There is nothing here" in answer.content.decode()


def test_who_is_signed_out_is_led_to_the_door(cast: Any) -> None:
    answer = Client().get(reverse("today"))
    assert answer.status_code == 302 and answer.url == reverse("account_login")
