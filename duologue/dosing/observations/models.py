import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from duologue.calendar.models import Appointment
from duologue.people.models import Partner, Person

RANGES = {
    "systolic": (40, 300),
    "diastolic": (20, 200),
    "heart_rate": (20, 250),
    "spo2": (50, 100),
    "moaas": (0, 5),
    "nausea": (0, 4),
    "anxiety": (0, 4),
    "dissociation": (0, 4),
}


def measured(name: str) -> models.PositiveSmallIntegerField:
    low, high = RANGES[name]
    return models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(low), MaxValueValidator(high)]
    )


class Observation(models.Model):
    """What was measured or seen of one partner at one time; appended, never changed.

    mmHg, beats per minute, per cent, MOAA/S 0 to 5 (Chernik 1990); nausea, anxiety and
    dissociation 0 (none) to 4. A sign in `symptoms` stands until a later row
    names it in `over`. `corrects` names the row this one stands in for. `id`, `device`
    and `sequence` are the tablet's, so a row sent twice is one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="observations")
    at = models.DateTimeField()
    systolic = measured("systolic")
    diastolic = measured("diastolic")
    heart_rate = measured("heart_rate")
    spo2 = measured("spo2")
    moaas = measured("moaas")
    nausea = measured("nausea")
    anxiety = measured("anxiety")
    dissociation = measured("dissociation")
    symptoms = models.JSONField(default=list, blank=True)
    over = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction"
    )
    device = models.CharField(max_length=40, blank=True)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["at", "recorded_at"]
        indexes = [models.Index(fields=["appointment", "at"], name="observations_of_a_session")]
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__isnull": True})
                | Q(**{f"{name}__gte": low, f"{name}__lte": high}),
                name=f"{name}_is_possible",
            )
            for name, (low, high) in RANGES.items()
        ]
