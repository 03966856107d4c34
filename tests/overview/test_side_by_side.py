"""The pages that put rooms side by side."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duologue.measures import actions as measures
from duologue.people.models import CareTeamMember, Role, StaffRole
from duologue.privacy.addresses import page_id
from duologue.programme.actions import finish_step, start_episode
from duologue.programme.queries import due_for_partner
from duologue.safety.models import Alert
from tests.cast import NOW
from tests.conftest import NO_QUESTION


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def episode(cast):
    return start_episode(
        couple=cast.couple, programme="together-psycholytic", dosed=[cast.ana, cast.ben],
        by=cast.okafor, at=NOW,
    )  # fmt: skip


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


PORTAL = ["today", "journey", "my-room", "our-room"]
TEAM = ["my-day", "caseload"]


@pytest.mark.parametrize("name", PORTAL)
def test_a_partner_opens_their_pages_before_and_during_a_course(name, cast, episode) -> None:
    assert signed_in(cast.ana.person).get(reverse(name)).status_code == 200
    assert signed_in(cast.chloe.person).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PORTAL)
def test_staff_find_no_partner_page_of_their_own(name, cast) -> None:
    assert signed_in(cast.okafor).get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", TEAM)
def test_partners_find_no_team_page(name, cast) -> None:
    assert signed_in(cast.ana.person).get(reverse(name)).status_code == 404


def queries_of(client: Client, address: str) -> int:
    """How much one page asks the database."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200, address
    return sum(not query["sql"].startswith(NO_QUESTION) for query in asked)


@pytest.mark.parametrize("name", [*PORTAL])
def test_a_portal_page_costs_at_most_fifteen_queries(name, cast, episode) -> None:
    assert queries_of(signed_in(cast.ana.person), reverse(name)) <= 15


def test_team_pages_cost_at_most_fifteen_queries(cast, episode) -> None:
    okafor = signed_in(cast.okafor)
    for address in (
        reverse("my-day"),
        reverse("caseload"),
        reverse("couple", args=[cast.couple.id]),
        reverse("partner", args=[cast.ana.id]),
        reverse("couple-course", args=[cast.couple.id]),
    ):
        assert queries_of(okafor, address) <= 15, address


def test_a_therapist_of_other_couples_meets_a_kind_404(cast, episode) -> None:
    theo = signed_in(cast.theo)
    for address in (
        reverse("couple", args=[cast.couple.id]),
        reverse("partner", args=[cast.ana.id]),
    ):
        assert theo.get(address).status_code == 404


def test_questions_of_a_step_open_from_today_and_finish_it(cast, episode) -> None:
    for done in ("first-conversation", "consent-confidentiality"):
        partner = cast.ana if done.startswith("consent") else None
        finish_step(episode=episode, partner=partner, step=done, by=None, at=NOW)
    ana = signed_in(cast.ana.person)
    page = reverse("measures-start", args=[page_id(cast.ana.id, "questions", "gad-7.before")])
    begun = ana.get(page)
    response = measures.Response.objects.get(partner=cast.ana)
    assert begun.url == reverse("measures-review", args=[response.id])
    for number in range(1, 8):
        measures.answer(response=response, item=number, value=1, by=None, at=NOW)
    ana.post(begun.url)
    assert "gad-7.before" not in {d.step for d in due_for_partner(cast.ana, NOW, limit=100)}
    again = ana.get(page)
    assert again.url == reverse("today")


def test_a_record_is_opened_and_a_course_begun_by_hand(cast) -> None:
    okafor = signed_in(cast.okafor)
    opened = okafor.post(reverse("couple-new"), {"first_name": "Eva", "second_name": "Finn"})
    page = okafor.get(opened.url)
    assert "Eva and Finn" in page.content.decode()
    wrong = okafor.post(opened.url, {"programme": "together-psycholytic"})
    assert wrong.status_code == 422
    couple = cast.couple.__class__.objects.get(name="Eva and Finn")
    begun = okafor.post(
        opened.url,
        {"programme": "together-psycholytic", "dosed": [p.id for p in couple.partners.all()]},
    )
    assert begun.url == reverse("couple-people", args=[couple.id])
    assert "Eva and Finn" in okafor.get(reverse("caseload")).content.decode()


