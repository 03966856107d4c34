import uuid

from django.db import models
from django.db.models import F, Q

from duologue.calendar.models import Appointment
from duologue.dosing.corrections import SAYS_WHY, Correcting
from duologue.people.models import Partner, Person


class Pregnancy(models.TextChoices):
    DOES_NOT_APPLY = "does not apply", "does not apply"
    NEGATIVE = "negative", "test negative"
    POSITIVE = "positive", "test positive"
    DECLINED = "declined", "test declined"


class DayCheck(Correcting):
    """One partner on the day of a session; a later row is a recheck.

    A correction keeps the time `at` of the checks it stands in for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="day_checks")
    identity_by = models.CharField(max_length=60)
    last_food_at = models.DateTimeField()
    last_drink_at = models.DateTimeField()
    medicines_taken = models.TextField(blank=True)
    alcohol_or_drugs = models.TextField(blank=True)
    pregnancy = models.CharField(max_length=16, choices=Pregnancy.choices)
    systolic = models.PositiveSmallIntegerField()
    diastolic = models.PositiveSmallIntegerField()
    heart_rate = models.PositiveSmallIntegerField()
    spo2 = models.PositiveSmallIntegerField()
    weight_kg = models.DecimalField(max_digits=5, decimal_places=1)
    escort = models.CharField(max_length=120)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", F("corrected_at").asc(nulls_first=True)]
        constraints = [
            models.CheckConstraint(
                condition=Q(weight_kg__gte=30), name="weight_is_a_grown_persons"
            ),
            models.CheckConstraint(condition=SAYS_WHY, name="check_correction_says_why"),
        ]
