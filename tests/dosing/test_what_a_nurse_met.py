import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from duologue.dosing.models import Administration


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def url(day):
    def of(name, partner=None, *more):
        return reverse(name, args=[day.session.id, *([partner.pk] if partner else []), *more])

    return of


@pytest.fixture
def dose(day):
    return {
        "once": uuid.uuid4(), "order": day.order["Ana"].id, "part": "main", "dose_mg": "35",
        "drawn_ml": "0.70", "lot": day.lot.id, "witness": day.cast.mona.pk,
    }  # fmt: skip


def recheck(day, partner, **different) -> None:
    day.now += timedelta(seconds=1)
    day.check(partner, **different)


def text_of(client, page) -> str:
    return client.get(page).content.decode()


def test_findings_are_read_before_a_dose_and_the_decision_is_kept_with_it(
    cast, day, url, client, dose
) -> None:
    recheck(day, cast.ana, systolic=210, pregnancy="positive", alcohol_or_drugs="cocaine")
    client.force_login(cast.lind)
    page = url("dosing-administration", cast.ana)
    shown = text_of(client, page)
    assert "Decide." in shown and "Systolic pressure above 140" in shown
    assert "Pregnancy test positive" in shown and "Alcohol or drugs taken" in shown
    asked = client.post(page, dose).content.decode()
    assert "write what they decided" in asked and 'value="0.70"' in asked
    assert client.post(page, dose | {"decided": "Lind: half, at 15:00"}).status_code == 302
    assert Administration.objects.get().decided == "Lind: half, at 15:00"
    assert "Lind: half, at 15:00" in text_of(client, url("dosing-record-of", cast.ana))


def test_the_room_says_decide_in_the_same_words_whatever_was_found(cast, day, url, client) -> None:
    client.force_login(cast.mona)
    assert "Decide" not in text_of(client, url("dosing-session"))
    recheck(day, cast.ana, systolic=210)
    measured = text_of(client, url("dosing-session"))
    recheck(day, cast.ana, pregnancy="positive")
    asked = text_of(client, url("dosing-session"))
    assert measured.count("Decide") == asked.count("Decide") == 1
    assert "positive" not in asked and "systolic pressure" not in measured
    recheck(day, cast.ana)
    assert "Decide" not in text_of(client, url("dosing-session"))


def test_a_dose_without_findings_asks_for_no_decision(cast, day, url, client, dose) -> None:
    client.force_login(cast.lind)
    page = url("dosing-administration", cast.ana)
    assert "prescriber has decided" not in text_of(client, page)
    assert client.post(page, dose).status_code == 302
