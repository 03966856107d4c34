"""Every page asks the database at most fifteen questions, however much there is to see."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks import volume
from duologue.demo.clinic import build
from duologue.demo.story import stories
from duologue.dosing.models import GateRuling
from duologue.followup.models import ClosingDraft
from duologue.measures.actions import start
from duologue.measures.models import HeldSubmission
from duologue.notes.actions import begin_note
from duologue.notes.own.actions import write_own_note
from duologue.people.models import Couple, EmergencyGrant, Partner, Person, Role, RoleOffer
from duologue.privacy.keys.actions import name_escrow
from duologue.programme.queries import latest_episode
from duologue.record.disclosure.actions import prepare_joint, prepare_own
from duologue.safety.models import AccessAlert, AdverseEvent, Alert
from duologue.workshops.models import Cohort
from tests.cast import NOW
from tests.conftest import NO_QUESTION
from tests.house import every_page

BAR = 15
# A day with a session, and a finished course with its closing letter.
TOLD = ("priya-daniel", "tariq-zainab")
# Pages that are not opened by a plain GET here, each with the reason. Keep it short.
TOKEN = "its address holds a token of which only a digest is kept"
ACT = "it takes a form; opened plainly it leads back to where the form stands"
NOT_OPENED = {
    **dict.fromkeys(
        (
            "followup-course-end",
            "integration-acceptance",
            "integration-agreement-end",
            "integration-insight-away",
            "integration-practice-day",
            "integration-practice-end",
            "preparation-intention-away",
            "preparation-take-back",
            "record-brought-back",
            "record-matter",
        ),
        ACT,
    ),
    "health": "it is for machines, and speaks of processes that no test starts",
    "leave": "it ends the session of whoever opens it",
    "home": "it only leads on to the first page of whoever comes",
    "setup": "it is gone once there is a clinic",
    "measures-start": "it begins a questionnaire and leads on to its first item",
    "calendar-ics": TOKEN,
    "measures-link": TOKEN,
    "people-invitation": TOKEN,
    "people-code-in-person": "only the session that made the code shows it",
    "people-invitation-link": "only the session that made the link shows it",
}
# A page of allauth's that does not open belongs to the middle of a sign-in.
OF_ALLAUTH = ("account_", "mfa_")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A few couples of the demo, told once for all tests of this file and rolled back."""
    told = [story for story in stories() if story.key in TOLD]
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW + timedelta(hours=5), tick=False),
        override_settings(DUOLOGUE_DEMO=True),
        transaction.atomic(),
    ):
        build(seed=7, today=date(NOW.year, NOW.month, NOW.day), told=told)
        for member in Person.objects.exclude(staff_roles=None):
            Authenticator.objects.create(
                user=member, type=Authenticator.Type.TOTP, data={"secret": ""}
            )
        _besides(Couple.objects.get(name="Priya and Daniel"))
        yield
        transaction.set_rollback(True)


def _besides(couple: Couple) -> None:
    """What these two couples have not met: an alert, an adverse event, an answer held, a cohort."""
    at, partner = timezone.now(), couple.partners.get(side=1)
    therapist = couple.care_team.get(role="therapist").person
    common = {"partner": partner, "by": therapist}
    Alert.objects.create(
        **common, kind="other", because="Said so.", owner=therapist, raised_at=at, due_at=at
    )
    office = Person.objects.filter(staff_roles__role="coordinator").first()
    AccessAlert.objects.create(
        act="code", whom=partner.person, couple=couple, owner=therapist, by=office, raised_at=at,
        due_at=at,
    )  # fmt: skip
    RoleOffer.objects.create(email="i@example.org", name="I", role="therapist", by=office, at=at)
    prescriber = couple.care_team.get(role="prescriber").person
    for session in couple.appointments.filter(kind="medicine"):
        GateRuling.objects.create(
            appointment=session, partner=partner, rule="food", words="Tea.", by=prescriber, at=at
        )
    AdverseEvent.objects.create(
        **common, what="Nausea", began_at=at, severity="mild", relatedness="related",
        done="Rest", at=at,
    )  # fmt: skip
    HeldSubmission.objects.create(
        partner=partner, instrument="phq-9", received={"1": 9}, why="9 is not on offer", at=at
    )
    begin_note(
        id=uuid4(), template="integration-joint", couple=couple, partner=None, about_at=at,
        by=therapist, at=at,
    )  # fmt: skip
    for opener in (therapist, prescriber):
        EmergencyGrant.objects.create(
            partner=partner, role="therapist", reason="She called.", by=opener, at=at,
            expires_at=at + timedelta(minutes=30),
        )  # fmt: skip
    write_own_note(id=uuid4(), couple=couple, text="Mine.", about_on=at.date(), by=therapist, at=at)
    ClosingDraft.objects.create(
        couple=couple, episode=latest_episode(couple), joint="Well done.", by=therapist, at=at
    )
    cohort = Cohort.objects.create(name="In spring", starts_on=at.date(), by=therapist, at=at)
    cohort.facilitators.create(person=therapist, at=at)
    start(partner=partner, instrument="gad-7", by=partner.person, at=at)
    name_escrow(
        first=therapist, second=couple.care_team.get(role="monitor").person, by=therapist, at=at
    )
    _papers(partner, therapist, at)


