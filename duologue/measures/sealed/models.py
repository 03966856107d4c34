import uuid

from django.db import models
from django.db.models import Q

from duologue.people.models import Person
from duologue.privacy.keys.models import Escrow, SealingKey


class Sealing(models.Model):
    """This response is sealed: its answers are never kept but as `SealedAnswer`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.OneToOneField(
        "measures.Response", on_delete=models.PROTECT, related_name="sealing"
    )
    at = models.DateTimeField()


class NamedClinician(models.Model):
    """A clinician for whom a response is sealed: of the care team then, or given access later."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(
        "measures.Response", on_delete=models.PROTECT, related_name="named"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "person"], name="named_once_a_response")
        ]
        indexes = [models.Index(fields=["person"])]


class SealedAnswer(models.Model):
    """One item of a sealed response for one reader, or for the escrow. Every box is as long."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(
        "measures.Response", on_delete=models.PROTECT, related_name="sealed_answers"
    )
    item = models.PositiveSmallIntegerField()
    key = models.ForeignKey(SealingKey, on_delete=models.PROTECT, null=True, related_name="+")
    escrow = models.ForeignKey(Escrow, on_delete=models.PROTECT, null=True, related_name="+")
    box = models.BinaryField(max_length=128)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(key__isnull=True, escrow__isnull=False)
                | Q(key__isnull=False, escrow__isnull=True),
                name="sealed_for_a_key_or_the_escrow",
            ),
            models.UniqueConstraint(
                fields=["response", "item", "key"], name="one_box_an_item_and_key"
            ),
            models.UniqueConstraint(
                fields=["response", "item", "escrow"], name="one_box_an_item_and_escrow"
            ),
        ]


class SealedReading(models.Model):
    """A clinician opened a sealed response with their password and read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(
        "measures.Response", on_delete=models.PROTECT, related_name="readings"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Verdict(models.TextChoices):
    CLEAR = "clear", "Clear: nothing here speaks against going on"
    NOT_CLEAR = "not clear", "Not clear: go on only by the plan below"


class SealedFinding(models.Model):
    """What a clinician made of it, signed; the newest counts. Others learn the verdict alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(
        "measures.Response", on_delete=models.PROTECT, related_name="findings"
    )
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    plan = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="clear") | ~Q(plan=""), name="not_clear_has_a_plan"
            )
        ]
