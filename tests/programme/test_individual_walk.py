"""The format “individual”, walked through the pages: one is dosed, the other joins later or never."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from duologue.calendar.actions import book
from duologue.calendar.models import Appointment
from duologue.people.actions import add_partner, assign_care_team
from duologue.people.invitations import accept_invitation, invite_partner
from duologue.people.models import Couple
from duologue.people.rules import NotAllowed
from duologue.privacy.addresses import page_id
from duologue.programme.actions import finish_step
from duologue.programme.queries import current_episode
from tests.cast import NOW
from tests.house import every_page

# No worker runs here, and leaving signs out.
LEFT_OUT = {"health", "leave"}


@pytest.fixture(autouse=True)
def the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def record(cast, first: str, second: str = "") -> Couple:
    """A record opened by the coordinator, its course begun with the first of the two dosed."""
    cora = browser(cast.cora)
    answer = cora.post("/team/couples/new/", {"first_name": first, "second_name": second})
    assert answer.status_code == 302, answer.content.decode()
    couple = Couple.objects.get(name=f"{first} and {second}" if second else first)
    chosen = {"programme": "individual", "dosed": [couple.partners.get(side=1).pk]}
    assert cora.post(reverse("course-start", args=[couple.pk]), chosen).status_code == 302
    for person, role in ((cast.okafor, "therapist"), (cast.lind, "prescriber")):
        assign_care_team(couple=couple, person=person, role=role, by=cast.cora, at=NOW)
    assign_care_team(couple=couple, person=cast.mona, role="monitor", by=cast.cora, at=NOW)
    return couple


def joined(cast, partner):
    made = invite_partner(
        partner=partner, email=f"{partner.first_name.lower()}@example.net", by=cast.cora, at=NOW
    )
    return accept_invitation(token=made.token, name=partner.first_name, at=NOW)


def session(cast, couple, partners) -> Appointment:
    return book(
        id=uuid.uuid4(),
        couple=couple, kind="medicine", session_number=1, partners=partners, room=None,
        staff=[cast.okafor, cast.mona], starts_at=NOW + timedelta(days=1),
        ends_at=NOW + timedelta(days=1, hours=4), by=cast.cora, at=NOW,
    )  # fmt: skip


def walk(clients: dict[str, Client], couple: Couple) -> set[str]:
    """Open every address there is around this couple as everybody; the names of what opened."""
    around, opened = every_page.ids_around(couple), set()
    for page in every_page.named_pages():
        if page.name in LEFT_OUT or page.name.startswith(("account_", "mfa_")):
            continue
        for address in page.addresses(around):
            for client in clients.values():
                status = client.get(address).status_code
                assert status in (200, 302, 404, 405, 410), (address, status)
                if status == 200:
                    opened.add(page.name)
    return opened


def test_every_page_opens_around_a_couple_of_one(cast) -> None:
    couple = record(cast, "Ida")
    ida = couple.partners.get()
    own = browser(joined(cast, ida))
    session(cast, couple, [ida])
    finish_step(episode=current_episode(couple), partner=None, step="suitability", by=None, at=NOW)
    team = {p.name: browser(p) for p in (cast.okafor, cast.lind, cast.mona, cast.cora)}
    opened = walk({"Ida": own, **team}, couple)
    assert opened >= set(
        "today journey my-room our-room consents couple couple-course couple-people caseload "
        "calendar-book dosing-session partner preparation-pattern followup-closing my-day".split()
    )
    assert "Ida and" not in own.get(reverse("our-room")).content.decode()


def test_who_joins_later_finds_their_own_steps_and_only_those(cast) -> None:
    couple = record(cast, "Ida", "Jo")
    ida, jo = couple.partners.order_by("side")
    joined(cast, ida)
    episode = current_episode(couple)
    finish_step(episode=episode, partner=ida, step="first-conversation", by=cast.cora, at=NOW)
    jo_in = browser(joined(cast, jo))
    today = jo_in.get(reverse("today")).content.decode()
    paper = page_id(jo.id, "papers", "confidentiality")
    assert reverse("consent-document", args=[paper]) in today
    journey = jo_in.get(reverse("journey")).content.decode()
    assert "Your relationship" in journey
    for of_ida in ("Your health and medicines", "What ketamine is", "Medicine session"):
        assert of_ida not in journey and of_ida not in today
    assert "medicine" not in re.sub(r"<[^>]+>", " ", today).casefold()


def test_the_couple_page_shows_both_and_the_session_room_one_column(cast) -> None:
    couple = record(cast, "Ida", "Jo")
    ida, jo = couple.partners.order_by("side")
    okafor = browser(cast.okafor)
    page = okafor.get(reverse("couple", args=[couple.pk])).content.decode()
    assert "Ida" in page and "Jo" in page and "nothing to sign yet" in page
    room = okafor.get(reverse("dosing-session", args=[session(cast, couple, [ida, jo]).pk]))
    shown = room.context["page"]
    assert [column.name for column in shown.columns] == ["Ida"] and shown.present == ("Jo",)
    assert "Jo" in room.content.decode()


def test_a_session_of_one_says_that_the_other_is_not_there(cast) -> None:
    couple = record(cast, "Ida", "Jo")
    alone = session(cast, couple, [couple.partners.get(side=1)])
    shown = browser(cast.okafor).get(reverse("dosing-session", args=[alone.pk])).context["page"]
    assert [column.name for column in shown.columns] == ["Ida"] and shown.present == ()


def test_the_other_partner_can_be_added_to_a_record_of_one(cast) -> None:
    couple = record(cast, "Ida")
    page = reverse("couple-people", args=[couple.pk])
    cora = browser(cast.cora)
    add = reverse("people-other-partner", args=[couple.pk])
    assert add in cora.get(page).content.decode()
    assert cora.post(add, {"first_name": ""}).status_code == 422
    assert cora.post(add, {"first_name": "Jo"}).status_code == 302
    couple.refresh_from_db()
    assert couple.name == "Ida and Jo" and couple.partners.get(side=2).first_name == "Jo"
    assert add not in cora.get(page).content.decode()
    with pytest.raises(NotAllowed, match="Both partners"):
        add_partner(couple=couple, first_name="Kim", by=cast.cora, at=NOW)
