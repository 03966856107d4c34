import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from duologue.dosing.models import Administration, DayCheck
from duologue.dosing.observations.actions import observe
from duologue.dosing.observations.queries import signs_of
from duologue.dosing.queries import session_page
from duologue.dosing.record import observation_lines, observed_since

HOURS = timedelta(hours=20)


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


def test_what_the_checks_found_keeps_the_dose_back_and_words_alone_do_not_help(
    cast, day, url, client, dose
) -> None:
    recheck(day, cast.ana, systolic=210, pregnancy="positive", alcohol_or_drugs="cocaine")
    client.force_login(cast.lind)
    page = url("dosing-administration", cast.ana)
    shown = text_of(client, url("dosing-gate", cast.ana))
    assert "160/100 mmHg or more was measured today" in shown
    assert "Pregnancy test: positive" in shown and "Took alcohol or drugs" in shown
    asked = client.post(page, dose | {"decided": "Lind: half, at 15:00"}).content.decode()
    assert "Pregnancy test: positive" in asked and 'value="0.70"' in asked
    assert not Administration.objects.exists()


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
    assert "Not yet." not in text_of(client, page)
    assert client.post(page, dose).status_code == 302


def observed(day, **values) -> dict[str, object]:
    return {"once": uuid.uuid4(), "measured_at": local(day.now)} | values


def test_a_warning_sign_stands_until_somebody_says_it_is_over(cast, day, url, client) -> None:
    client.force_login(cast.mona)
    page, room = url("dosing-observations", cast.ana), url("dosing-session")
    client.post(page, observed(day, symptoms=["chest pain"]))
    client.post(page, observed(day, heart_rate=70))
    assert "Emergency: chest pain" in text_of(client, room)
    assert "over: chest pain" in text_of(client, page)
    both = client.post(page, observed(day, symptoms=["chest pain"], over=["chest pain"]))
    assert "Choose one" in both.content.decode()
    client.post(page, observed(day, over=["chest pain"]))
    assert "Emergency" not in text_of(client, room)
    assert "chest pain is over" in text_of(client, url("dosing-record"))


def test_a_sign_that_stands_keeps_the_person_here(cast, day, url, client) -> None:
    day.observe(cast.ana, 20, symptoms=["seizure"])
    day.observe(cast.ana, 2)
    client.force_login(cast.mona)
    sent = {"once": uuid.uuid4(), "padss": 10, "next_contact_at": local(day.now + HOURS)}
    refused = client.post(url("dosing-discharge", cast.ana), sent).content.decode()
    assert "Seizure: not said to be over" in refused


def test_a_limit_stands_until_its_value_is_measured_again_within(cast, day, url, client) -> None:
    client.force_login(cast.mona)
    page, room = url("dosing-observations", cast.ana), url("dosing-session")
    client.post(page, observed(day, spo2=88))
    client.post(page, observed(day, heart_rate=70, note="sleeps"))
    assert "Oxygen low" in text_of(client, room)
    client.post(page, observed(day, spo2=97))
    assert "Oxygen low" not in text_of(client, room)


def test_within_one_minute_the_timeline_keeps_the_order_of_saving(cast, day) -> None:
    minute = day.now.replace(second=0, microsecond=0)
    given = minute + timedelta(seconds=20)
    day.give(cast.ana, at=given)
    observe(
        id=uuid.uuid4(), appointment=day.session, partner=cast.ana, measured_at=minute,
        values={"heart_rate": 71}, by=cast.mona, at=minute + timedelta(seconds=40),
    )  # fmt: skip
    observe(
        id=uuid.uuid4(), appointment=day.session, partner=cast.ana,
        measured_at=minute - timedelta(minutes=9), values={"heart_rate": 90}, by=cast.mona,
        at=minute + timedelta(seconds=50),
    )  # fmt: skip
    told = [m for m in session_page(day.session, day.now).timeline if "checks" not in m.title]
    assert [m.title.split(": ")[1][:13] for m in told] == [
        "heart rate 90", "35 mg (0.70 m", "heart rate 71",
    ]  # fmt: skip
    assert [bool(m.text) for m in told] == [True, False, False]


def test_a_correction_takes_the_place_of_what_it_corrects_and_not_of_what_came_after(
    cast, day
) -> None:
    minute = day.now.replace(second=0, microsecond=0)

    def saved(second: int, systolic: int, corrects=None, **more):
        return observe(
            id=uuid.uuid4(), appointment=day.session, partner=cast.ana, measured_at=minute,
            values={"systolic": systolic, "diastolic": 84} | more, corrects=corrects, by=cast.mona,
            at=minute + timedelta(seconds=second),
        )  # fmt: skip

    first = saved(10, 132, symptoms=["seizure"])
    saved(20, 140)
    saved(30, 151, over=["seizure"])
    again = saved(40, 134, corrects=first, symptoms=["seizure"])
    saved(50, 136, corrects=again, symptoms=["seizure"])
    page = session_page(day.session, day.now)
    assert page.columns[0].tiles[0].value == "151/84"
    told = [m.title.split(": ")[1][:3] for m in page.timeline if "mmHg" in m.title]
    assert told == ["136", "140", "151"]
    assert signs_of(day.session, cast.ana) == ()
    assert [line.text[:3] for line in observed_since(cast.ana, minute)] == ["151", "140", "136"]
    rows = observation_lines(day.session, cast.ana)
    assert [(line.text[:3], line.corrected) for line in reversed(rows)] == [
        ("132", True), ("134", True), ("136", False), ("140", False), ("151", False),
    ]  # fmt: skip


