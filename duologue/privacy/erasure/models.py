import uuid

from django.db import models

from duologue.people.models import Partner, Person


class Erasure(models.Model):
    """A partner's own room was destroyed; `basis` is the right it was asked for under.

    `by` is empty when the clinic's own rules did it again, after a restore.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.OneToOneField(Partner, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class ErasureKept(models.Model):
    """A kind of record (`retention.yaml`) that the law keeps all the same, until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    erasure = models.ForeignKey(Erasure, on_delete=models.PROTECT, related_name="kept")
    kind = models.CharField(max_length=40)
    until = models.DateField()
    source = models.TextField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["erasure", "kind"], name="kept_once_a_kind")]
