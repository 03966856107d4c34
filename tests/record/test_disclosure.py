"""A copy, a letter or an export leaves only with the signature of each whose it is."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from hashlib import sha256
from itertools import count
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from duologue.integration.agreements.actions import propose
from duologue.integration.insights.actions import keep_insight
from duologue.preparation.actions import record_intention
from duologue.record.disclosure import rules
from duologue.record.disclosure.actions import (
    answer_disclosure,
    hand_over,
    prepare_joint,
    prepare_own,
    withdraw_disclosure,
)
from duologue.record.disclosure.contents import JOINT, OWN, joint_sections, own_sections
from duologue.record.disclosure.models import (
    JointAnswer,
    JointDisclosure,
    JointEnding,
    OwnDisclosure,
)
from duologue.record.disclosure.rules import REFUSED, SIGNED, TAKEN_BACK, Answered, Open
from duologue.record.rules import NotPossible
from tests.cast import NOW

ANA, BEN = uuid.uuid4(), uuid.uuid4()
UNTIL = date(2030, 1, 1)
SECRETS = ("marigold: mine alone", "thistle: his alone")


def asked(of, by, **more):
    said = {"kind": "copy", "recipient": "Dr Osei", "purpose": "to go on with them", "letter": ""}
    said |= {"until": UNTIL, "by": by, "at": NOW, "id": uuid.uuid4(), **more}
    if hasattr(of, "first_name"):
        return prepare_own(partner=of, holds=list(OWN), **said)
    return prepare_joint(couple=of, holds=list(JOINT), **said)


TICKS = count()


def sign(paper, by, word=SIGNED):
    at = NOW + timedelta(seconds=next(TICKS))
    return answer_disclosure(
        disclosure=paper, word=word, name=by.first_name, sha256=paper.sha256, by=by, at=at
    )


@given(
    answers=st.dictionaries(
        st.sampled_from([ANA, BEN]),
        st.builds(
            Answered, st.sampled_from([SIGNED, REFUSED, TAKEN_BACK]), st.sampled_from(["a", "b"])
        ),
    ),
    needed=st.frozensets(st.sampled_from([ANA, BEN])),
    days=st.integers(-3, 3),
    ended=st.sampled_from(["", rules.HANDED_OVER, rules.WITHDRAWN]),
)
def test_it_leaves_exactly_when_everybody_whose_it_is_has_signed_this_paper_in_time_and_once(
    answers, needed, days, ended
):
    facts = rules.Facts(needed, answers, "a", UNTIL, UNTIL + timedelta(days=days), ended)
    all_signed = bool(needed) and all(answers.get(one) == Answered(SIGNED, "a") for one in needed)
    leaves = isinstance(rules.may_leave(facts), Open)
    assert leaves == (all_signed and days <= 0 and not ended)


def test_the_joint_part_waits_for_each_and_one_may_take_it_back_before_it_leaves(cast):
    paper = asked(cast.couple, cast.okafor)
    sign(paper, cast.ana)
    with pytest.raises(NotPossible, match="Not everybody"):
        hand_over(disclosure=paper, to="Dr Osei", by=cast.okafor, at=NOW)
    sign(paper, cast.ben)
    sign(paper, cast.ana, TAKEN_BACK)
    with pytest.raises(NotPossible):
        hand_over(disclosure=paper, to="Dr Osei", by=cast.okafor, at=NOW)
    sign(paper, cast.ana)
    hand_over(disclosure=paper, to="Dr Osei, by hand", by=cast.okafor, at=NOW)
    for act in (lambda: sign(paper, cast.ana, TAKEN_BACK), lambda: sign(paper, cast.ben)):
        with pytest.raises(NotPossible, match="left the clinic already"):
            act()


def test_the_file_is_exactly_what_was_signed(cast):
    paper = asked(cast.couple, cast.okafor)
    propose(token=None, text="added afterwards", cooling_days=0, by=cast.ana, at=NOW)
    kept = JointDisclosure.objects.get(pk=paper.pk)
    assert sha256(bytes(kept.paper)).hexdigest() == kept.sha256 == paper.sha256
    with pytest.raises(NotPossible, match="not the one you were shown"):
        answer_disclosure(
            disclosure=paper, word=SIGNED, name="Ana", sha256="0" * 64, by=cast.ana, at=NOW
        )


def test_a_joint_paper_holds_nothing_of_either_own_room(cast):
    for partner, words in zip((cast.ana, cast.ben), SECRETS, strict=True):
        record_intention(token=uuid.uuid4(), text=words, by=partner, at=NOW)
        keep_insight(token=uuid.uuid4(), text=words, by=partner, at=NOW)
    propose(token=None, text="We eat together.", cooling_days=0, by=cast.ana, at=NOW)
    said = repr(joint_sections(cast.couple, JOINT, NOW))
    assert "We eat together." in said
    assert not [word for word in SECRETS if word in said]
    own = repr(own_sections(cast.ana, OWN, NOW))
    assert not [word for word in SECRETS if word in own]


def test_somebody_of_another_couple_cannot_answer(cast):
    paper = asked(cast.couple, cast.okafor)
    with pytest.raises(NotPossible, match="not yours"):
        sign(paper, cast.chloe)


def test_the_clinic_takes_a_request_back_but_not_what_has_left(cast):
    paper = asked(cast.ana, cast.okafor)
    assert withdraw_disclosure(disclosure=paper, by=cast.okafor, at=NOW)
    with pytest.raises(NotPossible, match="took this back"):
        sign(paper, cast.ana)
    other = asked(cast.ana, cast.okafor)
    sign(other, cast.ana)
    hand_over(disclosure=other, to="her", by=cast.okafor, at=NOW)
    with pytest.raises(NotPossible, match="cannot be taken back"):
        withdraw_disclosure(disclosure=other, by=cast.okafor, at=NOW)


def body(answer) -> str:
    text = answer.content.decode()
    return text[text.index("<main") : text.index("</main")].split("<form")[0]


def test_through_the_pages_from_asking_to_handing_over(cast, client):
    client.force_login(cast.okafor)
    new = {
        "once": uuid.uuid4(), "kind": "letter", "recipient": "Their solicitor", "purpose": "asked",
        "until": "2030-01-01", "holds": ["agreements"], "letter": "They came together.",
    }  # fmt: skip
    prepared = client.post(reverse("record-couple-papers", args=[cast.couple.pk]), new)
    assert prepared.status_code == 302
    paper = JointDisclosure.objects.get()
    for partner in (cast.ana, cast.ben):
        client.force_login(partner.person)
        assert "Their solicitor" in client.get(reverse("record-our-papers")).content.decode()
        one = reverse("record-our-paper", args=[paper.pk])
        pdf = client.get(reverse("record-our-paper-pdf", args=[paper.pk]))
        assert sha256(pdf.content).hexdigest() in client.get(one).content.decode()
        wrong = client.post(one, {"answer": "signed", "name": "Nobody", "sha256": paper.sha256})
        assert wrong.status_code == 422
        form = {"answer": "signed", "name": partner.first_name, "sha256": paper.sha256}
        assert client.post(one, form).status_code == 302
        assert "You have signed" in client.get(one).content.decode()
    client.force_login(cast.okafor)
    page = reverse("record-couple-paper", args=[cast.couple.pk, paper.pk])
    assert "handed over" in client.get(page).content.decode()
    client.post(page, {"to": "their solicitor, by post"})
    ending = JointEnding.objects.get()
    assert (ending.word, ending.to, ending.by) == (
        "handed over", "their solicitor, by post", cast.okafor,
    )  # fmt: skip
    client.force_login(cast.theo)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("word", [SIGNED, REFUSED, TAKEN_BACK])
def test_what_the_other_answered_changes_no_byte_of_ones_own_page(cast, client, word):
    paper = asked(cast.couple, cast.okafor)
    client.force_login(cast.ben.person)
    pages = [reverse("record-our-papers"), reverse("record-our-paper", args=[paper.pk])]
    before = [body(client.get(page)) for page in pages]
    sign(paper, cast.ana, word)
    assert JointAnswer.objects.count() == 1
    assert [body(client.get(page)) for page in pages] == before


def test_ones_own_paper_needs_ones_own_signature_and_leaves_no_trace_with_the_other(cast, client):
    client.force_login(cast.ben.person)
    pages = [reverse(n) for n in ("record-our-papers", "record-my-papers", "our-room", "today")]
    before = [body(client.get(page)) for page in pages]
    paper = asked(cast.ana, cast.okafor)
    sign(paper, cast.ana)
    hand_over(disclosure=paper, to="her new doctor", by=cast.okafor, at=NOW)
    assert [body(client.get(page)) for page in pages] == before
    for name in ("record-my-paper", "record-our-paper", "record-my-paper-pdf"):
        assert client.get(reverse(name, args=[paper.pk])).status_code == 404
    client.force_login(cast.ana.person)
    assert "It has left" in client.get(reverse("record-my-paper", args=[paper.pk])).content.decode()
    assert OwnDisclosure.objects.get().recipient == "Dr Osei"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(4))
def test_taking_back_and_handing_over_at_once_never_both_happen(cast, turn):
    paper = asked(cast.couple, cast.okafor)
    sign(paper, cast.ana)
    sign(paper, cast.ben)
    together = Barrier(2)

    def act(what) -> bool:
        try:
            together.wait()
            what()
        except NotPossible:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as two:
        took, left = two.map(
            act,
            [
                lambda: sign(paper, cast.ana, TAKEN_BACK),
                lambda: hand_over(disclosure=paper, to="x", by=cast.okafor, at=NOW),
            ],
        )
    assert took != left


def test_a_paper_never_says_that_there_is_none_of_what_only_its_owner_reads():
    from duologue.record.disclosure.contents import OWN

    assert not {"intentions", "insights"} & set(OWN)
