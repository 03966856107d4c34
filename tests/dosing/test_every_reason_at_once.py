"""Nobody in the room meets one reason, mends it, and meets the next."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from duologue.dosing.ledger.actions import lacking
from duologue.dosing.models import Administration, DayCheck, Discharge, Observation


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def post(cast, day, client):
    client.force_login(cast.lind)

    def to(name, partner, *more, **sent) -> str:
        page = reverse(name, args=[day.session.id, partner.pk, *more])
        return client.post(page, {"once": uuid.uuid4()} | sent).content.decode()

    return to


def test_a_dose_with_a_decision_and_a_witness_missing_is_refused_for_the_slip_and_the_volume_too(
    cast, day, post
) -> None:
    day.now = timezone.now()
    day.check(cast.ana, systolic=150)
    said = post(
        "dosing-administration", cast.ana, order=day.order["Ana"].id, part="main", dose_mg="350",
        drawn_ml="0.70", lot=day.lot.id, witness="",
    )  # fmt: skip
    for reason in (
        "Blood pressure 150/78 mmHg. Measure again",
        "Nothing is filled in yet",
        "ten-fold slip",
        "350 mg at 50 mg/mL is 7.00 mL, and 0.70 mL was entered",
        "350 mg today at 61 kg is more than the 45.7 mg that the order allows by weight",
    ):
        assert reason in said, reason
    assert 'value="350"' in said and not Administration.objects.exists()


def test_a_field_nobody_can_read_says_so_itself_and_hides_nothing_else(cast, day, post) -> None:
    day.give(cast.ana)
    said = post(
        "dosing-administration", cast.ana, order=day.order["Ana"].id, part="main",
        dose_mg="much", drawn_ml="a little", lot=day.lot.id, witness=cast.mona.pk,
    )  # fmt: skip
    assert said.count("Write a number") >= 2 and "main dose of this order was given" in said
    assert "and nothing was entered" not in said


def test_a_discharge_says_score_date_minutes_and_criteria_together(cast, day, post) -> None:
    day.give(cast.ana, at=day.now - timedelta(minutes=30))
    sent = {"padss": "11", "criteria": ["oriented"], "escort": ""}
    past = local(day.now - timedelta(days=1))
    said = post("dosing-discharge", cast.ana, next_contact_at=past, **sent)
    for reason in (
        "At most 10",
        "This is in the past",
        "Less than 120 minutes since the last dose",
        "No two sets of vitals",
        "Not confirmed: walks steadily",
        "No escort is named",
    ):
        assert reason in said, reason
    assert "discharge score is below" not in said and "within 24 hours" not in said
    told = post(
        "dosing-discharge",
        cast.ana,
        next_contact_at=past,
        left_because="Walked out to the taxi",
        told="on",
        **sent,
    )
    assert "This is in the past" in told and "No escort is named" not in told
    assert not Discharge.objects.exists()


def test_a_correction_of_a_dose_says_what_is_missing_and_that_the_lot_is_too_small(
    cast, day, post
) -> None:
    dose = day.give(cast.ana)
    said = post(
        "dosing-dose-correction", cast.ana, dose.id, dose_mg="900", route="intramuscular",
        given_at=local(day.now - timedelta(days=2)), lot=day.lot.id, waste_mg="0", witness="",
        because="",
    )  # fmt: skip
    for reason in (
        "Enter when it was given",
        "Nothing is filled in yet",
        "The ledger holds 465 mg",
    ):
        assert reason in said, reason
    assert Administration.objects.get().dose_mg == Decimal(35)


def test_a_row_corrected_meanwhile_says_so_with_the_rest(cast, day, post) -> None:
    row = day.observe(cast.ana, 5)
    day.observe(cast.ana, 5, corrects=row)
    said = post("dosing-correction", cast.ana, row.id, measured_at=local(day.now), systolic="900")
    assert "It was corrected already" in said and "At most 300" in said
    assert Observation.objects.count() == 2
    checks = DayCheck.objects.get(partner=cast.ana)
    told = post("dosing-check-correction", cast.ana, checks.id, systolic="70", diastolic="120")
    assert "Systolic is the higher" in told and told.count("Nothing is filled in yet") > 3


def test_an_empty_observation_with_a_wrong_date_says_both(cast, day, post) -> None:
    said = post("dosing-observations", cast.ana, measured_at=local(day.now - timedelta(days=9)))
    assert "Nothing is entered yet" in said and "Enter when it was measured" in said


def test_a_corrected_row_says_so_in_words(cast, day, client) -> None:
    row = day.observe(cast.ana, 5, systolic=150)
    client.force_login(cast.mona)
    correction = reverse("dosing-correction", args=[day.session.id, cast.ana.pk, row.id])
    client.post(correction, {"measured_at": local(day.now), "systolic": 140, "diastolic": 80})
    page = reverse("dosing-observations", args=[day.session.id, cast.ana.pk])
    said = client.get(page).content.decode()
    assert "Corrected, see its correction:</span> <s>150/76 mmHg" in said
    assert ", correction" in said


def test_a_lot_lacks_only_what_a_correction_takes_beyond_what_it_gives_back(cast, day) -> None:
    dose = day.give(cast.ana)  # 35 mg of 500 mg are out
    assert lacking(doses=[dose], wanted={(day.lot, "given"): 500_000}) == ()
    short = lacking(
        doses=[dose], wanted={(day.lot, "given"): 400_000, (day.lot, "wasted"): 101_000}
    )
    assert [one.reason for one in short] == ["the ledger holds 465 mg of lot K-17"]


def test_nobody_leaves_early_on_a_word_or_before_the_prescriber_knows(cast, day, post) -> None:
    day.give(cast.ana)
    sent = {"padss": "9", "criteria": [], "escort": "Sam",
            "next_contact_at": local(day.now + timedelta(days=1))}  # fmt: skip
    word = post("dosing-discharge", cast.ana, left_because="x", told="on", **sent)
    assert "Say in a sentence why" in word and "120 minutes" in word
    alone = post("dosing-discharge", cast.ana, left_because="Her child is ill at home", **sent)
    assert "Tell the prescriber first" in alone and "120 minutes" in alone
    assert not Discharge.objects.exists()
    post("dosing-discharge", cast.ana, left_because="Her child is ill at home", told="on", **sent)
    assert Discharge.objects.get().left_because == "Her child is ill at home"
