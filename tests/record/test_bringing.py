"""What was told alone is brought to both only as the rule says that both have signed."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from duologue.record.bringing import rules
from duologue.record.bringing.actions import bring, take_brought_back, write_matter, write_spoken
from duologue.record.bringing.models import Brought, Matter
from duologue.record.bringing.queries import brought_for
from duologue.record.bringing.rules import LIMITED, NO, NO_SECRETS, RELATIONAL, TOLD, YES, Open
from duologue.record.rules import NotPossible
from duologue.safety.actions import raise_alert
from duologue.sharing.secrets.actions import choose_policy, keep_agreement_signed
from tests.cast import NOW

WORDS = "I have met somebody else."
LATER = NOW + timedelta(days=20)


@given(
    st.builds(
        rules.Facts,
        matter=st.sampled_from([*RELATIONAL, *rules.NEVER, "anything"]),
        told_on=st.dates(date(2026, 11, 1), date(2026, 12, 31)),
        at=st.just(LATER),
        rule=st.sampled_from(["", LIMITED, NO_SECRETS]),
        since=st.one_of(st.none(), st.just(NOW)),
        withdrawn=st.booleans(),
        answer=st.sampled_from(["", YES, NO]),
        told_first_at=st.one_of(
            st.none(), st.integers(0, 20).map(lambda days: LATER - timedelta(days=days))
        ),
        safety_open=st.booleans(),
        parted=st.booleans(),
        brought=st.booleans(),
    )
)
def test_nothing_is_brought_that_the_signed_rule_does_not_allow(facts):
    if not isinstance(rules.may_bring(facts), Open):
        return
    assert facts.matter in RELATIONAL and facts.rule and facts.since
    assert not (facts.withdrawn or facts.safety_open or facts.parted or facts.brought)
    if facts.answer != YES:
        assert facts.rule == NO_SECRETS and facts.told_on > facts.since.date()
        assert facts.told_first_at and facts.at - facts.told_first_at >= rules.WAIT


TODAY = NOW.date()


def told(cast, kind="affair", on=TODAY) -> Matter:
    return write_matter(
        id=uuid.uuid4(), partner=cast.ana, kind=kind, text=WORDS, told_on=on, by=cast.okafor, at=NOW
    )


def test_under_limited_secrets_it_takes_the_yes_to_the_exact_words(cast):
    matter = told(cast)
    write_spoken(matter=matter, word=TOLD, by=cast.okafor, at=NOW)
    with pytest.raises(NotPossible, match="their yes"):
        bring(matter=matter, by=cast.okafor, at=LATER)
    with pytest.raises(NotPossible, match="typed by them"):
        write_spoken(matter=matter, word=YES, name="Okafor", by=cast.okafor, at=LATER)
    write_spoken(matter=matter, word=YES, name="Ana", by=cast.okafor, at=LATER)
    write_spoken(matter=matter, word=NO, by=cast.okafor, at=LATER + timedelta(hours=1))
    with pytest.raises(NotPossible):
        bring(matter=matter, by=cast.okafor, at=LATER)
    write_spoken(matter=matter, word=YES, name="ana", by=cast.okafor, at=LATER + timedelta(hours=2))
    assert bring(matter=matter, by=cast.okafor, at=LATER).text == WORDS
    with pytest.raises(NotPossible, match="already"):
        bring(matter=matter, by=cast.okafor, at=LATER)


def test_under_no_secrets_they_are_told_first_and_have_seven_days(cast):
    choose_policy(couple=cast.couple, policy=NO_SECRETS, by=cast.okafor, at=NOW)
    early = told(cast)
    for partner in (cast.ana, cast.ben):
        keep_agreement_signed(partner=partner, at=NOW)
    matter = told(cast, on=NOW.date() + timedelta(days=2))
    with pytest.raises(NotPossible, match="not been told first"):
        bring(matter=matter, by=cast.okafor, at=LATER)
    write_spoken(matter=early, word=TOLD, by=cast.okafor, at=NOW)
    with pytest.raises(NotPossible, match="earlier rule"):
        bring(matter=early, by=cast.okafor, at=LATER)
    write_spoken(matter=matter, word=TOLD, by=cast.okafor, at=LATER)
    with pytest.raises(NotPossible, match="say it themselves"):
        bring(matter=matter, by=cast.okafor, at=LATER + timedelta(days=6))
    assert bring(matter=matter, by=cast.okafor, at=LATER + rules.WAIT)


@pytest.mark.parametrize("kind", rules.NEVER)
def test_safety_violence_sealed_and_medical_matters_are_not_even_written_here(cast, kind):
    with pytest.raises(NotPossible, match="never brought"):
        told(cast, kind)


def test_while_something_about_safety_is_open_nothing_is_brought(cast):
    matter = told(cast)
    write_spoken(matter=matter, word=YES, name="Ana", by=cast.okafor, at=NOW)
    raise_alert(partner=cast.ana, kind="suicide-risk", because="x", by=None, at=NOW)
    with pytest.raises(NotPossible, match="safety is open"):
        bring(matter=matter, by=cast.okafor, at=LATER)


def test_it_is_seen_after_the_hour_and_can_be_taken_back_within_it(cast):
    matter = told(cast)
    write_spoken(matter=matter, word=YES, name="Ana", by=cast.okafor, at=NOW)
    brought = bring(matter=matter, by=cast.okafor, at=LATER)
    assert brought_for(cast.couple, LATER) == ()
    assert len(brought_for(cast.couple, LATER + timedelta(hours=1))) == 1
    with pytest.raises(NotPossible, match="see it by now"):
        take_brought_back(brought=brought, by=cast.okafor, at=LATER + timedelta(hours=1))
    take_brought_back(brought=brought, by=cast.okafor, at=LATER)
    assert brought_for(cast.couple, LATER + timedelta(days=1)) == ()


def test_the_therapists_page_asks_records_and_brings_and_no_portal_shows_it_before(cast, client):
    client.force_login(cast.okafor)
    page = reverse("record-matters", args=[cast.ana.pk])
    new = {"once": uuid.uuid4(), "kind": "affair", "text": WORDS, "told_on": "2026-11-20"}
    assert client.post(page, new | {"kind": "violence"}).status_code == 422
    assert client.post(page, new).status_code == 302
    matter = Matter.objects.get()
    assert WORDS in client.get(page).content.decode()
    for partner in (cast.ana, cast.ben):
        client.force_login(partner.person)
        for name in ("today", "my-room", "our-room", "contact-messages"):
            assert WORDS not in client.get(reverse(name)).content.decode()
        assert client.get(page).status_code == 404
    client.force_login(cast.okafor)
    act = reverse("record-matter", args=[cast.ana.pk, matter.pk])
    client.post(act, {"word": "bring"})
    assert not Brought.objects.exists()
    client.post(act, {"word": "yes", "name": "Ana"})
    client.post(act, {"word": "bring"})
    brought = Brought.objects.get()
    client.post(reverse("record-brought-back", args=[cast.ana.pk, brought.pk]))
    assert brought_for(cast.couple, timezone.now() + timedelta(hours=2)) == ()


def test_a_signature_taken_back_is_said_as_that():
    facts = rules.Facts("affair", TODAY, NOW, rule=LIMITED, since=NOW, withdrawn=True)
    assert "taken their signature back" in rules.may_bring(facts).reason
