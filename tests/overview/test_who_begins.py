"""At the desk: names that tell two apart, and an address that can be given one account only."""

import pytest
from django.test import Client
from django.urls import reverse

from duologue.people.models import Couple, Invitation, Partner
from tests.cast import NOW


@pytest.fixture
def desk(cast) -> Client:
    client = Client()
    client.force_login(cast.cora)
    return client


@pytest.mark.parametrize("second", ["Kim", " kim ", "KIM"])
def test_two_of_one_first_name_are_told_apart_before_the_record_opens(cast, desk, second) -> None:
    before = Couple.objects.count()
    sent = {"first_name": "Kim", "second_name": second}
    answer = desk.post(reverse("couple-new"), sent)
    assert "nothing would tell them apart" in answer.content.decode()
    assert "Add an initial" in answer.content.decode() and 'value="Kim"' in answer.content.decode()
    assert Couple.objects.count() == before
    desk.post(reverse("couple-new"), sent | {"second_name": "Kim B."})
    assert Couple.objects.count() == before + 1


@pytest.mark.parametrize(
    ("of", "why"), [("ben", "No link can be sent"), ("theo", "belongs to your colleague Theo")]
)
def test_an_invitation_to_an_address_that_signs_in_already_is_refused_at_once(
    cast, desk, of, why
) -> None:
    cast.others.partners.filter(side=2).update(person=None)
    page = reverse("people-partner-invitation", args=[cast.others.pk, cast.dev.pk])
    answer = desk.post(page, {"email": f"{of.upper()}@example.org"}, follow=True)
    assert why in answer.content.decode()
    assert not Invitation.objects.exists()
    assert Partner.objects.get(pk=cast.dev.pk).person is None
    desk.post(page, {"email": "dev.new@example.org"})
    assert Invitation.objects.get().expires_at > NOW