def _papers(partner: Partner, by: Person, at: datetime) -> None:
    """A paper of the joint part and one of this partner's own, for them to sign."""
    said = {
        "kind": "copy",
        "recipient": "Dr Osei",
        "purpose": "To go on.",
        "letter": "Dear Dr Osei",
    }
    said |= {"until": at.date() + timedelta(days=30), "holds": [], "by": by, "at": at}
    prepare_joint(id=uuid4(), couple=partner.couple, **said)
    prepare_own(id=uuid4(), partner=partner, **said)


@pytest.fixture
def observers(world: None) -> dict[str, Client]:
    couple = Couple.objects.get(name="Priya and Daniel")
    people: dict[str, Person | None] = {m.role: m.person for m in couple.care_team.all()}
    people |= {p.name: p for p in Person.objects.filter(partner_in__isnull=False)}
    for role in (Role.COORDINATOR, Role.OPERATOR):
        people[role] = Person.objects.filter(staff_roles__role=role).first()
    return {name: every_page.signed_in(one) for name, one in {**people, "nobody": None}.items()}


def questions(client: Client, address: str) -> list[str]:
    """What one visit asks the database; a savepoint stands for the request's BEGIN and COMMIT."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200, address
    return [q["sql"] for q in asked if not q["sql"].startswith(NO_QUESTION)]


def four_times_as_much() -> None:
    """Four times the couples of the same staff, and four times the rows of those there were."""
    couples = "people_couple people_partner people_careteammember programme_episode".split()
    couples.append("programme_episodephase")
    people = [m._meta.db_table for m in apps.get_app_config("people").get_models()]
    once = [*volume.OF_THE_HOUSE, *people, "dosing_ledgerentry", "measures_answer"]
    volume.copy(connection.connection, 4, once=once)
    volume.copy(connection.connection, 4, only=couples, staff_each=4)


def test_every_page_opens_and_costs_at_most_fifteen_queries(observers: dict[str, Client]) -> None:
    around = [every_page.ids_around(couple) for couple in Couple.objects.order_by("-at")]
    unopened, dear = [], {}
    for page in every_page.named_pages():
        if page.name in NOT_OPENED:
            continue
        try:
            opened = every_page.opened_by(page, observers, around)
        except every_page.OnlyActs:
            continue
        if opened is None and not page.name.startswith(OF_ALLAUTH):
            unopened.append(page.name)
        elif opened and (n := len(questions(observers[opened[0]], opened[1]))) > BAR:
            dear[page.name] = (n, opened[0])
    assert not unopened, (
        f"{unopened}: fill their gaps in every_page.py, or say in NOT_OPENED why not"
    )
    assert not dear


def test_no_exception_is_kept_for_a_page_that_is_gone() -> None:
    assert NOT_OPENED.keys() <= {page.name for page in every_page.named_pages()}


def test_a_list_asks_the_same_questions_of_four_times_as_much(observers: dict[str, Client]) -> None:
    couple = Couple.objects.get(name="Priya and Daniel")
    partner = couple.partners.get(side=1)
    lists = {
        name: reverse(name)
        for name in "my-day caseload calendar notes messages alerts enquiries cohorts".split()
    } | {
        "couple": reverse("couple", args=[couple.pk]),
        "couple-course": reverse("couple-course", args=[couple.pk]),
        "partner": reverse("partner", args=[partner.pk]),
        "measures-partner": reverse("measures-partner", args=[partner.pk]),
    }
    therapist = observers["therapist"]
    before = {name: len(questions(therapist, address)) for name, address in lists.items()}
    four_times_as_much()
    after = {name: len(questions(therapist, address)) for name, address in lists.items()}
    assert after == before
