"""What was written wrongly of a dose or of the checks stays, and the right row stands in for it."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from duologue.dosing.administration.correcting import correct, wasted_mg
from duologue.dosing.administration.queries import order_facts
from duologue.dosing.checks import actions as checks
from duologue.dosing.checks.queries import latest_check
from duologue.dosing.discharge.actions import discharge
from duologue.dosing.ledger.actions import balance, receive
from duologue.dosing.models import Administration, DayCheck, LedgerEntry
from duologue.dosing.queries import session_page
from duologue.dosing.reasons import Refused
from duologue.dosing.record import given_since, sheets_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mend(day):
    """Corrects a dose; what is not named stays as it was."""

    def of(wrong, **different):
        values = {
            "id": uuid.uuid4(), "corrects": wrong, "dose_mg": wrong.dose_mg,
            "route": wrong.order.route, "given_at": wrong.at, "lot": wrong.lot,
            "waste_mg": wasted_mg(wrong), "witness": day.cast.mona, "because": "Misread",
            "by": day.cast.lind, "at": day.now + timedelta(minutes=5),
        }  # fmt: skip
        return correct(**(values | different))

    return of


def held_mg(lot) -> Decimal:
    return Decimal(balance(lot)) / 1000


def test_the_wrong_row_stays_and_the_stock_follows(cast, day, mend) -> None:
    wrong = day.give(cast.ana, waste_mg=Decimal(10))
    assert held_mg(day.lot) == 455
    right = mend(wrong, dose_mg=Decimal(30), waste_mg=Decimal(15), because="5 mg were left in it")
    assert Administration.objects.get(id=wrong.id).dose_mg == 35
    assert (right.corrects, right.because, right.by) == (wrong, "5 mg were left in it", cast.lind)
    assert (right.volume_ml, right.part) == (Decimal("0.60"), "main")
    assert held_mg(day.lot) == 455 and wasted_mg(right) == 15
    assert order_facts(wrong.order).main_given_mg == 30
    again = mend(right, dose_mg=Decimal(20))
    assert held_mg(day.lot) == 465 and wasted_mg(again) == 15
    assert order_facts(wrong.order).main_given_mg == 20


def test_another_lot_gets_its_milligrams_back_with_a_witness_in_the_ledger(cast, day, mend) -> None:
    other = receive(
        id=uuid.uuid4(), drug="racemic", lot_number="K-18", mg_per_ml=Decimal(10),
        expires_on=day.lot.expires_on, amount_mg=Decimal(100), witness=cast.mona, by=cast.lind,
        at=day.now,
    )  # fmt: skip
    right = mend(day.give(cast.ana), lot=other)
    assert (held_mg(day.lot), held_mg(other)) == (500, 65)
    assert right.volume_ml == Decimal("3.50")
    moved = LedgerEntry.objects.filter(administration=right)
    assert {(one.reason, one.witness) for one in moved} == {("a dose was corrected", cast.mona)}
    # move_to refuses what the lot does not hold, and nothing of the correction is kept
    with pytest.raises(Refused, match="holds 65 mg of lot K-18"):
        mend(right, dose_mg=Decimal(101))
    assert Administration.objects.count() == 2


def test_time_and_route_move_no_stock(cast, day, mend) -> None:
    wrong = day.give(cast.ana)
    before = LedgerEntry.objects.count()
    right = mend(wrong, given_at=day.now - timedelta(minutes=40), route="lozenge")
    assert LedgerEntry.objects.count() == before and right.route == "lozenge"
    column = session_page(day.session, day.now).columns[0]
    assert column.since_dose == "0:40" and "lozenge" in column.doses[0].text
    assert [dose.because for dose in column.doses] == ["Misread"]


def test_a_dose_written_for_the_wrong_person_is_corrected_to_nothing(cast, day, mend) -> None:
    mend(day.give(cast.ana), dose_mg=Decimal(0), because="It was Ben's")
    assert held_mg(day.lot) == 500
    column = session_page(day.session, day.now).columns[0]
    assert column.since_dose == "" and "nothing given" in column.doses[0].text
    with pytest.raises(Refused, match="corrected to nothing"):
        day.give(cast.ana)
    assert day.give(cast.ben).dose_mg == 35


def test_the_same_correction_sent_twice_is_one_and_a_corrected_row_is_not_corrected_again(
    cast, day, mend
) -> None:
    wrong, key = day.give(cast.ana), uuid.uuid4()
    first = mend(wrong, id=key, dose_mg=Decimal(30))
    assert mend(wrong, id=key, dose_mg=Decimal(30)) == first
    assert held_mg(day.lot) == 470
    with pytest.raises(Refused, match="corrected already"):
        mend(wrong, dose_mg=Decimal(25))
    with pytest.raises(Refused, match="future"):
        mend(first, given_at=day.now + timedelta(hours=2))


def test_only_a_prescriber_or_who_gave_it_with_a_second_person(cast, day, mend, client) -> None:
    wrong = day.give(cast.ana)
    with pytest.raises(Refused, match="prescriber, or who gave it"):
        mend(wrong, by=cast.mona, witness=cast.lind)
    with pytest.raises(Refused, match="second person"):
        mend(wrong, witness=cast.lind)
    page = reverse("dosing-dose-correction", args=[day.session.id, cast.ana.pk, wrong.id])
    client.force_login(cast.mona)
    assert "Only a prescriber, or who gave it" in client.get(page).content.decode()
    client.force_login(cast.theo)
    assert client.get(page).status_code in (403, 404)
    given = day.give(cast.ben, by=cast.mona, witness=cast.lind)
    assert mend(given, by=cast.mona, witness=cast.lind, dose_mg=Decimal(34)).by == cast.mona


def test_the_database_keeps_a_correction_with_its_reason(cast, day) -> None:
    given = day.give(cast.ana)
    values = {
        "order": given.order, "partner": cast.ana, "appointment": day.session, "part": "main",
        "dose_mg": Decimal(30), "lot": day.lot, "by": cast.lind, "witness": cast.mona,
        "at": day.now,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Administration.objects.create(**values, corrects=given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Administration.objects.create(**values)


def test_corrected_on_a_page_it_is_read_as_corrected_everywhere(cast, day, client) -> None:
    wrong = day.give(cast.ana)
    client.force_login(cast.lind)
    at = [day.session.id, cast.ana.pk]
    page = reverse("dosing-dose-correction", args=[*at, wrong.id])
    shown = client.get(page).content.decode()
    assert 'value="35.00"' in shown or 'value="35' in shown
    minute = timezone.localtime(wrong.at).strftime("%Y-%m-%dT%H:%M")
    sent = {
        "once": uuid.uuid4(), "dose_mg": "30", "route": "intramuscular", "given_at": minute,
        "lot": day.lot.id, "waste_mg": "0", "witness": cast.mona.pk, "because": "Syringe read anew",
    }  # fmt: skip
    unsaid = client.post(page, sent | {"because": ""}).content.decode()
    assert 'value="30"' in unsaid and Administration.objects.count() == 1
    assert client.post(page, sent).status_code == 302
    for name, args in (
        ("dosing-record-of", at), ("dosing-administration", at), ("dosing-discharge", at),
        ("dosing-order", [cast.ana.pk]),
    ):  # fmt: skip
        read = client.get(reverse(name, args=args)).content.decode()
        assert "30 mg (0.60 mL)" in read and "Syringe read anew" in read, name
        assert "<s>35 mg (0.70 mL)" in read and "Lind" in read, name
    assert [dose.text[:5] for dose in given_since(cast.ana, day.now - timedelta(days=1))] == [
        "30 mg"
    ]
    assert (
        "Syringe read anew"
        not in client.get(
            reverse("dosing-record-of", args=[day.session.id, cast.ben.pk])
        ).content.decode()
    )


def test_the_room_leads_to_the_correction_also_after_going_home(cast, day, client) -> None:
    wrong = day.give(cast.ana)
    room = reverse("dosing-session", args=[day.session.id])
    page = reverse("dosing-dose-correction", args=[day.session.id, cast.ana.pk, wrong.id])
    client.force_login(cast.mona)
    discharge(
        id=uuid.uuid4(), appointment=day.session, partner=cast.ana, padss=10, criteria={},
        escort="Sam", next_contact_at=day.now, left_because="Taxi came", by=cast.mona, at=day.now,
    )  # fmt: skip
    assert page in client.get(room).content.decode()
    client.force_login(cast.okafor)
    assert page not in client.get(room).content.decode()


def test_nothing_changed_is_no_correction(cast, day, client) -> None:
    wrong = day.give(cast.ana)
    client.force_login(cast.lind)
    page = reverse("dosing-dose-correction", args=[day.session.id, cast.ana.pk, wrong.id])
    minute = timezone.localtime(wrong.at).strftime("%Y-%m-%dT%H:%M")
    same = {
        "dose_mg": "35", "route": "intramuscular", "given_at": minute, "lot": day.lot.id,
        "waste_mg": "0", "witness": cast.mona.pk, "because": "?",
    }  # fmt: skip
    assert "Nothing is changed yet" in client.post(page, same).content.decode()


def test_corrected_checks_keep_their_time_and_a_later_recheck_stays_the_latest(cast, day) -> None:
    first = DayCheck.objects.get(partner=cast.ana)
    answers = {
        name: getattr(first, name)
        for name in (
            "identity_by", "last_food_at", "last_drink_at", "medicines_taken", "alcohol_or_drugs",
            "pregnancy", "systolic", "diastolic", "heart_rate", "spo2", "weight_kg", "escort",
        )
    }  # fmt: skip
    later = day.now + timedelta(minutes=9)
    right = checks.correct(
        id=uuid.uuid4(), corrects=first, answers=answers | {"weight_kg": Decimal(71)},
        because="Scale read wrongly", by=cast.mona, at=later,
    )  # fmt: skip
    assert right.at == first.at and latest_check(day.session, cast.ana) == right
    assert DayCheck.objects.get(id=first.id).weight_kg == 61
    with pytest.raises(Refused, match="corrected already"):
        checks.correct(
            id=uuid.uuid4(), corrects=first, answers=answers, because="x", by=cast.mona, at=later
        )
    day.now += timedelta(minutes=1)
    day.check(cast.ana, weight_kg=Decimal(72))
    checks.correct(
        id=uuid.uuid4(), corrects=right, answers=answers, because="It was right", by=cast.mona,
        at=later + timedelta(minutes=1),
    )  # fmt: skip
    assert latest_check(day.session, cast.ana).weight_kg == 72


def test_checks_corrected_on_a_page_are_on_the_sheet_with_why(cast, day, client) -> None:
    first = DayCheck.objects.get(partner=cast.ana)
    client.force_login(cast.mona)
    page = reverse("dosing-check-correction", args=[day.session.id, cast.ana.pk, first.id])
    assert 'value="A friend"' in client.get(page).content.decode()

    def local(moment) -> str:
        return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")

    sent = {
        "once": uuid.uuid4(), "identity_by": first.identity_by, "pregnancy": "negative",
        "last_food_at": local(first.last_food_at), "last_drink_at": local(first.last_drink_at),
        "systolic": "182", "diastolic": "78", "heart_rate": "70", "spo2": "98",
        "weight_kg": "61", "escort": "A friend",
    }  # fmt: skip
    assert "Why it is corrected" in client.post(page, sent).content.decode()
    assert client.post(page, sent | {"because": "Typed 122"}).status_code == 302
    for name in ("dosing-record-of", "dosing-checks"):
        read = client.get(reverse(name, args=[day.session.id, cast.ana.pk])).content.decode()
        assert "182/78" in read and "Typed 122" in read and "122/78" in read, name
    assert session_page(day.session, day.now).columns[0].decide
    sheet = sheets_of(day.session, [cast.ana], None)[0]
    assert [line.corrected for line in sheet.checks] == [True, False]
    assert [bool(line.findings) for line in sheet.checks] == [False, True]
