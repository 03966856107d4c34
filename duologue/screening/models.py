import uuid

from django.db import models
from django.db.models import F, Q

from duologue.people.models import Couple, Partner, Person
from duologue.privacy.ownkeys.fields import OwnJSON, OwnText


class HistoryVersion(models.Model):
    """A partner's medical history as it stood after one screen was saved; never changed, only followed.

    The partner's own. The treating team reads a version once it was submitted.
    `answers`: conditions {id: yes|no|unsure}, notes {screen: text}, medicines [{name, dose,
    how_often}], allergies, born (ISO date), height_cm, weight_kg.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    answers = OwnJSON(owner="partner_id", default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class HistorySubmission(models.Model):
    """The partner sent this version to their team. A correction is a later version, sent again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.OneToOneField(
        HistoryVersion, on_delete=models.PROTECT, related_name="submission"
    )
    at = models.DateTimeField()


class Vitals(models.Model):
    """One reading of one person at screening. Clinical."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    systolic = models.PositiveSmallIntegerField(null=True, help_text="mmHg")
    diastolic = models.PositiveSmallIntegerField(null=True, help_text="mmHg")
    heart_rate = models.PositiveSmallIntegerField(null=True, help_text="beats a minute")
    spo2 = models.PositiveSmallIntegerField(null=True, help_text="%")
    weight_kg = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(systolic__isnull=True, diastolic__isnull=True)
                | Q(systolic__gt=F("diastolic")),
                name="blood_pressure_is_a_pair",
            )
        ]


class Clearance(models.Model):
    """The prescriber cleared one person until a date. Clinical; told to them from `release_at` on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    conditions = OwnText(owner="partner_id", blank=True)
    expires_on = models.DateField()
    release_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]


class ClearanceRevocation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clearance = models.OneToOneField(Clearance, on_delete=models.PROTECT, related_name="revocation")
    reason = OwnText(owner="clearance.partner_id")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class NotNow(models.Model):
    """The prescriber decided against ketamine for now, with what comes instead. Clinical."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    reason = OwnText(owner="partner_id")
    plan = OwnText(owner="partner_id")
    review_on = models.DateField(null=True)
    release_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]


class SuitabilityDecision(models.TextChoices):
    SUITABLE = "suitable", "suitable for joint work with medicine"
    NOT_NOW = "not-now", "not now"


class Suitability(models.Model):
    """The therapist's decision about a couple. Clinical; told to both at once from `release_at` on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=20, choices=SuitabilityDecision.choices)
    reason = OwnText(owner="couple_id")
    plan = OwnText(owner="couple_id", blank=True)
    review_on = models.DateField(null=True)
    release_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
