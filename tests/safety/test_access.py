"""Who lets somebody in is not the only one who knows of it."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from duologue.contact.models import SafeContact
from duologue.contact.outbox import OutboxBackend
from duologue.people.actions import assign_care_team, register_couple
from duologue.people.models import (
    Partner,
    Person,
    Role,
    RoleOffer,
    RoleOfferAnswer,
    StaffRole,
)
from duologue.people.queries import roles_of
from duologue.people.roles.actions import answer_offer, give_confirmed, offer_role
from duologue.people.rules import NotAllowed
from duologue.privacy.principal import asking_as
from duologue.safety.access.actions import answer_if_meant, ask_if_meant
from duologue.safety.access.models import AccessAlert, AccessAlertClosure
from duologue.safety.access.rules import Joining, asked, asked_about_joining
from tests.cast import NOW, staff
from tests.people.signing_in import mails_to


@pytest.fixture(autouse=True)
def mail_lies_in_the_outbox(settings) -> None:
    settings.EMAIL_BACKEND = f"{OutboxBackend.__module__}.{OutboxBackend.__qualname__}"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def asked_of() -> set[tuple[str, str]]:
    return {(one.act, one.owner.name) for one in AccessAlert.objects.select_related("owner")}


# --- a role waits for a second person -----------------------------------------------------------


def test_a_coordinator_gives_herself_no_clinical_role_alone(cast) -> None:
    StaffRole.objects.filter(person=cast.theo).update(at=NOW + timedelta(days=1))
    cora = signed_in(cast.cora)
    answer = cora.post(
        reverse("people-person", args=[cast.cora.pk]), {"role": "therapist"}, follow=True
    )
    assert "waits for a second person" in answer.content.decode()
    assert roles_of(cast.cora) == {"coordinator"}
    assert asked_of() == {("role-asked", "Okafor"), ("role-asked", "Lind")}
    offer = reverse("people-role-offer", args=[RoleOffer.objects.get().pk])
    assert "Nobody confirms what they asked for" in cora.get(offer).content.decode()
    cora.post(offer, {"confirm": "yes"})
    assert roles_of(cast.cora) == {"coordinator"} and not RoleOfferAnswer.objects.exists()
    lind = signed_in(cast.lind)
    assert offer in lind.get(reverse("alerts")).content.decode()
    assert lind.post(offer, {"confirm": "yes"}).status_code == 302
    held = StaffRole.objects.get(person=cast.cora, role="therapist")
    assert (held.by, RoleOfferAnswer.objects.get().by) == (cast.cora, cast.lind)
    assert lind.post(offer, {"confirm": "yes"}).status_code == 404


def test_who_is_invited_as_a_clinician_gets_the_link_once_a_second_person_confirmed(cast) -> None:
    form = {"name": "Ines", "email": "ines@example.org", "role": "prescriber"}
    for _ in range(2):
        signed_in(cast.cora).post(reverse("people"), form)
    offer = RoleOffer.objects.get()
    assert mails_to("ines@example.org") == []
    assert "Ines (ines@example.org)" in signed_in(cast.cora).get(reverse("people")).content.decode()
    for person in (cast.ana.person, cast.mona):
        page = reverse("people-role-offer", args=[offer.pk])
        assert signed_in(person).get(page).status_code == 404
    signed_in(cast.okafor).post(reverse("people-role-offer", args=[offer.pk]), {"confirm": "yes"})
    assert len(mails_to("ines@example.org")) == 1


def test_a_declined_role_is_not_given_and_who_asked_may_take_it_back(cast) -> None:
    for by in (cast.okafor, cast.cora):
        offer = offer_role(role="monitor", person=cast.theo, by=cast.cora, at=NOW)
        answer_offer(offer=offer, word="declined", by=by, at=NOW)
        assert answer_offer(offer=offer, word="confirmed", by=cast.lind, at=NOW).word == "declined"
    assert roles_of(cast.theo) == {"therapist"}


def test_neither_who_asks_nor_who_is_given_it_nor_a_monitor_confirms(cast) -> None:
    offer = offer_role(role="monitor", person=cast.theo, by=cast.cora, at=NOW)
    for by in (cast.cora, cast.theo, cast.mona):
        with pytest.raises(NotAllowed):
            answer_offer(offer=offer, word="confirmed", by=by, at=NOW)
    assert give_confirmed(offer=offer, at=NOW).role == "monitor"


def test_at_first_set_up_there_is_nobody_else_and_other_roles_wait_for_nobody(db) -> None:
    olga = staff("Olga", Role.OPERATOR)
    assert isinstance(offer_role(role="therapist", person=olga, by=olga, at=NOW), StaffRole)
    assert not AccessAlert.objects.exists()
    theo = staff("Theo", Role.THERAPIST)
    given = offer_role(role="researcher", person=theo, by=olga, at=NOW)
    assert given == offer_role(role="researcher", person=theo, by=olga, at=NOW)
    assert isinstance(given, StaffRole)
    assert isinstance(offer_role(role="monitor", person=olga, by=olga, at=NOW), RoleOffer)
    assert asked_of() == {("role-asked", "Theo")}


def test_a_second_account_of_the_office_confirms_nothing_where_a_clinician_works(cast) -> None:
    sock = staff("Sock", Role.COORDINATOR)
    offer = offer_role(role="therapist", person=cast.cora, by=cast.cora, at=NOW)
    page = reverse("people-role-offer", args=[offer.pk])
    assert "is confirmed by a clinician" in signed_in(sock).get(page).content.decode()
    answer = signed_in(sock).post(page, {"confirm": "yes"}, follow=True)
    assert "is confirmed by a clinician" in answer.content.decode()
    assert roles_of(cast.cora) == {"coordinator"} and not RoleOfferAnswer.objects.exists()
    common = {"offer": offer, "by": sock, "at": NOW}
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with refused, asking_as(str(sock.pk)):
        RoleOfferAnswer.objects.create(word="confirmed", **common)
    with asking_as(str(sock.pk)):
        RoleOfferAnswer.objects.create(word="declined", **common)


def test_while_no_clinician_but_these_two_works_here_the_office_confirms(db) -> None:
    olga, cora, una = (staff(name, Role.COORDINATOR) for name in ("Olga", "Cora", "Una"))
    StaffRole.objects.create(person=una, role="prescriber", at=NOW)
    offer = offer_role(role="therapist", person=una, by=olga, at=NOW)
    page = reverse("people-role-offer", args=[offer.pk])
    signed_in(cora).post(page, {"confirm": "yes"})
    assert roles_of(una) == {"coordinator", "prescriber", "therapist"}


def test_a_role_for_an_address_that_is_in_use_is_refused_when_it_is_asked_for(cast) -> None:
    cora = signed_in(cast.cora)
    link = reverse("people-partner-invitation", args=[cast.couple.pk, cast.ana.pk])
    Partner.objects.filter(pk=cast.ana.pk).update(person=None)
    said = {}
    for who in ("lind", "ana", "dev"):
        for role in ("therapist", "coordinator"):
            form = {"name": "New", "email": f"{who}@Example.org", "role": role}
            answer = cora.post(reverse("people"), form, follow=True).content.decode()
            said.setdefault(who, set()).add(told(answer))
        said[who].add(told(cora.post(link, {"email": f"{who}@example.org"}).content.decode()))
    assert said["lind"] == {"This address belongs to your colleague Lind."}
    assert said["ana"] == said["dev"] == {"No link can be sent to this address."}
    assert not RoleOffer.objects.exists()


def told(page: str) -> str:
    """Which of the two refusals stands on a page."""
    return next((one for one in REFUSED if one in page), "")


REFUSED = ("This address belongs to your colleague Lind.", "No link can be sent to this address.")


def test_ones_own_page_shows_the_role_that_waits_until_it_is_answered(cast) -> None:
    offer = offer_role(role="prescriber", person=cast.theo, by=cast.cora, at=NOW)
    cora, page = signed_in(cast.cora), reverse("people-person", args=[cast.theo.pk])
    shown = cora.get(page).content.decode()
    assert "Waiting for a second person" in shown and "asked for by Cora" in shown
    assert reverse("people-role-offer", args=[offer.pk]) in shown
    answer_offer(offer=offer, word="confirmed", by=cast.lind, at=NOW)
    assert "Waiting for a second person" not in cora.get(page).content.decode()


# --- what the office does is asked about --------------------------------------------------------


def test_a_coordinator_who_joins_a_care_team_is_asked_about_and_never_asked_herself(cast) -> None:
    StaffRole.objects.create(person=cast.cora, role="therapist", at=NOW)
    signed_in(cast.cora).post(
        reverse("people-care-team", args=[cast.couple.pk]), {"member": f"{cast.cora.pk}:therapist"}
    )
    assert asked_of() == {("care", "Okafor"), ("care", "Lind")}
    alert = AccessAlert.objects.get(owner=cast.okafor)
    page = reverse("alert-access", args=[alert.pk])
    okafor = signed_in(cast.okafor)
    assert "1 question about who was let in" in okafor.get(reverse("my-day")).content.decode()
    said = "Cora put Cora on the care team of Ana and Ben as therapist."
    assert said in okafor.get(reverse("alerts")).content.decode()
    assert said in okafor.get(page).content.decode()
    for person in (cast.cora, cast.lind, cast.theo, cast.ana.person, cast.ben.person):
        client = signed_in(person)
        assert (
            client.get(page).status_code == client.post(page, {"word": "meant"}).status_code == 404
        )
    assert "Was this meant" not in signed_in(cast.cora).get(reverse("alerts")).content.decode()
    refused = okafor.post(page, {"word": "not meant"})
    assert refused.status_code == 422 and "Say what you did" in refused.content.decode()
    for done in ("Asked Cora; taken off.", "again"):
        okafor.post(page, {"word": "not meant", "done": done})
    assert AccessAlertClosure.objects.get().done == "Asked Cora; taken off."
    assert said not in okafor.get(reverse("alerts")).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessAlert.objects.create(
            act="care", owner=cast.cora, by=cast.cora, raised_at=NOW, due_at=NOW
        )


def test_a_code_handed_out_by_the_office_is_asked_about_and_by_their_therapist_is_not(cast) -> None:
    page = reverse("people-code-in-person", args=[cast.couple.pk, cast.ana.pk])
    signed_in(cast.okafor).post(page)
    assert not AccessAlert.objects.exists()
    signed_in(cast.cora).post(page)
    assert asked_of() == {("code", "Okafor"), ("code", "Lind")}


def test_a_changed_address_is_asked_about_and_told_at_the_old_and_the_new_one(cast) -> None:
    page = reverse("people-address", args=[cast.ana.person_id])
    signed_in(cast.cora).post(page, {"email": "safe@example.org"})
    assert asked_of() == {("address", "Okafor"), ("address", "Lind")}
    old, new = (mails_to(f"{name}@example.org") for name in ("ana", "safe"))
    assert [mail.body for mail in old] == [mail.body for mail in new]
    assert old[0].subject == "Willow Street" and "has changed" in old[0].body
    assert mails_to("ben@example.org") == []


@pytest.mark.parametrize(("channel", "told"), [("mail", {"hers@example.org"}), ("none", set())])
def test_who_said_how_to_be_reached_is_told_of_their_sign_in_in_no_other_way(
    cast, channel, told
) -> None:
    SafeContact.objects.create(
        partner=cast.ana, channel=channel, hours="midday", alias="Book club",
        address="hers@example.org", phone="", voicemail="no", by=cast.ana.person, at=NOW,
    )  # fmt: skip
    page = reverse("people-code-in-person", args=[cast.couple.pk, cast.ana.pk])
    signed_in(cast.cora).post(page)
    addresses = ("ana@example.org", "hers@example.org")
    assert {address for address in addresses if mails_to(address)} == told


def test_a_reset_second_factor_of_staff_is_asked_of_who_leads_and_not_of_whom_it_concerns(
    cast,
) -> None:
    page = reverse("people-second-factor", args=[cast.okafor.pk])
    signed_in(cast.cora).post(page, {"reason": "seen in person"})
    assert asked_of() == {("second-factor", "Theo"), ("second-factor", "Lind")}


def test_what_the_office_and_a_therapist_do_every_day_is_not_asked_about(cast) -> None:
    new = register_couple(first_names=("Gia", "Hal"), by=cast.cora, at=NOW)
    common = {"at": timezone.now()}
    for person, role in ((cast.okafor, "therapist"), (cast.lind, "prescriber")):
        assign_care_team(couple=new, person=person, role=role, by=cast.cora, **common)
    assign_care_team(
        couple=cast.couple, person=cast.theo, role="therapist", by=cast.okafor, **common
    )
    assign_care_team(couple=cast.others, person=cast.mona, role="monitor", by=cast.cora, **common)
    assert not AccessAlert.objects.exists()


def test_the_first_answer_stands(cast) -> None:
    alert, _ = ask_if_meant(
        act="code", whom=cast.ana.person, couple=cast.couple, by=cast.cora, at=NOW
    )
    told = {"alert": alert, "by": alert.owner, "at": NOW}
    first = answer_if_meant(word="meant", done="", **told)
    assert answer_if_meant(word="not meant", done="x", **told) == first


# --- rules --------------------------------------------------------------------------------------

HELD = st.lists(
    st.tuples(st.sampled_from(("therapist", "prescriber", "monitor", "coordinator")), st.uuids()),
    max_size=6,
)


@given(HELD, HELD, st.integers(0, 5))
def test_who_did_it_is_never_asked_and_somebody_is_where_there_is_somebody(team, here, nth) -> None:
    people = [who for _, who in (*team, *here)]
    by = {people[nth % len(people)]} if people else set()
    found = asked(team=team, here=here, besides=by)
    assert not by & set(found) and len(found) == len(set(found)) <= 2
    could = [who for role, who in (*team, *here) if role in ("therapist", "prescriber")]
    if set(could) - by:
        assert found


def test_a_therapist_of_the_couple_is_never_asked_about_for_their_own_team() -> None:
    for role, oneself, office, opened, partners in product(
        ("therapist", "monitor"), *[(True, False)] * 4
    ):
        assert not asked_about_joining(Joining(role, oneself, True, office, opened, partners))
