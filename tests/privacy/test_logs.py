"""What is written to the terminal opens nothing."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from duologue.operations.serve import _web
from duologue.privacy.logs import NoAddresses

TOKEN = "sEcretSecretSecret-link_0123456789"
UUID = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def terminal() -> Iterator[io.StringIO]:
    """What the handler that settings set up writes."""
    ours = next(
        handler
        for handler in logging.getLogger().handlers
        if any(isinstance(one, NoAddresses) for one in handler.filters)
    )
    written = io.StringIO()
    before = ours.setStream(written)
    yield written
    ours.setStream(before)


@pytest.mark.parametrize(
    ("address", "named"),
    [
        (f"/invitation/{TOKEN}/", "/invitation/<str:token>/"),
        (f"/invitatoin/{TOKEN}/", "leads nowhere"),
        (f"/{TOKEN} {TOKEN}", "leads nowhere"),
        (f"/invitation/\u00e9{TOKEN}/", "/invitation/<str:token>/"),
    ],
)
def test_a_wrong_address_is_logged_without_what_it_holds(cast, terminal, address, named):
    assert Client().get(address).status_code in (404, 410)
    said = terminal.getvalue()
    assert named in said and TOKEN not in said


def test_ids_are_not_logged_and_a_referrer_neither(cast, terminal):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.okafor)
    assert client.get(f"/team/couples/{UUID}/").status_code == 404
    away = f"https://elsewhere.example/{TOKEN}"
    client.post("/accounts/login/", secure=True, headers={"referer": away})
    said = terminal.getvalue()
    assert "Not Found" in said and "Forbidden" in said
    assert UUID not in said and TOKEN not in said


def test_the_web_server_keeps_no_list_of_visits():
    assert not [part for part in _web("127.0.0.1", 8000) if "access" in part]
