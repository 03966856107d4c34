import threading
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from duologue.consent.actions import withdraw
from duologue.consent.models import Signature
from duologue.dosing.ledger.actions import balance, take_out
from duologue.dosing.models import Administration, LedgerEntry, Observation
from duologue.dosing.orders.actions import cancel_order
from duologue.dosing.reasons import Refused
from duologue.screening.actions import revoke_clearance
from duologue.screening.models import Clearance


def test_a_dose_its_ledger_and_its_waste_are_written_together(cast, day) -> None:
    given = day.give(cast.ana, waste_mg=Decimal(5))
    assert given.volume_ml == Decimal("0.70")
    assert balance(day.lot) == 460_000
    assert {e.into for e in LedgerEntry.objects.filter(administration=given)} == {"given", "wasted"}


def test_an_order_of_ana_is_never_usable_for_ben(cast, day) -> None:
    with pytest.raises(Refused, match="another person"):
        day.give(cast.ben, order=day.order["Ana"])
    assert not Administration.objects.exists() and balance(day.lot) == 500_000


def test_a_main_dose_is_given_once_and_boosters_within_what_is_left(cast, day) -> None:
    day.give(cast.ana)
    with pytest.raises(Refused, match="was given"):
        day.give(cast.ana)
    day.give(cast.ana, part="booster", dose_mg=Decimal(10), drawn_ml=Decimal("0.20"))
    with pytest.raises(Refused, match="left for boosters"):
        day.give(cast.ana, part="booster", dose_mg=Decimal(10), drawn_ml=Decimal("0.20"))


def test_the_same_dose_sent_twice_is_one(cast, day) -> None:
    same = uuid.uuid4()
    assert day.give(cast.ana, id=same) == day.give(cast.ana, id=same)
    assert balance(day.lot) == 465_000


@pytest.mark.django_db(transaction=True)
def test_given_twice_at_once_it_is_given_once(cast, day) -> None:
    together, outcomes = threading.Barrier(2), []

    def give() -> None:
        try:
            together.wait()
            day.give(cast.ana)
            outcomes.append("given")
        except Refused as refused:
            outcomes.append(refused.reasons[0].reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=give) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["The main dose of this order was given", "given"]
    assert Administration.objects.count() == 1 and balance(day.lot) == 465_000


def test_the_order_is_read_again_when_it_is_used(cast, day) -> None:
    cancel_order(order=day.order["Ana"], reason="pressure", by=cast.lind, at=day.now)
    with pytest.raises(Refused, match="cancelled"):
        day.give(cast.ana)
    with pytest.raises(Refused, match="expired"):
        day.give(cast.ben, at=day.now + timedelta(days=3))
    fresh = day.sign_order(cast.ana)
    day.give(cast.ana, order=fresh)


def test_a_withdrawn_consent_or_a_revoked_clearance_closes_it(cast, day) -> None:
    signature = Signature.objects.get(partner=cast.ana, document="treatment")
    withdraw(signature=signature, by=cast.ana.person, at=day.now)
    with pytest.raises(Refused, match="consent withdrawn"):
        day.give(cast.ana)
    clearance = Clearance.objects.get(partner=cast.ben)
    revoke_clearance(clearance=clearance, reason="ECG", by=cast.lind, at=day.now)
    with pytest.raises(Refused) as refused:
        day.give(cast.ben)
    assert len(refused.value.reasons) == 1


def test_only_one_order_stands_for_a_session(cast, day) -> None:
    with pytest.raises(Refused, match="stands already"):
        day.sign_order(cast.ana)
    with pytest.raises(Refused, match="above the cap"):
        day.sign_order(cast.ana, session_number=2, dose_mg=Decimal(350))


def test_the_ledger_never_falls_below_nothing(cast, day) -> None:
    with pytest.raises(Refused, match="holds 500 mg"):
        take_out(
            id=uuid.uuid4(), lot=day.lot, amount_mg=Decimal("500.01"), into="wasted", reason="x",
            witness=cast.mona, by=cast.lind, at=day.now,
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="does not hold"), transaction.atomic():
        LedgerEntry.objects.create(
            lot=day.lot, micrograms=500_001, out_of="stock", into="given", by=cast.lind, at=day.now
        )
    with pytest.raises(IntegrityError, match="witness"), transaction.atomic():
        LedgerEntry.objects.create(
            lot=day.lot, micrograms=1, out_of="stock", into="given", by=cast.lind,
            witness=cast.lind, at=day.now,
        )  # fmt: skip


@pytest.mark.parametrize(
    "table", ["order", "administration", "observation", "daycheck", "ledgerentry"]
)
def test_what_happened_cannot_be_changed_or_deleted(cast, day, table) -> None:
    day.give(cast.ana)
    day.observe(cast.ana)
    for statement in (f'UPDATE dosing_{table} SET "at" = now()', f"DELETE FROM dosing_{table}"):
        with pytest.raises(IntegrityError, match="append a further row"), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_correction_is_a_further_row_of_the_same_person(cast, day) -> None:
    from duologue.dosing.observations.actions import observe

    first = day.observe(cast.ana, systolic=195)
    values = {"systolic": 125}

    def correct(partner):
        return observe(
            id=uuid.uuid4(), appointment=day.session, partner=partner, measured_at=first.at,
            values=values, corrects=first, by=cast.mona, at=day.now,
        )  # fmt: skip

    with pytest.raises(Refused, match="somebody else"):
        correct(cast.ben)
    correct(cast.ana)
    with pytest.raises(Refused, match="corrected already"):
        correct(cast.ana)
    assert Observation.objects.count() == 2
