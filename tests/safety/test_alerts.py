import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from duologue.consent.actions import withdraw
from duologue.consent.models import Signature
from duologue.people.models import CareTeamMember, Role
from duologue.safety import actions, loader, rules
from duologue.safety.models import Alert, AlertClosure
from duologue.safety.queries import alerts_for, clinician_of, open_alerts
from tests.cast import NOW

BECAUSE = "Item 9 was answered with 2"


def raised(cast, partner=None, kind="suicide-risk") -> Alert:
    return actions.raise_alert(
        partner=partner or cast.ana, kind=kind, because=BECAUSE, by=None, at=NOW
    )


def test_an_alert_goes_to_the_therapist_with_a_clock(cast) -> None:
    alert = raised(cast)
    assert alert.owner == cast.okafor
    assert alert.due_at == NOW + timedelta(hours=loader.kinds()["suicide-risk"].hours)


def test_without_a_care_team_an_alert_still_has_an_owner(cast) -> None:
    assert clinician_of(cast.chloe) in (cast.okafor, cast.theo)


def test_the_same_alert_twice_is_one_alert(cast) -> None:
    assert raised(cast) == raised(cast)


def test_after_it_was_closed_the_same_answer_raises_a_new_alert(cast) -> None:
    first = raised(cast)
    actions.close_alert(alert=first, done="Spoke with Ana", by=cast.okafor, at=NOW)
    assert raised(cast) != first
    assert open_alerts(cast.ana).count() == 1


def test_a_kind_nobody_described_still_has_a_clock(cast) -> None:
    assert raised(cast, kind="unheard-of").due_at > NOW


@given(st.datetimes(), st.datetimes())
def test_an_open_alert_is_late_exactly_after_its_due_time(due: datetime, at: datetime) -> None:
    assert (rules.word(due, None, at) == "late") == (at > due)
    assert rules.word(due, at, at) == "done"


def test_an_alert_is_closed_with_what_was_done(cast, client) -> None:
    alert = raised(cast)
    client.force_login(cast.okafor)
    page = reverse("alert", args=[alert.id])
    assert BECAUSE in client.get(page).content.decode()
    assert client.post(page, {"done": "Called at noon"}).status_code == 302
    assert client.post(page, {"done": "Called again"}).status_code == 302
    assert AlertClosure.objects.get().done == "Called at noon"


def test_an_alert_is_not_closed_without_saying_what_was_done(cast, client) -> None:
    alert = raised(cast)
    client.force_login(cast.okafor)
    answer = client.post(reverse("alert", args=[alert.id]), {"done": ""})
    assert "required" in answer.content.decode()
    assert not AlertClosure.objects.exists()


def test_nobody_else_meets_the_alert(cast, client) -> None:
    alert = raised(cast)
    for person in (cast.theo, cast.cora, cast.ana.person, cast.ben.person):
        client.force_login(person)
        assert client.get(reverse("alert", args=[alert.id])).status_code == 404


def test_the_list_of_alerts_is_for_the_team_that_treats_the_person(cast, client) -> None:
    raised(cast)
    for person, sees in (
        (cast.okafor, True),
        (cast.lind, True),
        (cast.theo, False),
        (cast.mona, False),
    ):
        client.force_login(person)
        assert ("Thoughts of suicide" in client.get(reverse("alerts")).content.decode()) is sees
    client.force_login(cast.ben.person)
    assert client.get(reverse("alerts")).status_code == 404


def test_the_list_asks_the_database_the_same_number_of_times(cast, client) -> None:
    client.force_login(cast.okafor)
    asked = []
    for number in range(4):
        actions.raise_alert(
            partner=cast.ana, kind="other", because=f"reason {number}", by=None, at=NOW
        )
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("alerts"))
        asked.append(len(queries))
    assert asked[1] == asked[3] <= 15


