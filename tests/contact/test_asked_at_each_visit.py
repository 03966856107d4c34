"""How somebody may be reached is asked again at each visit, with one tap and no reason."""

import uuid
from datetime import timedelta

import time_machine
from django.urls import reverse

from duologue.calendar.actions import book
from duologue.contact.actions import keep_contact_as_it_is, keep_safe_contact
from duologue.contact.models import SafeContact
from tests.cast import NOW


def visit(cast, *partners):
    starts = NOW + timedelta(days=3, hours=4)
    book(
        id=uuid.uuid4(), couple=cast.couple, kind="followup", partners=partners, staff=[],
        room=None, starts_at=starts, ends_at=starts + timedelta(hours=1), by=cast.cora, at=NOW,
    )  # fmt: skip
    return starts


def said_before(partner) -> SafeContact:
    return keep_safe_contact(
        partner=partner, channel="phone", phone="07700 900123", hours="evening", alias="Mia",
        by=partner.person, at=NOW,
    )  # fmt: skip


def test_on_the_day_of_a_visit_one_tap_says_that_it_is_still_right(cast, client):
    starts = visit(cast, cast.ana)
    said_before(cast.ana)
    for at, asked in ((starts - timedelta(days=1), False), (starts - timedelta(hours=2), True)):
        with time_machine.travel(at, tick=False):
            client.force_login(cast.ana.person)
            page = client.get(reverse("today")).content.decode()
            assert ("Still right" in page) is asked and "07700" not in page
    with time_machine.travel(starts - timedelta(hours=1), tick=False):
        client.force_login(cast.ana.person)
        assert client.post(reverse("contact-still-right")).url == reverse("today")
        assert "Still right" not in client.get(reverse("today")).content.decode()
    one, two = SafeContact.objects.order_by("at").values_list("phone", "hours", "alias")
    assert one == two


def test_who_has_said_nothing_yet_is_asked_in_full(cast, client):
    assert keep_contact_as_it_is(partner=cast.ana, by=cast.ana.person, at=NOW) is None
    client.force_login(cast.ana.person)
    assert client.post(reverse("contact-still-right")).url == reverse("contact-safe")


def test_it_depends_on_nothing_of_the_other(cast, client):
    starts = visit(cast, cast.ana, cast.ben)
    said_before(cast.ben)
    with time_machine.travel(starts - timedelta(hours=1), tick=False):
        client.force_login(cast.ben.person)
        before = client.get(reverse("today")).content.decode().count("Still right")
        keep_safe_contact(
            partner=cast.ana, channel="none", hours="evening", alias="x", by=cast.ana.person,
            at=starts - timedelta(minutes=50),
        )  # fmt: skip
        assert client.get(reverse("today")).content.decode().count("Still right") == before == 1
