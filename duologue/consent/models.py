import uuid

from django.db import models
from django.db.models import Q

from duologue.people.models import Partner, Person


class TeachBackAnswer(models.Model):
    """What a partner answered to a document's question. The partner's own; read by their team."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    document = models.CharField(max_length=40)
    version = models.CharField(max_length=10)
    question = models.CharField(max_length=40)
    answer = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class ChoiceMade(models.Model):
    """What a partner chose with a document, before signing; the newest stands. Their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    document = models.CharField(max_length=40)
    version = models.CharField(max_length=10)
    chosen = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class Signature(models.Model):
    """A partner signed one version of a document: the very paper they were shown, and its SHA-256.

    The partner's own; read by their team.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    document = models.CharField(max_length=40)
    version = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    chosen = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64)
    paper = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="signature_has_a_fingerprint"
            )
        ]


class Countersignature(models.Model):
    """The team's signature beside a partner's, where the document asks for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signature = models.OneToOneField(
        Signature, on_delete=models.PROTECT, related_name="countersignature"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Withdrawal(models.Model):
    """The partner took a consent back; signing again makes a new signature."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
