import uuid

from django.db import models
from django.db.models import F, Q

from duologue.people.models import Person


class SealingKey(models.Model):
    """The public half of a clinician's key: anybody may seal to it, only they can open.

    The newest of a person is the one in use.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    public = models.BinaryField(max_length=32)
    at = models.DateTimeField()


class SealingKeyWrap(models.Model):
    """The private half, under its owner's password (Argon2id). Replaced when the password changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.OneToOneField(SealingKey, on_delete=models.PROTECT, related_name="wrap")
    salt = models.BinaryField(max_length=16)
    box = models.BinaryField(max_length=100)
    passes = models.PositiveIntegerField()
    memory = models.PositiveBigIntegerField(help_text="bytes")
    at = models.DateTimeField()


class SealingKeyLoss(models.Model):
    """Its owner forgot the password: nobody opens with this key any more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.OneToOneField(SealingKey, on_delete=models.PROTECT, related_name="loss")
    at = models.DateTimeField()


class Escrow(models.Model):
    """Two people who can win back a clinician's access, only together. The newest complete one counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(first=F("second")), name="escrow_is_kept_by_two")
        ]


class EscrowShare(models.Model):
    """A holder was shown their share, once; only its public half is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    escrow = models.ForeignKey(Escrow, on_delete=models.PROTECT, related_name="shares")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    public = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["escrow", "holder"], name="one_share_a_holder")
        ]
