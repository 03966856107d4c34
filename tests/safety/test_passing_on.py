"""Who leaves takes no open alert along."""

import pytest

from duologue.contact.outbox import OutboxBackend
from duologue.people.actions import assign_care_team, end_care, end_role
from duologue.people.models import CareTeamMember, StaffRole
from duologue.privacy.principal import asking_as
from duologue.safety.access.actions import ask_if_meant
from duologue.safety.access.models import AccessAlert
from duologue.safety.actions import raise_alert
from duologue.safety.models import Alert
from duologue.safety.queries import alerts_for
from tests.cast import NOW
from tests.people.signing_in import mails_to


@pytest.fixture(autouse=True)
def mail_lies_in_the_outbox(settings) -> None:
    settings.EMAIL_BACKEND = f"{OutboxBackend.__module__}.{OutboxBackend.__qualname__}"


def held(person, role: str) -> StaffRole:
    return StaffRole.objects.get(person=person, role=role)


def leaves_the_couple(cast, person) -> None:
    for member in CareTeamMember.objects.filter(person=person, couple=cast.couple, end=None):
        with asking_as(str(cast.cora.pk)):
            end_care(member=member, by=cast.cora, at=NOW)


def test_an_alert_of_who_leaves_a_couple_passes_to_its_team_and_they_are_told(cast) -> None:
    alert = raise_alert(partner=cast.ana, kind="mania", because="x", by=None, at=NOW)
    assert alert.owner == cast.okafor
    leaves_the_couple(cast, cast.okafor)
    alert.refresh_from_db()
    assert alert.owner == cast.lind
    (mail,) = mails_to(cast.lind.email)
    assert "something to look at" in mail.body
    assert not any(name in mail.body for name in ("Ana", "Ben", "Okafor", "mania"))
    assert alerts_for(cast.okafor, frozenset({"therapist"}), NOW).open == ()


def test_an_alert_about_a_couple_nobody_treats_any_more_stays_with_a_clinician(cast) -> None:
    raise_alert(partner=cast.ana, kind="mania", because="x", by=None, at=NOW)
    for person in (cast.lind, cast.mona, cast.okafor):
        leaves_the_couple(cast, person)
    owner = Alert.objects.get().owner
    assert owner in (cast.okafor, cast.theo, cast.lind)
    assert len(alerts_for(owner, frozenset({"therapist"}), NOW).open) == 1


def test_who_works_here_no_longer_is_asked_nothing_and_what_they_were_asked_passes_on(cast) -> None:
    raise_alert(partner=cast.ana, kind="mania", because="x", by=None, at=NOW)
    ask_if_meant(act="code", whom=cast.ana.person, couple=cast.couple, by=cast.cora, at=NOW)
    with asking_as(str(cast.cora.pk)):
        end_role(staff_role=held(cast.okafor, "therapist"), by=cast.cora, at=NOW)
    assert Alert.objects.get().owner == cast.lind
    owners = {one.owner for one in AccessAlert.objects.filter(act="code")}
    assert cast.okafor not in owners and len(owners) == 2


def test_who_leaves_one_couple_keeps_the_alerts_of_another(cast) -> None:
    assign_care_team(couple=cast.others, person=cast.okafor, role="therapist", by=None, at=NOW)
    kept = raise_alert(partner=cast.chloe, kind="mania", because="x", by=None, at=NOW)
    leaves_the_couple(cast, cast.okafor)
    kept.refresh_from_db()
    assert kept.owner == cast.okafor
