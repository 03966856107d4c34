import uuid

import pytest
from django.db import IntegrityError
from django.utils import timezone

from duologue.screening import actions, queries
from duologue.screening.models import NotNow, Vitals
from tests.cast import NOW


def test_a_reading_sent_twice_is_one(cast) -> None:
    same = {"id": uuid.uuid4(), "partner": cast.ana, "by": cast.mona, "at": NOW}
    first = actions.record_vitals(**same, systolic=128, diastolic=82, weight_kg=61)
    assert actions.record_vitals(**same, systolic=128, diastolic=82, weight_kg=61) == first
    assert Vitals.objects.count() == 1


def test_a_pressure_is_a_pair_with_the_higher_first(cast) -> None:
    with pytest.raises(IntegrityError, match="blood_pressure_is_a_pair"):
        actions.record_vitals(
            id=uuid.uuid4(), partner=cast.ana, systolic=80, diastolic=120, by=cast.mona, at=NOW
        )


def test_not_now_closes_one_person_with_a_plan_and_is_told_on_the_fixed_day(cast) -> None:
    said = {"id": uuid.uuid4(), "partner": cast.ana, "reason": "Pulse 40", "plan": "ECG"}
    for _ in range(2):
        decided = actions.decide_not_now(**said, review_on=None, by=cast.lind, at=NOW)
    assert NotNow.objects.count() == 1
    assert timezone.localtime(decided.release_at).weekday() == 4
    stands = queries.clearance_standing(cast.ana, NOW.date())
    assert (stands.reason, stands.remedy) == ("not now", "follow the plan, then decide anew")
    assert queries.clearance_standing(cast.ben, NOW.date()).reason == "no decision yet"
