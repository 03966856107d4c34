import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from duologue.dosing.discharge.rules import CRITERIA
from duologue.dosing.models import Administration, DayCheck, Discharge, Observation, Order, StockLot
from duologue.dosing.reasons import Refused
from duologue.dosing.record import orders_of


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def url(day):
    def of(name, partner=None, *more):
        return reverse(name, args=[day.session.id, *([partner.pk] if partner else []), *more])

    return of


def dose_form(day, who="Ana", **different):
    return {
        "once": uuid.uuid4(), "order": day.order[who].id, "part": "main", "dose_mg": "35",
        "drawn_ml": "0.70", "lot": day.lot.id, "witness": day.cast.mona.pk,
    } | different  # fmt: skip


def going_home(day, **different):
    return {
        "once": uuid.uuid4(), "padss": 10, "criteria": list(CRITERIA), "escort": "A friend",
        "next_contact_at": local(day.now + timedelta(hours=20)),
    } | different  # fmt: skip


def test_both_columns_stand_side_by_side(cast, day, url, client) -> None:
    day.give(cast.ana)
    day.observe(cast.ben, systolic=165)
    client.force_login(cast.mona)
    text = client.get(url("dosing-session")).content.decode()
    assert "Enter Ana's vitals" in text and "Enter Ben's vitals" in text
    assert "Blood pressure high" in text and "35 mg (0.70 mL), main dose" in text


def test_an_untreated_partner_is_only_named_as_present(cast, day, url, client) -> None:
    from duologue.calendar.actions import book

    day.sign_order(cast.ana, session_number=2)
    second = book(
        id=uuid.uuid4(), couple=cast.couple, kind="medicine", session_number=2,
        partners=[cast.ana, cast.ben], staff=[], room=None, by=cast.cora, at=day.now,
        starts_at=day.now + timedelta(days=7), ends_at=day.now + timedelta(days=7, hours=3),
    )  # fmt: skip
    client.force_login(cast.mona)
    text = client.get(reverse("dosing-session", args=[second.id])).content.decode()
    assert "Ben is present and takes no medicine today" in text
    assert "Enter Ben" not in text
    for page in (
        "dosing-checks",
        "dosing-administration",
        "dosing-observations",
        "dosing-discharge",
    ):
        assert client.get(reverse(page, args=[second.id, cast.ben.pk])).status_code == 404


def test_a_dose_is_recorded_on_its_page_and_a_double_click_is_one(cast, day, url, client) -> None:
    client.force_login(cast.lind)
    page, sent = url("dosing-administration", cast.ana), dose_form(day)
    assert "35 mg intramuscular" in client.get(page).content.decode()
    for _ in range(2):
        assert client.post(page, sent).status_code == 302
    assert Administration.objects.get().partner == cast.ana


def test_an_order_of_ana_posted_on_bens_page_is_refused_and_all_typed_is_kept(
    cast, day, url, client
) -> None:
    client.force_login(cast.lind)
    page = url("dosing-administration", cast.ben)
    answer = client.post(page, dose_form(day, waste_mg="2.5")).content.decode()
    assert "This order is for another person" in answer and 'value="2.5"' in answer
    slip = client.post(page, dose_form(day, "Ben", dose_mg="350", drawn_ml="7.00")).content.decode()
    assert "ten-fold slip" in slip and 'value="350"' in slip
    assert not Administration.objects.exists()


def test_observations_are_saved_corrected_and_kept(cast, day, url, client) -> None:
    client.force_login(cast.mona)
    page = url("dosing-observations", cast.ana)
    nothing = client.post(page, {"measured_at": local(day.now)}).content.decode()
    assert "Nothing is entered yet" in nothing
    mistyped = {"measured_at": local(day.now), "systolic": "70", "diastolic": "120", "note": "calm"}
    wrong = client.post(page, mistyped).content.decode()
    assert "Systolic is the higher" in wrong and "calm" in wrong
    sent = mistyped | {"systolic": "185", "diastolic": "75", "once": uuid.uuid4()}
    for _ in range(2):
        client.post(page, sent)
    first = Observation.objects.get()
    room = client.get(url("dosing-session")).content.decode()
    assert "Blood pressure very high" in room and "calm" not in room
    again = url("dosing-correction", cast.ana, first.id)
    client.post(again, {"measured_at": local(day.now), "systolic": "125", "diastolic": "75"})
    assert "Blood pressure very high" not in client.get(url("dosing-session")).content.decode()
    assert "<s>185/75 mmHg" in client.get(url("dosing-record")).content.decode()
    assert client.get(url("dosing-correction", cast.ben, first.id)).status_code == 404


