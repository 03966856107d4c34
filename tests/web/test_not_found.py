"""The page for what is not there: the same for what is somebody else's."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def test_it_leads_back_to_ones_own_first_page_and_tells_nothing_apart(cast):
    client = Client()
    client.force_login(cast.theo)
    met = []
    for couple in (cast.couple.pk, uuid4()):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = client.get(reverse("couple", args=[couple]))
        met.append((page.status_code, page.content, len(asked)))
    assert met[0] == met[1]
    assert f'href="{reverse("home")}"'.encode() in met[0][1]


@pytest.mark.django_db
def test_a_stranger_is_led_to_the_public_first_page():
    page = Client().get("/nothing-here/").content.decode()
    assert 'class="button" href="/"' in page and reverse("home") not in page
