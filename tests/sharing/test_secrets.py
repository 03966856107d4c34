"""The rule on secrets: chosen in writing, in force once both have signed, changed only so."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from duologue.consent import loader
from duologue.privacy.addresses import page_id
from duologue.programme.actions import start_episode
from duologue.sharing.secrets import rules
from duologue.sharing.secrets.actions import choose_policy, keep_agreement_signed
from duologue.sharing.secrets.models import AgreementSigned, SecretsPolicy
from duologue.sharing.secrets.queries import may_begin, policy_of
from duologue.sharing.secrets.rules import LIMITED, NO_SECRETS, Chosen, Holds, Signed
from tests.cast import NOW

ANA, BEN = uuid.uuid4(), uuid.uuid4()
BOTH = frozenset({ANA, BEN})
PRIVATE = (
    "screening-history preparation-intentions integration-note integration-insights "
    "integration-practices integration-checkin integration-pattern-seen integration-after"
).split()


@given(
    st.lists(st.sampled_from([LIMITED, NO_SECRETS]), max_size=5),
    st.lists(st.tuples(st.sampled_from([ANA, BEN]), st.integers(0, 5)), max_size=12),
)
def test_a_rule_holds_only_where_both_have_signed_the_same_one(words, signings):
    chosen = [Chosen(None, LIMITED)] + [
        Chosen(uuid.uuid4(), word, NOW + timedelta(days=n)) for n, word in enumerate(words)
    ]
    signed = [
        Signed(who, chosen[min(number, len(words))].id, NOW + timedelta(days=n))
        for n, (who, number) in enumerate(signings)
    ]
    found = rules.in_force(chosen[1:], signed, BOTH)
    if isinstance(found, Holds):
        under = {c.id for c in chosen if c.policy == found.policy}
        assert {s.partner for s in signed if s.under in under} == BOTH
        assert found.since in {s.at for s in signed}


def test_the_rule_before_goes_on_until_both_have_signed_the_new_one():
    new = Chosen(uuid.uuid4(), NO_SECRETS, NOW + timedelta(days=9))
    signed = [Signed(ANA, None, NOW), Signed(BEN, None, NOW), Signed(ANA, new.id, new.at)]
    assert rules.in_force([new], signed, BOTH) == Holds(LIMITED, NOW)
    later = NOW + timedelta(days=12)
    assert rules.in_force([new], [*signed, Signed(BEN, new.id, later)], BOTH) == Holds(
        NO_SECRETS, later
    )


@given(st.sets(st.sampled_from([ANA, BEN])))
def test_private_questions_wait_for_everybody(signed):
    assert rules.may_begin(frozenset(signed), BOTH) == (signed == BOTH)


def test_choosing_the_same_again_changes_nothing_and_asks_nobody(cast):
    one = choose_policy(couple=cast.couple, policy=LIMITED, by=cast.okafor, at=NOW)
    assert choose_policy(couple=cast.couple, policy=LIMITED, by=cast.okafor, at=NOW) == one
    assert policy_of(cast.couple).holds == Holds(LIMITED, NOW)
    with pytest.raises(ValueError, match="no rule"):
        choose_policy(couple=cast.couple, policy="some", by=cast.okafor, at=NOW)


def test_a_changed_rule_stands_in_the_paper_and_asks_both_to_sign_again(cast, client):
    choose_policy(couple=cast.couple, policy=NO_SECRETS, by=cast.okafor, at=timezone.now())
    found = policy_of(cast.couple)
    assert (found.holds, found.asked, found.waiting) == (Holds(LIMITED, NOW), NO_SECRETS, True)
    for partner in (cast.ana, cast.ben):
        client.force_login(partner.person)
        page = page_id(partner.id, "papers", "confidentiality")
        text = client.get(reverse("consent-document", args=[page])).content.decode()
        assert "works with <strong>no secrets</strong>" in text and "limited secrets" not in text
        client.post(
            reverse("consent-questions", args=[page]),
            {"answers": "no", "afraid": "no", "secret": "first"},
        )
        sign = reverse("consent-sign", args=[page])
        shown = re.search(r"[0-9a-f]{64}", client.get(sign).content.decode())[0]
        form = {"name": partner.first_name, "sha256": shown, "once": str(uuid.uuid4())}
        assert client.post(sign, form).status_code == 302
    found = policy_of(cast.couple)
    assert found.holds.policy == NO_SECRETS and not found.waiting
    assert AgreementSigned.objects.filter(policy=SecretsPolicy.objects.get()).count() == 2


def test_each_rule_has_its_own_words_and_question():
    first = loader.document("confidentiality")
    other = loader.under(first, NO_SECRETS)
    assert "will not tell your partner" in first.body and "{{" not in first.body + other.body
    assert {q.id for q in first.questions} == {q.id for q in other.questions}


def test_before_both_have_signed_every_private_page_is_the_same_for_each_and_names_no_one(
    cast, client
):
    AgreementSigned.objects.all().delete()
    keep_agreement_signed(partner=cast.ana, at=NOW)
    pages = set()
    for partner in (cast.ana, cast.ben):
        client.force_login(partner.person)
        for name in PRIVATE:
            answer = client.get(reverse(name))
            text = answer.content.decode()
            assert answer.status_code == 200 and "Something comes first" in text, name
            body = text[text.index("<main") : text.index("</main")]
            assert "Ana" not in body and "Ben" not in body
            pages.add(body)
            assert client.post(reverse(name), {"text": "words"}).status_code == 409
    assert len(pages) == 1
    keep_agreement_signed(partner=cast.ben, at=NOW)
    for name in PRIVATE:
        assert "Something comes first" not in client.get(reverse(name)).content.decode(), name


def test_where_one_of_them_takes_the_medicine_the_other_is_not_waited_for(cast):
    AgreementSigned.objects.all().delete()
    start_episode(couple=cast.couple, programme="individual", dosed=[cast.ana], by=None, at=NOW)
    assert not may_begin(cast.ana)
    keep_agreement_signed(partner=cast.ana, at=NOW)
    assert may_begin(cast.ana) and not may_begin(cast.ben)
    keep_agreement_signed(partner=cast.ben, at=NOW)
    assert may_begin(cast.ben)


def test_the_therapist_chooses_the_rule_and_both_read_it_in_our_room(cast, client):
    client.force_login(cast.okafor)
    page = reverse("sharing-secrets", args=[cast.couple.pk])
    assert client.post(page, {"policy": "none"}).status_code == 422
    assert client.post(page, {"policy": NO_SECRETS}).status_code == 302
    assert SecretsPolicy.objects.get().by == cast.okafor
    for partner in (cast.ana, cast.ben):
        client.force_login(partner.person)
        said = client.get(reverse("our-room")).content.decode()
        assert "chosen by Okafor" in said and "once both have signed again" in said
        assert client.get(page).status_code == 404
    client.force_login(cast.theo)
    assert client.get(page).status_code == 404


def test_a_record_is_opened_with_its_rule(cast, client):
    client.force_login(cast.cora)
    client.post(
        reverse("couple-new"),
        {"first_name": "Eva", "second_name": "Finn", "policy": NO_SECRETS},
    )
    chosen = SecretsPolicy.objects.get()
    assert (chosen.couple.name, chosen.policy) == ("Eva and Finn", NO_SECRETS)