@pytest.mark.parametrize("at", ["0001-01-01T10:00", "9999-12-31T23:59", "2019-05-05T10:00"])
def test_an_impossible_date_is_refused_and_what_was_typed_is_kept(
    cast, day, url, client, at
) -> None:
    client.force_login(cast.mona)
    for page, field in (
        ("dosing-observations", "measured_at"),
        ("dosing-checks", "last_food_at"),
        ("dosing-discharge", "next_contact_at"),
    ):
        answer = client.post(url(page, cast.ana), {field: at, "heart_rate": 72, "escort": "Sam"})
        text = answer.content.decode()
        assert answer.status_code == 200 and f'value="{at}"' in text
        assert "The year" in text or "This is" in text or "The session is on" in text
        assert 'value="72"' in text or 'value="Sam"' in text


def test_too_many_digits_after_the_point_are_refused_in_plain_words(
    cast, day, url, client, dose
) -> None:
    client.force_login(cast.mona)
    page = url("dosing-administration", cast.ana)
    text = client.post(page, {**dose, "drawn_ml": "0.798"}).content.decode()
    assert "At most two digits after the point." in text and 'value="0.798"' in text
    weighed = client.post(url("dosing-checks", cast.ana), {"weight_kg": "70.25"}).content.decode()
    assert "At most one digit after the point." in weighed and 'value="70.25"' in weighed
    assert "decimal place" not in text + weighed


def test_a_pressure_is_both_values(cast, day, url, client) -> None:
    client.force_login(cast.mona)
    page = url("dosing-observations", cast.ana)
    alone = client.post(page, observed(day, systolic=150)).content.decode()
    assert "Enter the diastolic too" in alone and 'value="150"' in alone


@pytest.mark.parametrize("pressure", [("90", "120"), ("90", "90")])
def test_checks_of_the_day_refuse_a_pressure_upside_down_also_when_corrected(
    cast, day, url, client, pressure
) -> None:
    first = DayCheck.objects.get(partner=cast.ana)
    client.force_login(cast.mona)
    typed = {
        "once": uuid.uuid4(), "identity_by": "name", "last_food_at": local(first.last_food_at),
        "last_drink_at": local(first.last_drink_at), "pregnancy": "negative", "heart_rate": "70",
        "systolic": pressure[0], "diastolic": pressure[1], "spo2": "98", "weight_kg": "61",
        "escort": "Sister", "because": "Misread",
    }  # fmt: skip
    correction = url("dosing-check-correction", cast.ana, first.id)
    for page in (url("dosing-checks", cast.ana), correction):
        refused = client.post(page, typed).content.decode()
        assert "Systolic is the higher" in refused and "Sister" in refused
        assert DayCheck.objects.filter(partner=cast.ana).count() == 1
    assert client.post(correction, typed | {"systolic": "121"}).status_code == 302


def test_the_paper_says_not_confirmed_and_names_a_missing_escort(cast, day, url, client) -> None:
    client.force_login(cast.mona)
    sent = {"once": uuid.uuid4(), "padss": 8, "next_contact_at": local(day.now + HOURS)}
    client.post(
        url("dosing-discharge", cast.ana),
        sent | {"left_because": "The taxi came early", "told": "on"},
    )
    paper = text_of(client, url("dosing-record-of", cast.ana))
    assert "no thoughts of harming themself or anybody: not confirmed" in paper
    assert "no escort named, next contact" in paper and "not yet" not in paper


def test_a_date_that_is_not_the_sessions_is_printed_with_the_time(cast, day, url, client) -> None:
    before = day.session.starts_at - timedelta(days=2)
    recheck(day, cast.ana, last_food_at=before)
    client.force_login(cast.mona)
    local_before = timezone.localtime(before)
    assert f"{local_before:%-d %b %Y, %H:%M}" in text_of(client, url("dosing-record"))


def test_an_amount_is_printed_the_same_everywhere(cast, day, url, client, dose) -> None:
    client.force_login(cast.lind)
    page = url("dosing-administration", cast.ana)
    slip = client.post(page, dose | {"dose_mg": "350"}).content.decode()
    assert "350 mg is more than the order&#x27;s 35 mg" in slip
    said = client.post(page, dose, follow=True).content.decode()
    assert "35 mg (0.70 mL) recorded" in said and "35.00" not in said
