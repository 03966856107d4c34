import uuid

from django.db import models
from django.db.models import Q

from duologue.people.models import Couple, Partner, Person

OWNERS = ("partner", "couple", "author")


class OwnKey(models.Model):
    """The key of one partner, one couple or one author, locked by the clinic's `own.key`.

    Destroyed by being deleted; `KeyDestroyed` then says so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.OneToOneField(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    couple = models.OneToOneField(
        Couple, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    author = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    wrapped = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(partner__isnull=False, couple__isnull=True, author__isnull=True)
                | Q(partner__isnull=True, couple__isnull=False, author__isnull=True)
                | Q(partner__isnull=True, couple__isnull=True, author__isnull=False),
                name="own_key_has_one_owner",
            )
        ]


class KeyDestroyed(models.Model):
    """A key that is gone for ever; `id` was the key's. Whoever could see the key sees this."""

    id = models.UUIDField(primary_key=True, editable=False)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    couple = models.ForeignKey(
        Couple, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