def test_scores_are_for_the_therapist_and_the_prescriber(cast, episode) -> None:
    measures.enter_on_paper(
        partner=cast.ana, instrument="gad-7", answers=dict.fromkeys(range(1, 8), 2),
        by=cast.okafor, at=NOW,
    )  # fmt: skip
    for person, sees in (
        (cast.okafor, True), (cast.lind, True), (cast.mona, False), (cast.cora, False),
    ):  # fmt: skip
        for address in (
            reverse("couple", args=[cast.couple.id]), reverse("partner", args=[cast.ana.id]),
        ):  # fmt: skip
            page = signed_in(person).get(address).content.decode()
            assert ("14 moderate" in page) is sees, (person.name, address)


def test_my_day_shows_the_alerts_due_first_and_counts_every_other(cast) -> None:
    for n in range(1, 8):
        Alert.objects.create(
            partner=cast.ana, kind="other", because=f"Reason {n}", owner=cast.okafor,
            raised_at=NOW - timedelta(days=9), due_at=NOW + timedelta(days=1) * (n - 7),
        )  # fmt: skip
    page = signed_in(cast.okafor).get(reverse("my-day")).content.decode()
    assert page.count("Look now.") == 5
    assert "2 more alerts</a> are open, 1 of them past the time to answer" in page
    Alert.objects.first().delete()
    Alert.objects.first().delete()
    page = signed_in(cast.okafor).get(reverse("my-day")).content.decode()
    assert page.count("Look now.") == 5 and "more alert" not in page


NOT_FOR_THE_OFFICE = ("no decision yet", "not answered yet", "Not drawn yet", "the first answered")


def test_who_coordinates_and_treats_others_reads_nothing_as_empty_that_is_closed_to_them(
    cast, episode
) -> None:
    for role in (Role.THERAPIST, Role.PRESCRIBER):
        StaffRole.objects.create(person=cast.cora, role=role, at=NOW)
    cora, okafor = signed_in(cast.cora), signed_in(cast.okafor)
    couple, partner = (
        reverse("couple", args=[cast.couple.id]),
        reverse("partner", args=[cast.ana.id]),
    )
    for address in (couple, partner):
        read = cora.get(address).content.decode()
        assert "Scores are read by the therapist and the prescriber" in read
        assert "read by their care team" in read
        assert not [words for words in NOT_FOR_THE_OFFICE if words in read]
        assert "no decision yet" in okafor.get(address).content.decode()
    assert "Not drawn yet" in okafor.get(couple).content.decode()
    assert reverse("measures-partner", args=[cast.ana.id]) not in cora.get(partner).content.decode()
    assert queries_of(cora, couple) <= 15


CLINICIANS_PAGES = (
    "measures-partner",
    "measures-sealed",
    "screening-partner",
    "screening-clearance",
)


def test_a_clinicians_page_opened_by_address_is_not_there_for_who_treats_others(
    cast, episode
) -> None:
    for role in (Role.THERAPIST, Role.PRESCRIBER):
        StaffRole.objects.create(person=cast.cora, role=role, at=NOW)
    cora, lind = signed_in(cast.cora), signed_in(cast.lind)
    suitability = reverse("screening-suitability", args=[cast.couple.id])
    assert cora.get(suitability).status_code == 404
    for name in CLINICIANS_PAGES:
        page = reverse(name, args=[cast.ana.id])
        assert (cora.get(page).status_code, lind.get(page).status_code) == (404, 200), name
    # In another role, of the same couple: what she watches over is no decision of hers.
    CareTeamMember.objects.create(couple=cast.couple, person=cast.cora, role=Role.MONITOR, at=NOW)
    StaffRole.objects.create(person=cast.cora, role=Role.MONITOR, at=NOW)
    statuses = [cora.get(reverse(n, args=[cast.ana.id])).status_code for n in CLINICIANS_PAGES]
    assert statuses == [404, 404, 200, 404]


def test_only_who_may_change_a_step_is_offered_it(cast, episode) -> None:
    page, change = (
        reverse(name, args=[cast.couple.id]) for name in ("couple-course", "couple-step")
    )
    assert change in signed_in(cast.okafor).get(page).content.decode()
    assert change not in signed_in(cast.mona).get(page).content.decode()
