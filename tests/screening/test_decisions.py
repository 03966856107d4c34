import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from duologue.screening import actions, history, queries
from duologue.screening.models import Clearance, ClearanceRevocation, NotNow, Suitability, Vitals
from duologue.screening.rules import Closed, Open
from tests.cast import NOW

VITALS = {
    "systolic": "128", "diastolic": "82", "heart_rate": "70", "spo2": "98",
    "weight": "150", "weight_unit": "lb",
}  # fmt: skip


def at(name: str, partner) -> str:
    return reverse(f"screening-{name}", args=[partner.id])


def later(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def told(partner, **answers) -> None:
    known = {asked.id: "no" for asked in history.loader.history().conditions}
    screen = {
        "conditions": known | answers.pop("conditions", {}), "medicines": [],
        "born": "1988-04-02", **answers,
    }  # fmt: skip
    actions.save_history(partner=partner, screen=screen, by=partner.person, at=NOW)
    actions.submit_history(partner=partner, by=partner.person, at=NOW)


def test_the_prescriber_reads_findings_with_reason_and_source(cast, client) -> None:
    told(
        cast.ana,
        conditions={"psychosis": "yes", "glaucoma": "unsure"},
        medicines=[{"name": "Tramadol", "dose": "50 mg", "how_often": "at night"}],
    )
    client.force_login(cast.lind)
    page = client.get(at("partner", cast.ana)).content.decode()
    for words in ("Schizophrenia", "Sanacora 2017", "Glaucoma", "Opioids: Tramadol", "C-SSRS"):
        assert words in page


def test_a_history_not_sent_yet_is_not_shown(cast, client) -> None:
    screen = {"medicines": [{"name": "Tramadol", "dose": "", "how_often": ""}]}
    actions.save_history(partner=cast.ana, screen=screen, by=cast.ana.person, at=NOW)
    client.force_login(cast.lind)
    assert "Tramadol" not in client.get(at("partner", cast.ana)).content.decode()


def test_pounds_become_kilograms_and_a_double_click_one_reading(cast, client) -> None:
    client.force_login(cast.mona)
    reading = VITALS | {"once": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(at("vitals", cast.ana), reading).status_code == 302
    assert float(Vitals.objects.get().weight_kg) == 68.0


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"systolic": "1280"}, "Between 60 and 260"),
        ({"diastolic": ""}, "needs both numbers"),
        ({"systolic": "80", "diastolic": "120"}, "above the lower one"),
        ({"weight": "15"}, "That is 6.8 kg"),
        (dict.fromkeys(VITALS, "") | {"weight_unit": "kg"}, "Nothing was measured"),
    ],
)
def test_a_reading_that_cannot_be_is_refused_and_kept_on_the_page(
    cast, client, wrong, says
) -> None:
    client.force_login(cast.mona)
    page = client.post(at("vitals", cast.ana), VITALS | wrong).content.decode()
    assert says in page
    assert not Vitals.objects.exists()


def test_a_clearance_is_signed_once_holds_and_is_revoked(cast, client) -> None:
    client.force_login(cast.lind)
    form = {
        "decision": "clear", "expires_on": later(60), "conditions": "ECG seen",
        "once": str(uuid.uuid4()),
    }  # fmt: skip
    for _ in range(2):
        assert client.post(at("clearance", cast.ana), form).status_code == 302
    clearance = Clearance.objects.get()
    today = timezone.localdate()
    assert queries.current_clearance(cast.ana, today) == clearance
    assert clearance.release_at - clearance.at >= timedelta(days=3)
    address = reverse("screening-revocation", args=[cast.ana.id, clearance.id])
    for _ in range(2):
        client.post(address, {"reason": "New chest pain"})
    assert ClearanceRevocation.objects.get().reason == "New chest pain"
    assert queries.current_clearance(cast.ana, today) is None
    wrong_partner = reverse("screening-revocation", args=[cast.ben.id, clearance.id])
    assert client.get(wrong_partner).status_code == 404


def test_not_now_after_a_clearance_closes_it_again(cast, client) -> None:
    client.force_login(cast.lind)
    client.post(at("clearance", cast.ana), {"decision": "clear", "expires_on": later(60)})
    refused = client.post(at("clearance", cast.ana), {"decision": "not-now", "reason": "Pulse 40"})
    assert "needs its reason and a plan" in refused.content.decode()
    assert "Pulse 40" in refused.content.decode()
    client.post(at("clearance", cast.ana), {"decision": "not-now", "reason": "x", "plan": "ECG"})
    assert NotNow.objects.count() == 1
    stands = queries.clearance_standing(cast.ana, timezone.localdate())
    assert isinstance(stands, Closed)
    assert stands.reason == "not now"


def test_a_clearance_is_proposed_for_three_months(cast, client) -> None:
    client.force_login(cast.lind)
    page = client.get(at("clearance", cast.ana)).content.decode()
    assert f'value="{later(90)}"' in page


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_clearance_ends_after_today_and_within_a_year(cast, client, days) -> None:
    client.force_login(cast.lind)
    form = {"decision": "clear", "expires_on": later(days)}
    assert "within a year" in client.post(at("clearance", cast.ana), form).content.decode()
    assert not Clearance.objects.exists()


def test_the_same_token_on_the_other_partner_is_another_row(cast, client) -> None:
    client.force_login(cast.lind)
    form = {"decision": "clear", "expires_on": later(60), "once": str(uuid.uuid4())}
    for partner in (cast.ana, cast.ben):
        client.post(at("clearance", partner), form)
    assert Clearance.objects.count() == 2


def test_the_therapist_decides_about_the_couple(cast, client) -> None:
    client.force_login(cast.okafor)
    address = reverse("screening-suitability", args=[cast.couple.id])
    refused = client.post(address, {"decision": "not-now", "reason": "Time"})
    assert "needs a plan" in refused.content.decode()
    form = {"decision": "suitable", "reason": "Both wish it", "once": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(address, form).status_code == 302
    assert Suitability.objects.count() == 1
    assert isinstance(queries.suitability_standing(cast.couple, timezone.localdate()), Open)
    assert "Both wish it" in client.get(address).content.decode()


def test_each_decision_is_for_its_role_and_its_team(cast, client) -> None:
    suitability = reverse("screening-suitability", args=[cast.couple.id])
    for person in (cast.ana.person, cast.ben.person, cast.theo, cast.cora):
        client.force_login(person)
        for address in (at("partner", cast.ana), at("vitals", cast.ana), at("clearance", cast.ana)):
            assert client.get(address).status_code == 404
        assert client.get(suitability).status_code == 404
    client.force_login(cast.okafor)
    assert client.get(at("partner", cast.ana)).status_code == 200
    assert client.get(at("clearance", cast.ana)).status_code == 404
    client.force_login(cast.lind)
    assert client.get(suitability).status_code == 404


def test_the_page_asks_the_database_the_same_number_of_times(cast, client) -> None:
    client.force_login(cast.lind)
    counts = []
    for days in (30, 60, 90):
        client.post(at("clearance", cast.ana), {"decision": "clear", "expires_on": later(days)})
        client.post(at("vitals", cast.ana), VITALS)
        told(cast.ana, allergies=f"penicillin {days}")
        client.get(at("partner", cast.ana))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(at("partner", cast.ana)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[2] <= 15
