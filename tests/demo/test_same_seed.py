from datetime import date

from django.db import transaction

from duologue.demo.clinic import build
from duologue.demo.story import stories
from duologue.integration.checkin.models import CheckIn
from duologue.measures.models import Score

A_FEW = [story for story in stories() if story.key in ("hana-owen", "ruth-miriam", "kwame-luis")]


def told(seed: int) -> tuple[list, list]:
    """What a few couples answered when told with this seed; rolled back."""
    with transaction.atomic():
        build(seed=seed, today=date(2026, 11, 23), told=A_FEW)
        whose = ("response__partner__first_name", "response__step", "name")
        scores = list(Score.objects.order_by(*whose).values_list(*whose, "value", "at"))
        days = list(CheckIn.objects.order_by("partner__first_name", "on").values_list("answers"))
        transaction.set_rollback(True)
    return scores, days


def test_the_same_seed_gives_the_same_scores_and_days_and_another_seed_others(db):
    first = told(7)
    assert len(first[0]) > 50 and len(first[1]) > 20
    assert told(7) == first
    assert told(8) != first