def test_checks_of_the_day_are_kept_and_not_shown_in_the_room(cast, day, url, client) -> None:
    client.force_login(cast.mona)
    page, before = url("dosing-checks", cast.ana), DayCheck.objects.count()
    sent = {
        "once": uuid.uuid4(), "identity_by": "name", "last_food_at": local(day.now),
        "last_drink_at": local(day.now), "pregnancy": "positive", "alcohol_or_drugs": "wine",
        "systolic": 150, "diastolic": 80, "heart_rate": 70, "spo2": 98, "weight_kg": "61.5",
        "escort": "Sister",
    }  # fmt: skip
    for _ in range(2):
        assert client.post(page, sent).status_code == 302
    assert DayCheck.objects.count() == before + 1
    text = client.get(page).content.decode()
    assert "pregnancy test positive" in text and "systolic pressure above 140" in text
    room = client.get(url("dosing-session")).content.decode()
    assert "wine" not in room and "positive" not in room


def test_going_home_is_refused_with_reasons_and_recorded_when_they_leave_anyway(
    cast, day, url, client
) -> None:
    day.give(cast.ana, at=day.now - timedelta(minutes=130))
    client.force_login(cast.mona)
    page = url("dosing-discharge", cast.ana)
    refused = client.post(page, going_home(day)).content.decode()
    assert "No two sets of vitals" in refused and "A friend" in refused
    day.observe(cast.ana, 20)
    day.observe(cast.ana, 2)
    assert client.post(page, going_home(day)).status_code == 302
    assert client.post(page, going_home(day)).status_code == 302
    assert Discharge.objects.get().unmet == []
    other = url("dosing-discharge", cast.ben)
    client.post(other, going_home(day, left_because="Walked out to the taxi", told="on"))
    assert "Walked out" not in client.get(url("dosing-session")).content.decode()
    assert Discharge.objects.get(partner=cast.ben).unmet


def test_a_sheet_holds_one_person_only(cast, day, url, client) -> None:
    day.observe(cast.ana, note="tears about her mother")
    day.observe(cast.ben, note="silent")
    client.force_login(cast.okafor)
    sheet = client.get(url("dosing-record-of", cast.ana)).content.decode()
    assert "tears" in sheet and "silent" not in sheet and "Ben" not in sheet
    both = client.get(url("dosing-record")).content.decode()
    assert both.count('<article class="sheet">') == 2


def test_the_prescriber_orders_on_the_page_and_withdraws(cast, day, client) -> None:
    client.force_login(cast.lind)
    page = reverse("dosing-order", args=[cast.ana.pk])
    sent = {
        "once": uuid.uuid4(), "session_number": 2, "drug": "racemic", "route": "intramuscular",
        "dose_mg": "40", "booster_mg": "", "max_mg_per_kg": "0.75", "note": "slow",
        "expires_at": local(day.now + timedelta(days=9)),
    }  # fmt: skip
    assert "above the cap" in client.post(page, sent | {"dose_mg": "400"}).content.decode()
    for _ in range(2):
        assert client.post(page, sent).status_code == 302
    order = Order.objects.get(session_number=2)
    withdrawal = reverse("dosing-order-cancellation", args=[cast.ana.pk, order.id])
    assert client.post(withdrawal, {"reason": "rescheduled"}).status_code == 302
    other = reverse("dosing-order-cancellation", args=[cast.ben.pk, order.id])
    assert client.get(other).status_code == 404


def test_stock_comes_in_and_goes_out_on_its_pages(cast, day, client) -> None:
    client.force_login(cast.lind)
    sent = {
        "once": uuid.uuid4(), "drug": "racemic", "lot_number": "K-18", "mg_per_ml": "10",
        "amount_mg": "200", "expires_on": "2030-01-01", "witness": cast.mona.pk,
    }  # fmt: skip
    for _ in range(2):
        client.post(reverse("stock"), sent)
    lot = StockLot.objects.get(lot_number="K-18")
    page = reverse("stock-lot", args=[lot.id])
    out = {"into": "wasted", "amount_mg": "300", "reason": "broken", "witness": cast.mona.pk}
    assert "holds 200 mg" in client.post(page, out).content.decode()
    client.post(page, out | {"amount_mg": "50", "once": uuid.uuid4()})
    assert "150" in client.get(reverse("stock")).content.decode()


def test_the_wrong_person_meets_a_404(cast, day, url, client) -> None:
    room = [url("dosing-session"), url("dosing-record"), url("dosing-record-of", cast.ana)]
    acts = [
        url(f"dosing-{act}", cast.ana)
        for act in ("checks", "administration", "observations", "discharge")
    ]
    orders = [reverse("dosing-order", args=[cast.ana.pk]), reverse("stock")]
    for somebody in (cast.theo, cast.cora, cast.ana.person, cast.ben.person, cast.chloe.person):
        client.force_login(somebody)
        for page in (*room, *acts, *orders):
            assert client.get(page).status_code == 404, (somebody, page)
    client.force_login(cast.mona)
    assert client.get(orders[0]).status_code == 404
    assert client.get(url("dosing-observations", cast.chloe)).status_code == 404
    client.force_login(cast.okafor)
    assert client.get(url("dosing-administration", cast.ana)).status_code == 404


