import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from duologue.followup import actions, queries
from duologue.followup.models import ClosingCopy
from duologue.followup.rules import Letter, OwnPart, ScoreLine, copy_for
from duologue.measures.actions import enter_on_paper
from duologue.programme.actions import start_episode
from duologue.programme.queries import current_episode
from duologue.web import pdf
from tests.cast import NOW

TO_ANA = "You found words for being afraid."
TO_BEN = "You told me about the evening in March."
PARTS = {"joint": "You both stayed.", "part_1": TO_ANA, "part_2": TO_BEN, "next": "See you in May."}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW):
        yield


def closing_of(couple) -> str:
    return f"/team/couples/{couple.pk}/closing/"


def draft(cast, episode=None):
    return actions.write_closing(
        token=uuid4(), couple=cast.couple, episode=episode, joint=PARTS["joint"], next="",
        parts={cast.ana: TO_ANA, cast.ben: TO_BEN}, by=cast.okafor, at=NOW,
    )  # fmt: skip


def answered(partner, value: int, *, days: int) -> None:
    enter_on_paper(
        partner=partner, instrument="gad-7", answers=dict.fromkeys(range(1, 8), value),
        by=partner.person, at=NOW + timedelta(days=days),
    )  # fmt: skip


words = st.text(alphabet="abcdefghij", min_size=12, max_size=30)


@given(ana=words, ben=words, joint=words)
def test_a_copy_holds_nothing_of_the_other_partner(ana: str, ben: str, joint: str) -> None:
    score = ScoreLine("GAD-7", "0 to 21 points", f"first {ben}", f"latest {ben}", "")
    letter = Letter(
        "Clinic", "Ana and Ben", "Okafor", date(2026, 11, 23), joint, "", (),
        (OwnPart(1, "Ana", ana, ()), OwnPart(2, "Ben", ben, (score,))),
    )  # fmt: skip
    hers, his, ours = (json.dumps(copy_for(letter, side)) for side in (1, 2, None))
    assert joint in hers and joint in his
    assert ana in hers and (ben not in hers or ben in ana + joint)
    assert ben in his and (ana not in his or ana in ben + joint)
    assert ana in ours and ben in ours


def test_the_kept_pdf_is_set_from_the_partners_own_words_and_scores_alone(cast) -> None:
    for partner, first, latest in ((cast.ana, 2, 0), (cast.ben, 1, 3)):
        answered(partner, first, days=-90)
        answered(partner, latest, days=-2)
    made = draft(cast)
    actions.sign_closing(draft=made, by=cast.okafor, at=NOW)
    letter = queries.letter_of(made, signed_by="Okafor", at=NOW)
    hers = copy_for(letter, 1)
    assert TO_BEN not in json.dumps(hers) and "21 (" not in json.dumps(hers)
    assert [part["scores"][0]["first"] for part in hers["parts"]] == ["14 (25 Aug 2026)"]
    assert "improved" in hers["parts"][0]["scores"][0]["change"]
    copy = ClosingCopy.objects.get(partner=cast.ana)
    assert bytes(copy.pdf) == pdf.render(actions.TEMPLATE, hers)
    assert bytes(copy.pdf) != bytes(ClosingCopy.objects.get(partner=cast.ben).pdf)
    assert bytes(copy.pdf).startswith(b"%PDF")


def test_a_questionnaire_asked_once_stays_out_of_the_letter(cast) -> None:
    answered(cast.ana, 2, days=-90)
    assert queries.scores_of([cast.ana, cast.ben]) == {cast.ana.pk: (), cast.ben.pk: ()}


def test_what_is_typed_never_becomes_markup(cast) -> None:
    made = actions.write_closing(
        token=uuid4(), couple=cast.couple, episode=None, joint='#read("/etc/passwd") $x$ *a* = b',
        next="#panic()", parts={cast.ana: "]", cast.ben: "#"}, by=cast.okafor, at=NOW,
    )  # fmt: skip
    actions.sign_closing(draft=made, by=cast.okafor, at=NOW)
    assert ClosingCopy.objects.count() == 3


def test_the_therapist_writes_previews_and_signs(cast, client: Client) -> None:
    client.force_login(cast.okafor)
    here = closing_of(cast.couple)
    answer = client.post(here, {"once": uuid4(), **PARTS, "preview": "1"})
    assert answer.url == f"{here}preview/"
    page = client.get(answer.url).content.decode()
    assert TO_ANA in page and TO_BEN in page
    assert ClosingCopy.objects.count() == 0
    shown = queries.newest_draft(cast.couple, None)
    for _ in range(2):
        client.post(answer.url, {"draft": shown.pk})
    assert ClosingCopy.objects.count() == 3
    page = client.get(here).content.decode()
    assert "Signed." in page and "Copy of Ana" in page and "Copy of the care team" in page


