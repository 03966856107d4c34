import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from duologue.calendar.models import AppointmentStaff
from duologue.dosing.discharge.rules import CRITERIA
from duologue.dosing.models import DayCheck
from duologue.people.models import Role, StaffRoleEnd
from duologue.safety.actions import close_alert
from duologue.safety.models import Alert
from tests.cast import staff

TOLD = "Your prescriber has been alerted."


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def post(cast, day, client):
    def to(name, partner, *more, by=None, **sent) -> str:
        client.force_login(by or cast.mona)
        page = reverse(name, args=[day.session.id, partner.pk, *more])
        return client.post(page, {"once": uuid.uuid4()} | sent, follow=True).content.decode()

    return to


def test_vitals_to_act_on_now_reach_the_prescriber_of_the_order_with_a_clock(
    cast, day, post, client
) -> None:
    said = post(
        "dosing-observations", cast.ana, measured_at=local(day.now), systolic=185, diastolic=112
    )
    assert TOLD in said and "Ana: act now. Blood pressure very high" in said
    alert = Alert.objects.get()
    assert (alert.partner, alert.owner, alert.kind) == (cast.ana, cast.lind, "act-now")
    assert alert.because == "Blood pressure very high (medicine session 1)"
    assert alert.due_at == alert.raised_at + timedelta(minutes=15)
    client.force_login(cast.lind)
    assert "Act now, in a medicine session" in client.get("/team/alerts/").content.decode()


def test_what_waits_for_a_second_measurement_alerts_nobody(cast, day, post) -> None:
    said = post(
        "dosing-observations", cast.ana, measured_at=local(day.now), systolic=165, diastolic=80
    )
    assert TOLD not in said and not Alert.objects.exists()


def test_the_same_limit_again_is_one_alert_until_it_is_closed(cast, day) -> None:
    day.observe(cast.ana, 10, spo2=89)
    day.observe(cast.ana, 5, spo2=90)
    alert = Alert.objects.get()
    close_alert(alert=alert, done="Oxygen given.", by=cast.lind, at=day.now)
    day.observe(cast.ana, 0, spo2=90)
    assert Alert.objects.count() == 2


def test_who_is_booked_comes_before_who_ordered_and_somebody_of_the_clinic_comes_last(
    cast, day
) -> None:
    booked = staff("Pia", Role.PRESCRIBER)
    AppointmentStaff.objects.create(appointment=day.session, person=booked)
    day.observe(cast.ana, spo2=89)
    assert Alert.objects.get().owner == booked
    for who in (booked, cast.lind):
        StaffRoleEnd.objects.create(staff_role=who.staff_roles.get(), by=cast.cora, at=day.now)
    other = staff("Ida", Role.PRESCRIBER)
    day.observe(cast.ben, spo2=89)
    assert Alert.objects.get(partner=cast.ben).owner == other


def test_a_dose_corrected_to_more_than_ordered(cast, day, post) -> None:
    dose = day.give(cast.ana)
    said = post(
        "dosing-dose-correction", cast.ana, dose.id, by=cast.lind, dose_mg="70",
        route="intramuscular", given_at=local(day.now), lot=day.lot.id, waste_mg="0",
        witness=cast.mona.pk, because="the syringe held more",
    )  # fmt: skip
    assert TOLD in said and "70 mg as main dose, and 35 mg were ordered" in said
    alert = Alert.objects.get()
    assert (alert.kind, alert.owner) == ("dose-over-order", cast.lind)
    assert "1.15 mg/kg, and the order allows 0.75 mg/kg" in alert.because


def test_a_weight_corrected_so_that_the_dose_was_over_the_limit(cast, day, post) -> None:
    day.give(cast.ana)
    row = DayCheck.objects.get(partner=cast.ana)
    sent = {
        "identity_by": row.identity_by, "last_food_at": local(row.last_food_at),
        "last_drink_at": local(row.last_drink_at), "pregnancy": "negative", "systolic": 122,
        "diastolic": 78, "heart_rate": 70, "spo2": 98, "escort": "A friend",
    }  # fmt: skip
    said = post("dosing-check-correction", cast.ana, row.id, weight_kg="41", because="read", **sent)
    assert TOLD in said and "0.85 mg/kg, and the order allows 0.75 mg/kg" in said
    assert Alert.objects.get().kind == "dose-over-order"


def test_a_dose_corrected_within_the_order_alerts_nobody(cast, day, post) -> None:
    dose = day.give(cast.ana)
    post(
        "dosing-dose-correction", cast.ana, dose.id, by=cast.lind, dose_mg="30",
        route="intramuscular", given_at=local(day.now), lot=day.lot.id, waste_mg="5",
        witness=cast.mona.pk, because="five were wasted",
    )  # fmt: skip
    dose.refresh_from_db()
    assert dose.correction.dose_mg == Decimal(30) and not Alert.objects.exists()


def test_who_goes_home_with_something_open_is_known_to_the_prescriber_and_not_to_the_room(
    cast, day, post, client
) -> None:
    sent = {
        "padss": 10,
        "escort": "A friend",
        "next_contact_at": local(day.now + timedelta(hours=9)),
    }
    open_still = [key for key in CRITERIA if key != "safe_going_home"]
    said = post(
        "dosing-discharge",
        cast.ana,
        criteria=open_still,
        left_because="Would not stay any longer",
        told="on",
        **sent,
    )
    assert TOLD in said and "Not confirmed: asked alone: feels safe" in said
    alert = Alert.objects.get()
    assert (alert.kind, alert.owner) == ("went-home-open", cast.lind)
    assert "feels safe going home" in alert.because and "Left because: Would not" in alert.because
    room = client.get(reverse("dosing-session", args=[day.session.id])).content.decode()
    assert "alerted" not in room and "feels safe" not in room


def test_who_goes_home_with_everything_met_alerts_nobody(cast, day, post) -> None:
    day.observe(cast.ana, 20)
    day.observe(cast.ana, 2)
    post(
        "dosing-discharge", cast.ana, padss=10, criteria=list(CRITERIA), escort="A friend",
        next_contact_at=local(day.now + timedelta(hours=9)),
    )  # fmt: skip
    assert cast.ana.discharges.get().unmet == [] and not Alert.objects.exists()
