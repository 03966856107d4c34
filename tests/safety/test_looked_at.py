"""What was answered is asked no longer, the last clinicians stay, and who must look is told at once."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from duologue.people.emergency.actions import open_in_an_emergency
from duologue.people.models import Person, StaffRole, StaffRoleEnd
from duologue.people.queries import roles_of
from duologue.people.roles.actions import answer_offer, offer_role
from duologue.safety.access.actions import (
    agreed_to_end,
    answer_if_meant,
    ask_if_meant,
    ask_if_role_should_end,
    settle,
)
from duologue.safety.access.models import AccessAlert
from tests.cast import NOW
from tests.people.signing_in import mails_to
from tests.safety.test_access import asked_of, signed_in
from tests.safety.test_access import mail_lies_in_the_outbox as mail_lies_in_the_outbox


def test_once_a_role_is_answered_nobody_else_is_asked_whether_it_was_meant(cast) -> None:
    for word in ("confirmed", "declined"):
        offer = offer_role(role="monitor", person=cast.theo, by=cast.cora, at=NOW)
        alert = AccessAlert.objects.get(owner=cast.okafor, closure=None)
        answer_offer(offer=offer, word=word, by=cast.lind, at=NOW)
        assert not AccessAlert.objects.filter(act="role-asked", closure=None).exists()
        page = signed_in(cast.okafor).get(reverse("alert-access", args=[alert.pk]))
        assert f"Lind {word} it." in page.content.decode()
        for held in StaffRole.objects.filter(person=cast.theo, role="monitor", end=None):
            StaffRoleEnd.objects.create(staff_role=held, by=cast.cora, at=NOW)


def end(by: Person, whom: Person, role: str) -> str:
    held = StaffRole.objects.get(person=whom, role=role, end=None)
    answer = signed_in(by).post(reverse("people-role-end", args=[held.pk]), follow=True)
    return str(answer.content.decode())


def test_a_clinician_s_role_that_the_office_ends_is_asked_about(cast) -> None:
    assert "The role has ended." in end(cast.cora, cast.theo, "therapist")
    assert asked_of() == {("role-end", "Okafor"), ("role-end", "Lind")}
    said = "Cora ended the role therapist of Theo."
    assert said in signed_in(cast.lind).get(reverse("alerts")).content.decode()


@pytest.mark.parametrize("agrees", ["okafor", "lind"])
def test_the_last_two_clinicians_lose_no_role_unless_one_of_them_says_so(cast, agrees) -> None:
    end(cast.cora, cast.theo, "therapist")
    for _ in range(2):
        assert "The role has not ended yet." in end(cast.cora, cast.okafor, "therapist")
    assert roles_of(cast.okafor) == {"therapist"}
    asked = AccessAlert.objects.filter(act="role-end-asked")
    assert {one.owner.name for one in asked} == {"Okafor", "Lind"}
    who = getattr(cast, agrees)
    page = reverse("alert-access", args=[asked.get(owner=who).pk])
    assert signed_in(cast.cora).post(page, {"word": "meant"}).status_code == 404
    signed_in(who).post(page, {"word": "meant"})
    assert roles_of(cast.okafor) == frozenset()
    assert not asked.filter(closure=None).exists()
    assert AccessAlert.objects.filter(act="role-end").count() == 2  # of Theo's alone
    assert "The role has not ended yet." in end(cast.cora, cast.lind, "prescriber")


def test_a_clinician_who_says_no_keeps_the_role(cast) -> None:
    end(cast.cora, cast.theo, "therapist")
    end(cast.cora, cast.okafor, "therapist")
    alert = AccessAlert.objects.get(act="role-end-asked", owner=cast.lind)
    answer_if_meant(alert=alert, word="not meant", done="Asked Cora", by=cast.lind, at=NOW)
    assert roles_of(cast.okafor) == {"therapist"}
    assert not AccessAlert.objects.filter(act="role-end-asked", closure=None).exists()


def test_who_must_look_is_mailed_at_once_without_a_name_and_has_hours(cast) -> None:
    one, _ = ask_if_meant(
        act="code", whom=cast.ana.person, couple=cast.couple, by=cast.cora, at=NOW
    )
    assert one.due_at - one.raised_at <= timedelta(hours=12)
    (mail,) = mails_to(one.owner.email)
    assert "something to look at" in mail.body
    assert not any(name in mail.body + mail.subject for name in ("Ana", "Ben", "Cora"))


def test_an_opening_in_an_emergency_is_mailed_to_their_therapist_and_stands_under_alerts(
    cast,
) -> None:
    open_in_an_emergency(
        id=uuid.uuid4(), partner=cast.ana, reason="asleep", by=cast.theo, at=timezone.now()
    )
    assert len(mails_to(cast.okafor.email)) == 1
    assert mails_to(cast.theo.email) == mails_to(cast.lind.email) == []
    shown = signed_in(cast.okafor).get(reverse("alerts")).content.decode()
    assert "Opened in an emergency" in shown and "Theo" in shown
    assert (
        "Opened in an emergency" not in signed_in(cast.lind).get(reverse("alerts")).content.decode()
    )


def test_what_is_settled_for_one_is_closed_for_all_and_is_no_agreement(cast) -> None:
    held = StaffRole.objects.get(person=cast.okafor)
    for _ in range(2):
        ask_if_role_should_end(held=held, by=cast.cora, at=NOW)
    alerts = AccessAlert.objects.filter(act="role-end-asked")
    assert alerts.count() == 3  # Okafor, Theo and Lind, once each
    settle(alike=alerts[0], how="Answered.", by=cast.lind, at=NOW)
    assert not alerts.filter(closure=None).exists() and not agreed_to_end(held, NOW)