def test_a_draft_changed_meanwhile_is_not_signed_unread(cast, client: Client) -> None:
    read = draft(cast)
    actions.write_closing(
        token=uuid4(), couple=cast.couple, episode=None, joint="Other words.", next="",
        parts={}, by=cast.okafor, at=NOW + timedelta(minutes=1),
    )  # fmt: skip
    client.force_login(cast.okafor)
    client.post(f"{closing_of(cast.couple)}preview/", {"draft": read.pk})
    assert ClosingCopy.objects.count() == 0


def test_each_partner_downloads_their_own_copy_alone(cast, client: Client) -> None:
    client.force_login(cast.ana.person)
    assert "will be here" in client.get("/my-room/letters/").content.decode()
    actions.sign_closing(draft=draft(cast), by=cast.okafor, at=NOW)
    hers, his = (ClosingCopy.objects.get(partner=p) for p in (cast.ana, cast.ben))
    team = ClosingCopy.objects.get(partner=None)
    page = client.get("/my-room/letters/").content.decode()
    assert str(hers.pk) in page and str(his.pk) not in page and str(team.pk) not in page
    answer = client.get(f"/my-room/letters/{hers.pk}/")
    assert answer.content == bytes(hers.pdf)
    assert answer["Content-Disposition"] == 'attachment; filename="document.pdf"'
    for other in (his, team):
        assert client.get(f"/my-room/letters/{other.pk}/").status_code == 404


def test_nobody_else_reaches_the_closing(cast, client: Client) -> None:
    actions.sign_closing(draft=draft(cast), by=cast.okafor, at=NOW)
    copy = ClosingCopy.objects.get(partner=None)
    here = closing_of(cast.couple)
    for person in (cast.theo, cast.mona, cast.ana.person):
        client.force_login(person)
        for address in (here, f"{here}preview/", f"{here}{copy.pk}/"):
            assert client.get(address).status_code == 404
    client.force_login(cast.okafor)
    assert client.get(f"{here}{copy.pk}/").content == bytes(copy.pdf)
    assert client.get(f"{closing_of(cast.others)}{copy.pk}/").status_code == 404


def test_nothing_typed_is_lost_when_the_joint_part_is_missing(cast, client: Client) -> None:
    client.force_login(cast.okafor)
    page = client.post(closing_of(cast.couple), {**PARTS, "joint": ""}).content.decode()
    assert "Write a few words to both" in page
    assert TO_ANA in page and TO_BEN in page


def test_signing_leaves_the_course_open_until_it_is_closed(cast, client: Client) -> None:
    start_episode(
        couple=cast.couple, programme="together-psycholytic", dosed=[cast.ana, cast.ben],
        by=cast.okafor, at=NOW - timedelta(days=120),
    )  # fmt: skip
    made = draft(cast, current_episode(cast.couple))
    client.force_login(cast.okafor)
    here = closing_of(cast.couple)
    client.post(f"{here}preview/", {"draft": made.pk})
    assert current_episode(cast.couple) is not None
    assert "Close the course" in client.get(here).content.decode()
    for _ in range(2):
        client.post(f"{here}end/")
    assert current_episode(cast.couple) is None
    assert "The course is closed" in client.get(here).content.decode()


def test_the_plan_is_seen_by_both_and_joins_the_letter(cast, client: Client) -> None:
    client.force_login(cast.okafor)
    here = f"/team/couples/{cast.couple.pk}/plan/"
    assert "still empty" in client.post(here, {"booster": " "}).content.decode()
    told = {"once": uuid4(), "early_signs": "We eat apart.", "booster": "Ask again in spring."}
    for _ in range(2):
        client.post(here, told)
    assert cast.couple.plans.count() == 1
    for partner in (cast.ana, cast.ben):
        client.force_login(partner.person)
        assert "We eat apart." in client.get("/our-room/plan/").content.decode()
    letter = queries.letter_of(draft(cast), signed_by="Okafor", at=NOW)
    assert "We eat apart." in json.dumps(copy_for(letter, 2))
    client.force_login(cast.theo)
    assert client.post(here, told).status_code == 404


def test_the_pages_ask_little_of_the_database(
    cast, client: Client, django_assert_max_num_queries
) -> None:
    for _ in range(3):
        made = draft(cast)
    client.force_login(cast.okafor)
    here = closing_of(cast.couple)
    for address in (here, f"{here}preview/", f"/team/couples/{cast.couple.pk}/plan/"):
        with django_assert_max_num_queries(15):
            client.get(address)
    actions.sign_closing(draft=made, by=cast.okafor, at=NOW)
    with django_assert_max_num_queries(15):
        client.get(here)
    client.force_login(cast.ana.person)
    for address in ("/my-room/letters/", "/our-room/plan/"):
        with django_assert_max_num_queries(15):
            client.get(address)
