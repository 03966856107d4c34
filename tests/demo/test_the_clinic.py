"""The demo clinic, built once for this file and rolled back at its end."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.db import transaction
from django.test import Client

from duologue.calendar.models import Appointment, Attendance
from duologue.demo.cards import PASSWORD, cards, couple_cards, printed, staff_cards
from duologue.demo.clinic import build
from duologue.demo.people import MAIL
from duologue.demo.story import stories
from duologue.dosing.models import Administration
from duologue.measures import loader, rules
from duologue.measures.models import Answer, Response, Score
from duologue.measures.sealed.actions import open_answers
from duologue.measures.sealed.queries import standings_of
from duologue.people.models import Clinic, Couple, Person
from duologue.programme.models import EpisodePhase, JointStepDone, PartnerStepDone
from duologue.programme.outline import FORMATS
from duologue.programme.projection import written
from duologue.safety.models import Alert

TODAY = date(2026, 11, 23)
MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        build(seed=7, today=TODAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def clinic(built: None, settings) -> Iterator[None]:
    settings.DUOLOGUE_DEMO = True
    settings.TIME_ZONE = "Europe/London"
    with time_machine.travel(MORNING, tick=False):
        yield


def episodes() -> list[EpisodePhase]:
    return list(EpisodePhase.objects.select_related("episode__couple"))


def test_everybody_is_marked_as_made_up(clinic):
    assert [c.synthetic for c in Clinic.objects.all()] == [True]


def test_at_least_twelve_couples_stand_in_every_phase_and_format(clinic):
    assert Couple.objects.count() >= 12
    phases = {row.phase for row in episodes() if not hasattr(row.episode, "closure")}
    assert phases == {
        "enquiry", "screening", "consent", "preparation", "medicine", "integration", "followup"
    }  # fmt: skip
    assert {written(row.episode).format for row in episodes()} == set(FORMATS)
    assert any(hasattr(row.episode, "closure") for row in episodes())
    cohort = Appointment.objects.filter(group__isnull=False)
    assert cohort.values("couple").distinct().count() == 4


def test_each_couple_is_in_the_phase_its_card_says(clinic):
    told = {story.phase.split(",")[0].replace("-", "") for story in stories()}
    assert {"enquiry", "screening", "consent", "medicine", "integration", "closed"} <= told
    phases = {row.episode.couple.name: row for row in episodes()}
    for card in couple_cards():
        row = phases[card.name]
        if card.phase == "closed":
            assert hasattr(row.episode, "closure")
        elif card.phase != "preparation":  # a cohort's couples may have a consent still to sign
            assert row.phase == card.phase.split(",")[0].replace("-", "")


def test_nothing_that_is_still_to_come_is_marked_as_done(clinic):
    for done in (PartnerStepDone, JointStepDone, Score, Administration, Attendance):
        assert done.objects.exists()
        assert not done.objects.filter(at__gt=MORNING).exists()
    for model in apps.get_models():
        names = {field.name for field in model._meta.fields}
        # An anchor's `at` is the day it names; when it was named is beside it.
        acted = {"at", "by"} <= names and "recorded_at" not in names
        if model.__module__.startswith("duologue.") and acted:
            assert not model._default_manager.filter(at__gt=MORNING).exists(), model.__name__


def test_today_there_is_work(clinic):
    today = Appointment.objects.filter(starts_at__date=TODAY, cancellation__isnull=True)
    assert {held.kind for held in today} >= {"medicine", "integration-joint", "preparation"}
    assert Appointment.objects.filter(starts_at__date__gt=TODAY).count() >= 5
    assert Alert.objects.still_open().count() == 1


def test_every_score_is_what_the_scorer_says_of_the_answers(clinic):
    handed_in = Response.objects.filter(submission__isnull=False, sealing=None)
    responses = handed_in.prefetch_related("answers", "scores")
    assert len(responses) > 500
    for response in responses:
        instrument = loader.instrument(response.instrument, response.version)
        scored = rules.score(instrument, {a.item: a.value for a in response.answers.all()})
        kept = {score.name: score.value for score in response.scores.all()}
        assert kept == {Score.TOTAL: scored.score, **scored.subscales}


def test_private_screens_are_sealed_one_waits_and_one_is_not_clear(clinic):
    sealed = list(Response.objects.exclude(sealing=None).select_related("partner"))
    assert len(sealed) > 20
    assert not Answer.objects.filter(response__in=sealed).exists()
    words = Counter(one.word for one in standings_of([r.partner for r in sealed]).values())
    assert (words["not yet read"], words["not clear"]) == (1, 1)
    response = next(r for r in sealed if r.partner.first_name == "Mateo")
    okafor = Person.objects.get(name="Dr Mary Okafor")
    opened = open_answers(response=response, password=PASSWORD, by=okafor, at=MORNING)
    assert opened[1] == 1


def test_the_password_on_a_card_is_taken_where_staff_are_asked_for_one_again(clinic):
    for card in cards():
        person = Person.objects.get(email=card.key + MAIL)
        assert bool(card.password) == (card.side == 0)
        assert person.has_usable_password() == bool(card.password)
    ferreira, client = next(c for c in staff_cards() if c.key == "ferreira"), Client()
    client.post("/demo/", {"person": ferreira.key})
    asked = {"name": "Mateo", "reason": "Found asleep", "password": "wrong", "once": str(uuid4())}
    assert client.post("/team/emergency/", asked).status_code == 422
    taken = client.post("/team/emergency/", asked | {"password": ferreira.password})
    assert taken.status_code == 302, taken.content.decode()
    assert f"<code>{ferreira.password}</code>" in client.get(ferreira.href).content.decode()


def change(name: str, side: int) -> float:
    """From the first to the last CSI-16 of one partner."""
    scores = Score.objects.filter(
        response__partner__couple__name=name,
        response__partner__side=side,
        response__instrument="csi-16",
        name=Score.TOTAL,
    ).order_by("at")
    return scores.last().value - scores.first().value


def test_some_change_much_some_little_and_one_for_the_worse(clinic):
    assert min(change("Amara and Joseph", side) for side in (1, 2)) > 12
    assert abs(change("Eva and Marek", 1)) < 12
    assert change("Eva and Marek", 2) < -6


def test_partners_of_a_couple_move_together(clinic):
    import numpy as np

    from duologue.integration.checkin.models import CheckIn

    days: dict[tuple, list[int]] = {}
    for row in CheckIn.objects.select_related("partner"):
        if "close" in row.answers:
            days.setdefault((row.partner.couple_id, row.on), []).append(row.answers["close"])
    pairs = [pair for pair in days.values() if len(pair) == 2]
    assert len(pairs) > 150
    assert np.corrcoef(np.array(pairs).T)[0, 1] > 0.2


@pytest.mark.parametrize("card", cards(), ids=lambda card: card.key)
def test_first_pages_open_for_whoever_signs_in(clinic, card):
    visitor = Client()
    assert visitor.get(card.href).status_code == 200
    assert visitor.post("/demo/", {"person": card.key}).status_code == 302
    home = visitor.get("/home/", follow=True)
    assert home.status_code == 200
    if card.side:
        pages = ("/today/", "/journey/", "/my-room/", "/our-room/")
    else:
        pages = ("/team/day/", "/team/caseload/")
    for page in pages:
        assert visitor.get(page).status_code == 200, page


TAKEN_IN_TURN = (
    "okafor", "ruth", "miriam", "ruth", "samuel", "sato", "lind", "hughes", "miriam", "okafor"
)  # fmt: skip


def test_everybody_can_be_taken_after_everybody_else_in_one_browser(clinic):
    one = {card.key: card for card in cards()}
    turns = [(one[former], one[later]) for former, later in pairwise(TAKEN_IN_TURN)]
    kinds = {(bool(former.side), bool(later.side)) for former, later in turns}
    assert len(kinds) == 4  # partner or staff, after partner or staff
    assert any(
        former.side and later.side and former.couple == later.couple for former, later in turns
    )
    visitor = Client()
    for key in TAKEN_IN_TURN:
        assert visitor.get(f"/demo/{key}/").status_code == 200
        assert visitor.post("/demo/", {"person": key}).status_code == 302, key
        assert visitor.session["_auth_user_id"] == str(Person.objects.get(email=key + MAIL).pk)
        page = "/today/" if one[key].side else "/team/day/"
        assert visitor.get(page).status_code == 200, key


def test_the_door_says_that_everybody_is_made_up_and_shows_every_card(clinic):
    page = Client().get("/demo/").content.decode()
    assert "Synthetic people." in page and "Do not enter anything real" in page
    for card in cards():
        assert f'value="{card.key}"' in page


def test_an_unknown_card_is_not_there(clinic):
    assert Client().get("/demo/nobody/").status_code == 404
    assert Client().post("/demo/", {"person": "nobody"}).status_code == 404


def test_a_real_clinic_has_no_such_door(clinic, settings):
    settings.DUOLOGUE_DEMO = False
    for page in ("/demo/", "/demo/okafor/"):
        assert Client().get(page).status_code == 404
    settings.DUOLOGUE_DEMO = True
    with transaction.atomic():
        Clinic.objects.update(synthetic=False)
        assert Client().get("/demo/").status_code == 404
        transaction.set_rollback(True)


def test_the_terminal_names_every_role_and_a_partner_in_each_phase():
    lines = printed()
    assert lines[0] == ("all of them", "/demo/")
    assert {card.href for card in staff_cards()} <= {address for _, address in lines}


def test_every_room_of_the_therapy_has_something_in_it(clinic):
    filled = {
        model._meta.app_label
        for model in apps.get_models()
        if model.__module__.startswith("duologue.") and model._default_manager.exists()
    }
    assert filled >= set(
        "people sharing contact measures programme calendar notes safety enquiry screening "
        "consent preparation dosing integration followup".split()
    )