@pytest.mark.parametrize("page", ["dosing-session", "dosing-record"])
def test_the_room_asks_the_same_number_of_questions(
    cast, day, url, client, page, django_assert_max_num_queries
) -> None:
    for partner in (cast.ana, cast.ben):
        day.give(partner)
        for n in range(6):
            day.observe(partner, n)
    client.force_login(cast.mona)
    client.get(url(page))  # the first page of a session also asks about the second factor
    with django_assert_max_num_queries(15):
        client.get(url(page))


def test_the_room_offers_a_therapist_only_the_doors_that_open(cast, day, url, client) -> None:
    acts = ["dosing-checks", "dosing-administration", "dosing-discharge"]
    offered = {}
    for who in (cast.okafor, cast.mona):
        client.force_login(who)
        text = client.get(url("dosing-session")).content.decode()
        offered[who] = [act for act in acts if f'href="{url(act, cast.ana)}"' in text]
    assert offered == {cast.okafor: [], cast.mona: acts}


def test_an_order_of_which_nothing_is_left_is_used_up(cast, day, url, client) -> None:
    client.force_login(cast.lind)
    page = url("dosing-administration", cast.ana)
    text = client.get(page).content.decode()
    assert "no weight was recorded today" not in text and "Used up" not in text
    day.now += timedelta(seconds=1)
    day.check(cast.ana, weight_kg=Decimal(80))
    day.give(cast.ana)
    assert "Used up" not in client.get(page).content.decode()
    day.give(cast.ana, part="booster", dose_mg=Decimal(15), drawn_ml=Decimal("0.30"))
    over = client.get(page).content.decode()
    assert "Used up" in over and "sign a new order for Ana" in over
    room = client.get(url("dosing-session")).content.decode()
    assert "Record a dose for Ana" not in room and "Record a dose for Ben" in room
    assert "Nothing is left of the order" in room
    assert "Record Ana&#x27;s dose" not in over and 'name="dose_mg"' not in over
    client.force_login(cast.mona)
    over = client.get(page).content.decode()
    assert "ask the prescriber for a new order" in over and 'name="dose_mg"' not in over
    typed = client.post(page, dose_form(day, part="booster", dose_mg="5")).content.decode()
    assert 'name="dose_mg"' in typed and 'value="5"' in typed, "what was typed is not lost"
    client.force_login(cast.lind)
    orders = client.get(reverse("dosing-order", args=[cast.ana.pk])).content.decode()
    assert "Used up" in orders and "Withdraw</a>" not in orders


def test_an_order_that_was_given_in_full_is_done_and_another_may_follow(cast, day) -> None:
    with pytest.raises(Refused, match="stands already"):
        day.sign_order(cast.ana)
    day.now += timedelta(seconds=1)
    day.check(cast.ana, weight_kg=Decimal(80))
    day.give(cast.ana)
    with pytest.raises(Refused, match="stands already"):
        day.sign_order(cast.ana)
    day.give(cast.ana, part="booster", dose_mg=Decimal(15), drawn_ml=Decimal("0.30"))
    day.sign_order(cast.ana)
    states = [line.state for line in orders_of(cast.ana, day.now)]
    assert states == ["open", "used up"]


def test_before_the_checks_the_page_says_that_they_come_first(cast, day, client) -> None:
    from duologue.calendar.actions import book

    day.sign_order(cast.ben, session_number=2)
    second = book(
        id=uuid.uuid4(), couple=cast.couple, kind="medicine", session_number=2,
        partners=[cast.ana, cast.ben], staff=[], room=None, by=cast.cora, at=day.now,
        starts_at=day.now + timedelta(days=7), ends_at=day.now + timedelta(days=7, hours=3),
    )  # fmt: skip
    client.force_login(cast.mona)
    place = [second.id, cast.ben.pk]
    text = client.get(reverse("dosing-administration", args=place)).content.decode()
    gate = reverse("dosing-gate", args=place)
    assert gate in text
    shut = client.get(gate).content.decode()
    assert "The checks of the day are not done or too old" in shut
    assert reverse("dosing-checks", args=place) in shut


def test_an_order_says_its_session_and_the_next_one_starts_with_the_one_without(
    cast, day, client
) -> None:
    client.force_login(cast.lind)
    page = reverse("dosing-order", args=[cast.ana.pk])
    shown = client.get(page)
    assert "Medicine session 1: 35 mg" in shown.content.decode()
    assert shown.context["form"]["session_number"].value() == 2
    day.sign_order(cast.ana, session_number=2)
    assert client.get(page).context["form"]["session_number"].value() == 3
