import uuid

from django.db import models


class Verb(models.TextChoices):
    READ = "read", "opened"
    WRITE = "write", "wrote"
    LIST = "list", "looked at a list"


class Entry(models.Model):
    """Somebody of the staff opened a page, or sent one: who, in which role, which page, about whom.

    `partner` names whom it was about; with `couple` alone it was about what both share, or both.
    `emergency` is the opening in an emergency under which it happened. Ids and no foreign keys: a
    row of the log refers to nothing, and outlives what it names. Number, time and hash are set by
    the database when the row is added (see the migration), never by the program.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.BigIntegerField(unique=True)
    person = models.UUIDField()
    role = models.CharField(max_length=120)
    page = models.CharField(max_length=100)
    verb = models.CharField(max_length=5, choices=Verb.choices)
    partner = models.UUIDField(null=True)
    couple = models.UUIDField(null=True)
    emergency = models.UUIDField(null=True)
    at = models.DateTimeField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["partner", "-number"], name="looks_at_a_partner"),
            models.Index(fields=["couple", "-number"], name="looks_at_a_couple"),
            models.Index(fields=["person", "-at"], name="latest_looks_of_a_person"),
        ]


class Head(models.Model):
    """Number, hash and time of an entry, and nothing of what it says: may be shown and taken away."""

    number = models.BigIntegerField(primary_key=True)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
