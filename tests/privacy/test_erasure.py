"""Ana asks for erasure; Ben and what they share stay as they are."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from duologue.contact.models import Message
from duologue.dosing.models import Order
from duologue.followup.models import Plan
from duologue.integration.models import CheckIn, FirstNote, Insight, InsightVersion
from duologue.measures.models import Answer, Response
from duologue.people.models import Person
from duologue.preparation.models import Intention, IntentionVersion
from duologue.privacy.erasure import destroyed
from duologue.privacy.erasure.acting import retention
from duologue.privacy.erasure.actions import (
    destroy_what_was_kept,
    erase_again,
    erase_own_room,
    note_what_was_missed,
)
from duologue.privacy.erasure.models import Erasure, ErasureKept
from duologue.privacy.jobs import retention as retention_job
from duologue.privacy.ownkeys import ring
from duologue.privacy.policy import policy
from duologue.privacy.principal import asking_as
from duologue.safety.models import AdverseEvent
from duologue.sharing.models import Release
from tests.cast import NOW

LATER = NOW + timedelta(days=3)


def kind_of_owner(table: str) -> str:
    owner = policy().stanzas[table].owner
    return kind_of_owner(owner.table) if owner.kind == "of" else owner.kind


def test_every_table_of_a_partner_or_an_account_says_what_becomes_of_it_at_erasure() -> None:
    owned = {t for t in policy().stanzas if kind_of_owner(t) in ("partner", "person")}
    assert sorted(retention().named()) == sorted(owned), (
        "name it once in privacy/erasure/retention.yaml"
    )


@given(
    st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1)), st.sampled_from(["GB", "DE"])
)
def test_what_the_law_keeps_goes_on_the_same_day_of_a_later_year(last: date, country: str) -> None:
    for kind in retention().kept:
        until = kind.until(last, country)
        years = kind.years_by_country.get(country, kind.years)
        assert until.year == last.year + years
        assert (until.month, until.day) in ((last.month, last.day), (2, 28))


def everything() -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


def tell(partner, word: str) -> None:
    """Something of each kind in a partner's own room."""
    intention = Intention.objects.create(partner=partner, at=NOW)
    IntentionVersion.objects.create(intention=intention, text=f"{word} intention", at=NOW)
    insight = Insight.objects.create(partner=partner, at=NOW)
    InsightVersion.objects.create(insight=insight, text=f"{word} insight", at=NOW)
    FirstNote.objects.create(partner=partner, text=f"{word} note", at=NOW)
    CheckIn.objects.create(partner=partner, on=NOW.date(), answers={"mood": 7}, at=NOW)
    Message.objects.create(partner=partner, author=partner.person, body=f"{word} message", at=NOW)
    response = Response.objects.create(
        partner=partner, instrument="csi-16", version="1", mode="portal", at=NOW
    )
    Answer.objects.create(response=response, item=1, value=3, at=NOW)
    Release.objects.create(
        couple=partner.couple, author=partner, kind="insight", title="t", text="shared", at=NOW
    )


def dosed(cast) -> Order:
    AdverseEvent.objects.create(
        partner=cast.ana, what="quokka fell", began_at=NOW, severity="mild", relatedness="unknown",
        done="quokka", by=cast.okafor, at=NOW,
    )  # fmt: skip
    return Order.objects.create(
        partner=cast.ana, session_number=1, route="lozenge", dose_mg=Decimal(100),
        max_mg_per_kg=Decimal(2), by=cast.lind, at=NOW, expires_at=LATER,
    )  # fmt: skip


@pytest.fixture
def told(cast):
    tell(cast.ana, "quokka")
    tell(cast.ben, "wombat")
    Plan.objects.create(couple=cast.couple, what_helps="a walk", by=cast.okafor, at=NOW)
    return cast


def test_no_row_but_her_own_changes(told) -> None:
    dosed(told)
    before = everything()
    erase_own_room(partner=told.ana, by=told.okafor, at=LATER)
    after = everything()
    changed = {t for t in before if before[t] != after[t]}
    for table in changed:
        for row in set(after[table]) - set(before[table]):
            assert table in ("privacy_erasure", "privacy_erasurekept", "privacy_keydestroyed",
                             "people_person"), row  # fmt: skip
        assert not [
            row for row in set(before[table]) - set(after[table]) if str(told.ben.pk) in row
        ]
        assert not [
            r for r in set(before[table]) - set(after[table]) if str(told.ben.person_id) in r
        ]
    assert before["people_partner"] == after["people_partner"]
    assert before["people_couple"] == after["people_couple"]
    assert before["sharing_release"] == after["sharing_release"]
    assert before["followup_plan"] == after["followup_plan"]
    assert len(before["privacy_ownkey"]) == len(after["privacy_ownkey"]) + 1
    assert [Message.objects.get().body, Plan.objects.get().what_helps] == [
        "wombat message",
        "a walk",
    ]


