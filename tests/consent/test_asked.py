"""Each partner is asked for what the course gives to them, and again when a consent fell away."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duologue.consent import actions, loader, queries
from duologue.consent.models import Signature
from duologue.overview.caseload import day_of
from duologue.people.queries import roles_of
from duologue.privacy.addresses import page_id
from duologue.programme.actions import finish_step, start_episode
from duologue.programme.queries import due_for_partner
from tests.cast import NOW

LATER = NOW + timedelta(days=60)
OF_BOTH = {"confidentiality", "sharing", "research"}


@pytest.fixture
def course(cast):
    """Ana alone takes the medicine; everything before her papers is done."""
    episode = start_episode(
        couple=cast.couple, programme="individual", dosed=[cast.ana], by=cast.okafor, at=NOW
    )
    finish_step(episode=episode, partner=None, step="suitability", by=cast.okafor, at=NOW)
    return episode


def sign(partner, document: str, *, at=NOW, version: str = "1") -> Signature:
    signature = Signature.objects.create(
        partner=partner, document=document, version=version, name=partner.first_name,
        sha256="0" * 64, paper=b"%PDF", at=at,
    )  # fmt: skip
    actions.consent_signed.send(Signature, signature=signature, by=partner.person, at=at)
    return signature


def due(partner, at=LATER) -> set[str]:
    return {step.subject for step in due_for_partner(partner, at, limit=99) if step.kind == "sign"}


def listed(partner) -> set[str]:
    return {read.document.id for read in queries.consents_of(partner)}


def test_who_takes_no_medicine_is_asked_only_for_what_is_theirs(cast, course, client) -> None:
    assert listed(cast.ben) == OF_BOTH
    assert OF_BOTH < listed(cast.ana) == {d.id for d in loader.newest()}
    client.force_login(cast.ben.person)
    shown = client.get(reverse("consents")).content.decode()
    assert str(page_id(cast.ben.id, "papers", "confidentiality")) in shown
    assert loader.document("off-label").title not in shown
    for name in "document questions choices sign paper withdrawal".split():
        for partner in (cast.ana, cast.ben):
            page = page_id(partner.id, "papers", "off-label")
            assert client.get(reverse(f"consent-{name}", args=[page])).status_code == 404


def test_the_team_counts_what_each_must_sign_and_nothing_optional(cast, course) -> None:
    sign(cast.ana, "research")
    sign(cast.ben, "sharing")
    with CaptureQueriesContext(connection) as asked:
        found = queries.consent_counts([cast.ana, cast.ben], course)
    assert len(asked) == 2
    assert found[cast.ana.pk] == ("0 of 7", "due")
    assert found[cast.ben.pk] == ("1 of 2", "due")


def test_who_has_not_joined_has_nothing_to_sign_yet(cast, course) -> None:
    cast.ben.person = None
    cast.ben.save()
    assert queries.consent_counts([cast.ben], course)[cast.ben.pk] == ("nothing to sign yet", "")


def test_a_paper_signed_in_an_earlier_course_can_still_be_taken_back(cast, course) -> None:
    sign(cast.ben, "recording")
    read = next(r for r in queries.consents_of(cast.ben) if r.document.id == "recording")
    assert read.newest and read.optional


def test_a_consent_taken_back_is_asked_again_of_that_partner_and_shown_to_the_team(
    cast, course
) -> None:
    for person in (cast.ana, cast.ben):
        sign(person, "confidentiality")
    signature = sign(cast.ana, "treatment")
    others = due(cast.ben)
    assert "treatment" not in due(cast.ana)
    actions.withdraw(signature=signature, by=cast.ana.person, at=NOW)
    assert "treatment" in due(cast.ana) and due(cast.ben) == others
    days = [day_of(cast.okafor, roles_of(cast.okafor), LATER, page) for page in range(1, 12)]
    waiting = {(ln.step.subject, ln.step.partner) for day in days for ln in day.waiting}
    assert ("treatment", cast.ana.pk) in waiting
    sign(cast.ana, "treatment", at=LATER)
    assert "treatment" not in due(cast.ana)


@pytest.fixture
def second_version(monkeypatch):
    newer = replace(loader.document("treatment"), version="2")
    versions = {**loader.all_versions(), ("treatment", "2"): newer}
    monkeypatch.setattr(loader, "all_versions", lambda: versions)
    loader.newest.cache_clear()
    yield
    loader.newest.cache_clear()


def test_a_new_version_is_asked_for_once_and_says_so(cast, course, client, request) -> None:
    sign(cast.ana, "treatment")
    assert actions.ask_again(at=LATER) == 0
    request.getfixturevalue("second_version")
    assert actions.ask_again(at=LATER) == 1
    assert "treatment" in due(cast.ana)
    client.force_login(cast.ana.person)
    assert "A new version to read" in client.get(reverse("consents")).content.decode()
    assert queries.consent_counts([cast.ana], course)[cast.ana.pk][0] == "0 of 7"
    # Signed on paper in the room meanwhile, and marked so by the team: not opened again.
    finish_step(
        episode=course, partner=cast.ana, step="consent-treatment", by=cast.okafor, at=LATER
    )
    actions.ask_again(at=LATER + timedelta(hours=1))
    assert "treatment" not in due(cast.ana)
    sign(cast.ana, "treatment", version="2", at=LATER + timedelta(hours=2))
    assert actions.ask_again(at=LATER + timedelta(hours=3)) == 0
