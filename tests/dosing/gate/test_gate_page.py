"""The gate as the team meets it: what keeps a dose back, who decides, and who has to agree."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from duologue.calendar.models import Appointment, AppointmentPartner
from duologue.consent.models import Signature, Withdrawal
from duologue.dosing.administration.models import Administration
from duologue.dosing.gate.actions import rule_on, second
from duologue.dosing.gate.models import GateOpened, GateRuling, GateSecond, RoomReady
from duologue.dosing.gate.queries import facts_for
from duologue.dosing.gate.reading import gate_of, reasons_of
from duologue.dosing.reasons import Refused
from duologue.safety.actions import close_alert
from duologue.safety.models import Alert
from tests.dosing.conftest import *  # noqa: F403  the day and its people


def shut(day, partner) -> set[str]:
    return {reason.rule for reason in reasons_of(partner, day.session, day.now) if reason.shuts}


def page(day, partner) -> str:
    return reverse("dosing-gate", args=[day.session.id, partner.pk])


def ruled(day, partner, rule, by, words="Seen; go on."):
    day.now += timedelta(seconds=1)
    return rule_on(
        id=uuid.uuid4(), appointment=day.session, partner=partner, rule=rule, words=words,
        by=by, at=day.now,
    )  # fmt: skip


def high(day, partner, times: int = 1) -> None:
    for _ in range(times):
        day.now += timedelta(minutes=6)
        day.check(partner, systolic=150)


def test_when_all_is_done_nothing_stands_against_a_dose(cast, day) -> None:
    assert shut(day, cast.ana) == set()
    given = day.give(cast.ana)
    opened = GateOpened.objects.get()
    assert (opened.partner, opened.dose_mg, opened.settled) == (cast.ana, given.dose_mg, {})


def test_each_room_of_the_house_can_shut_it(cast, day) -> None:
    day.ready(oximeter=False)
    assert shut(day, cast.ana) == {"oximeter"}
    signed = Signature.objects.filter(partner=cast.ana, document="treatment").get()
    Withdrawal.objects.create(signature=signed, by=cast.ana.person or cast.mona, at=day.now)
    assert shut(day, cast.ana) == {"oximeter", "consent"}
    assert shut(day, cast.ben) == {"oximeter"}


def test_what_nobody_looked_at_is_not_said_to_be_in_order(cast, day, client) -> None:
    later = Appointment.objects.get(id=day.session.id)
    later.pk, later.session_number = uuid.uuid4(), 2
    later.starts_at, later.ends_at = (
        day.now + timedelta(days=8),
        day.now + timedelta(days=8, hours=3),
    )
    later.save(force_insert=True)
    for partner in (cast.ana, cast.ben):
        AppointmentPartner.objects.create(appointment=later, partner=partner)
    said = gate_of(cast.ana, later, day.now)
    assert {"checks", "room", "order"} <= {one.rule for one in said.shut}
    titles = {one.title for one in said.open}
    assert not titles & {
        "Identity checked",
        "Blood pressure",
        "Pulse oximeter at hand",
        "Order stands",
    }
    assert "Cleared by a prescriber" in titles


def test_an_old_check_has_to_be_done_again(cast, day) -> None:
    day.now += timedelta(hours=4, seconds=1)
    assert shut(day, cast.ana) == {"checks"}


def test_a_prescriber_decides_a_raised_pressure_once_it_was_measured_again(cast, day) -> None:
    high(day, cast.ana)
    with pytest.raises(Refused, match="nobody may go past that"):
        ruled(day, cast.ana, "pressure", cast.lind)
    high(day, cast.ana)
    with pytest.raises(Refused, match="A prescriber decides this"):
        ruled(day, cast.ana, "pressure", cast.mona)
    ruled(day, cast.ana, "pressure", cast.lind, "White coat; 128/80 at home.")
    assert shut(day, cast.ana) == set()
    given = day.give(cast.ana, at=day.now)
    assert given.decided == "White coat; 128/80 at home. (Lind)"
    assert GateOpened.objects.get().settled == {"pressure": "White coat; 128/80 at home. (Lind)"}


def test_a_decision_is_for_what_was_measured_then(cast, day) -> None:
    high(day, cast.ana, times=2)
    ruled(day, cast.ana, "pressure", cast.lind)
    high(day, cast.ana)
    assert shut(day, cast.ana) == {"pressure"}


def test_two_set_a_rule_aside_and_not_one_twice(cast, day) -> None:
    day.ready(observers=0)
    ruling = ruled(day, cast.ana, "observers", cast.lind, "I stay in the room myself.")
    assert shut(day, cast.ana) == {"observers"}
    with pytest.raises(Refused, match="You wrote it yourself"):
        second(ruling=ruling, by=cast.lind, at=day.now)
    second(ruling=ruling, by=cast.mona, at=day.now)
    second(ruling=ruling, by=cast.okafor, at=day.now)
    assert GateSecond.objects.get().by == cast.mona
    assert shut(day, cast.ana) == set()
    assert shut(day, cast.ben) == {"observers"}, "what was decided for Ana says nothing of Ben"


@pytest.mark.parametrize("rule", ["consent", "pregnancy", "order-cancelled", "screening"])
def test_what_nobody_may_set_aside_is_not_offered_and_refused(cast, day, rule) -> None:
    day.now += timedelta(seconds=1)
    day.check(cast.ana, pregnancy="positive")
    with pytest.raises(Refused):
        ruled(day, cast.ana, rule, cast.lind)
    assert not GateRuling.objects.exists()


def test_the_page_lets_a_prescriber_decide_and_a_colleague_agree(cast, day, client) -> None:
    day.ready(observers=0)
    client.force_login(cast.mona)
    text = client.get(page(day, cast.ana)).content.decode()
    assert "0 to watch 2" in text and "A prescriber decides this here" in text
    client.force_login(cast.lind)
    form = {"once": uuid.uuid4(), "rule": "observers", "words": "I stay in the room myself."}
    empty = client.post(page(day, cast.ana), form | {"words": ""})
    assert "Write why." in empty.content.decode()
    assert client.post(page(day, cast.ana), form).status_code == 302
    assert client.post(page(day, cast.ana), form).status_code == 302
    ruling = GateRuling.objects.get()
    waiting = client.get(page(day, cast.ana)).content.decode()
    assert "A colleague reads it on their own device and agrees." in waiting
    client.force_login(cast.okafor)
    assert "I have read it and agree" in client.get(page(day, cast.ana)).content.decode()
    agree = reverse("dosing-gate-second", args=[day.session.id, cast.ana.pk, ruling.id])
    assert client.post(agree).status_code == 302
    done = client.get(page(day, cast.ana)).content.decode()
    assert "Nothing stands against it." in done
    assert "I stay in the room myself. (Lind with Okafor)" in done


def test_a_ruling_about_ben_is_not_reached_through_ana(cast, day, client) -> None:
    day.ready(observers=0)
    ruling = ruled(day, cast.ben, "observers", cast.lind)
    client.force_login(cast.okafor)
    through_ana = reverse("dosing-gate-second", args=[day.session.id, cast.ana.pk, ruling.id])
    assert client.post(through_ana).status_code == 404
    assert not GateSecond.objects.exists()


def test_the_room_is_written_on_its_page_and_the_newest_counts(cast, day, client) -> None:
    client.force_login(cast.mona)
    room = reverse("dosing-room", args=[day.session.id])
    found = {"once": uuid.uuid4(), "prescriber": "neither", "oximeter": "yes",
             "kit_checked": "yes", "observers": "2"}  # fmt: skip
    missing = client.post(room, found | {"observers": ""}).content.decode()
    assert 'role="alert"' in missing and not RoomReady.objects.filter(prescriber="neither")
    assert client.post(room, found).status_code == 302
    day.now += timedelta(minutes=1)
    assert facts_for(cast.ana, day.session, day.order["Ana"], day.now).room.observers == 2
    assert shut(day, cast.ana) == {"prescriber"}
    text = client.get(page(day, cast.ana)).content.decode()
    assert "The prescriber cannot be reached" in text


def test_what_the_screen_found_is_told_to_nobody_by_the_gate(cast, day, client) -> None:
    from duologue.measures.models import SealedFinding

    before = SealedFinding.objects.filter(response__partner=cast.ana).get()
    SealedFinding.objects.create(response=before.response, verdict="not clear",
                                 plan="Joint work pauses.", by=cast.okafor,
                                 at=day.now + timedelta(seconds=1))  # fmt: skip
    client.force_login(cast.mona)
    text = client.get(page(day, cast.ana)).content.decode()
    assert "Something that comes before the day is not complete" in text
    assert "screening" not in text and "pauses" not in text and "not clear" not in text
    with pytest.raises(Refused):
        day.give(cast.ana, at=day.now + timedelta(seconds=2))
    assert not Administration.objects.exists()


def test_vitals_that_cannot_wait_shut_it_until_somebody_says_what_was_done(cast, day) -> None:
    day.observe(cast.ana, systolic=210, diastolic=125, spo2=86)
    assert "safety-event" in shut(day, cast.ana)
    assert "safety-event" not in shut(day, cast.ben)
    for alert in Alert.objects.filter(partner=cast.ana, closure=None):
        close_alert(alert=alert, done="Rested; 128/80.", by=alert.owner, at=day.now)
    assert shut(day, cast.ana) == set()