def test_none_of_her_words_is_in_any_table_and_none_ever_was(told) -> None:
    dosed(told)
    hers = Person.objects.get(pk=told.ana.person_id).email
    rows = [row for rows in everything().values() for row in rows]
    assert not [row for row in rows if "quokka" in row or "wombat" in row]
    erase_own_room(partner=told.ana, by=told.okafor, at=LATER)
    rows = [row for rows in everything().values() for row in rows]
    assert not [row for row in rows if hers in row or (str(told.ana.pk) in row and "csi-16" in row)]
    assert AdverseEvent.objects.get().what == ring.ERASED


def test_her_account_is_closed_and_empty(told, client: Client) -> None:
    client.force_login(told.ana.person)
    assert client.get("/today/").status_code == 200
    erase_own_room(partner=told.ana, by=told.okafor, at=LATER)
    closed = Person.objects.get(pk=told.ana.person_id)
    assert (closed.name, closed.closed_at) == ("Erased", LATER)
    assert closed.email.endswith("@erased.invalid")
    assert not closed.has_usable_password()
    assert client.get("/today/").status_code == 302


def test_what_the_law_keeps_stays_until_its_day_and_then_goes_by_itself(told) -> None:
    order = dosed(told)
    erasure = erase_own_room(partner=told.ana, by=told.okafor, at=LATER)
    kept = {one.kind: one.until for one in erasure.kept.all()}
    assert kept == {"dosing-record": date(2046, 11, 23), "adverse-events": date(2046, 11, 23)}
    assert destroy_what_was_kept(at=LATER + timedelta(days=7000)) == 0
    assert Order.objects.filter(pk=order.pk).exists()
    assert destroy_what_was_kept(at=LATER + timedelta(days=7400)) == 2
    assert not Order.objects.exists()
    assert not AdverseEvent.objects.exists()
    assert not ErasureKept.objects.filter(gone_at=None).exists()


def test_a_second_request_finds_the_first(told) -> None:
    first = erase_own_room(partner=told.ana, by=told.okafor, at=LATER)
    assert erase_own_room(partner=told.ana, by=told.lind, at=LATER) == first
    assert Erasure.objects.count() == 1


def test_it_works_under_the_policies_as_the_clinician_and_for_nobody_elses_rows(told) -> None:

    dosed(told)
    with transaction.atomic(), asking_as(str(told.okafor.pk)):
        erase_own_room(partner=told.ana, by=told.okafor, at=LATER)
    assert [m.body for m in Message.objects.all()] == ["wombat message"]
    assert not Answer.objects.filter(response__partner=told.ana).exists()
    assert Answer.objects.filter(response__partner=told.ben).exists()
    assert not CheckIn.objects.filter(partner=told.ana).exists()
    assert not FirstNote.objects.filter(partner=told.ana).exists()
    assert Order.objects.exists()
    assert Person.objects.get(pk=told.ana.person_id).name == "Erased"


def test_after_a_restore_who_was_erased_is_erased_again_once(told) -> None:
    gone = destroyed.Destroyed(uuid4(), told.ana.pk, NOW.date())
    elsewhere = destroyed.Destroyed(uuid4(), uuid4(), NOW.date())
    for one, done in ((gone, True), (gone, False), (elsewhere, False)):
        with asking_as("system"):
            assert erase_again(gone=one, at=LATER) is done
    assert [m.body for m in Message.objects.all()] == ["wombat message"]
    assert Erasure.objects.get().partner == told.ana


def test_a_list_that_missed_a_key_catches_up(told, tmp_path) -> None:
    erase_own_room(partner=told.ana, by=told.okafor, at=LATER)
    assert [note_what_was_missed(home=tmp_path) for _ in range(2)] == [1, 0]
    (one,) = destroyed.listed(tmp_path / destroyed.FILE)
    assert (one.partner, one.on) == (told.ana.pk, LATER.date())


def test_the_night_lets_go_of_what_the_law_no_longer_keeps(told) -> None:
    dosed(told)
    erasure = erase_own_room(partner=told.ana, by=told.okafor, at=LATER)
    erasure.kept.update(until=NOW.date())
    with transaction.atomic(), asking_as("system"):
        retention_job(0)
    assert not Order.objects.exists()