def test_a_private_screen_is_for_its_owner_and_the_couples_therapist_alone(cast, client) -> None:
    alert = raised(cast, kind="private-screen")
    for person, role, seen in (
        (cast.okafor, "therapist", 1),
        (cast.lind, "prescriber", 0),
        (cast.mona, "monitor", 0),
    ):
        assert len(alerts_for(person, frozenset({role}), NOW).open) == seen
        client.force_login(person)
        answer = client.get(reverse("alert", args=[alert.id]))
        assert answer.status_code == (200 if seen else 404)


def test_the_owner_keeps_a_private_screen_when_another_therapist_comes(cast) -> None:
    alert = raised(cast, kind="private-screen")
    CareTeamMember.objects.create(couple=cast.couple, person=cast.theo, role=Role.THERAPIST, at=NOW)
    for person in (cast.okafor, cast.theo):
        assert alerts_for(person, frozenset({"therapist"}), NOW).open[0].id == alert.id


def test_a_monitor_meets_only_the_alerts_given_to_them(cast, client) -> None:
    """Without anybody who treats them, the couple's monitor is the next of the team."""
    others = raised(cast)
    CareTeamMember.objects.create(couple=cast.others, person=cast.mona, role=Role.MONITOR, at=NOW)
    own = raised(cast, partner=cast.chloe)
    assert own.owner == cast.mona
    client.force_login(cast.mona)
    page = reverse("alert", args=[others.id])
    assert client.get(page).status_code == 404
    assert client.post(page, {"done": "x", "takes_over": "on"}).status_code == 404
    assert client.post(reverse("alert", args=[own.id]), {"done": "Called"}).status_code == 302
    assert AlertClosure.objects.get().alert == own


def test_who_treats_the_couple_closes_a_colleagues_alert_only_by_taking_it_over(
    cast, client
) -> None:
    alert = raised(cast)
    client.force_login(cast.lind)
    page = reverse("alert", args=[alert.id])
    assert "I take this over" in client.get(page).content.decode()
    answer = client.post(page, {"done": "Called at noon"}).content.decode()
    assert "Tick this to take the alert over" in answer and "Called at noon" in answer
    assert not AlertClosure.objects.exists()
    client.post(page, {"done": "Called at noon", "takes_over": "on"})
    closure = AlertClosure.objects.get()
    assert closure.by == cast.lind
    assert closure.done == "Lind took this over from Okafor.\nCalled at noon"


def test_nobody_closes_an_alert_of_people_they_do_not_treat(cast) -> None:
    alert = raised(cast)
    for person in (cast.mona, cast.theo, cast.cora):
        with pytest.raises(actions.NotTheirs):
            actions.close_alert(alert=alert, done="x", takes_over=True, by=person, at=NOW)
    with pytest.raises(actions.NotTheirs, match="Take it over first"):
        actions.close_alert(alert=alert, done="x", by=cast.lind, at=NOW)
    assert not AlertClosure.objects.exists()


def test_a_consent_taken_back_says_which_paper(cast, client) -> None:
    day = timezone.now()
    signature = Signature.objects.create(
        partner=cast.ana, document="recording", version="1", name="Ana", sha256="0" * 64,
        paper=b"paper", at=day,
    )  # fmt: skip
    withdraw(signature=signature, by=cast.ana.person, at=day)
    client.force_login(cast.okafor)
    for page in ("alerts", "my-day"):
        read = client.get(reverse(page)).content.decode()
        assert "A consent was withdrawn: “Recording of sessions”, version 1" in read


@pytest.mark.parametrize(
    ("raised_ago", "said", "unsaid"),
    [(timedelta(days=9), "late: answer was due", "answer by"),
     (timedelta(0), "answer by", "answer was due")],
)  # fmt: skip
def test_the_lists_say_in_words_that_an_alert_is_past_its_time(
    cast, client, raised_ago, said, unsaid
) -> None:
    at = timezone.now() - raised_ago
    actions.raise_alert(partner=cast.ana, kind="suicide-risk", because="Item 9", by=None, at=at)
    client.force_login(cast.okafor)
    for name in ("my-day", "alerts"):
        told = " ".join(re.sub("<[^>]+>", "", client.get(reverse(name)).content.decode()).split())
        assert said in told.lower() and unsaid not in told.lower(), name
