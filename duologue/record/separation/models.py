import uuid

from django.db import models

from duologue.people.models import Partner, Person, Separation


class SpokenWith(models.Model):
    """A therapist spoke with one partner alone about parting. The clinic's; shown to neither."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class SeparationCarriedOut(models.Model):
    """What was joint has ended: the course, appointments of the two, agreements."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    separation = models.OneToOneField(
        Separation, on_delete=models.PROTECT, related_name="carried_out"
    )
    at = models.DateTimeField()
