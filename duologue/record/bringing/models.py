import uuid

from django.db import models

from duologue.people.models import Couple, Partner, Person
from duologue.privacy.ownkeys.fields import OwnText
from duologue.record.bringing.rules import NEVER, NO, RELATIONAL, TOLD, YES


class Matter(models.Model):
    """Words that a therapist means to bring, of what this partner told alone. Read by therapists only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=list((RELATIONAL | NEVER).items()))
    text = OwnText(owner="partner_id")
    told_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]


class MatterSpoken(models.Model):
    """A conversation about these words, in person: told first; or the partner's own yes or no.

    `name` is what they typed under the words as their yes. The newest yes or no stands.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="spoken")
    word = models.CharField(max_length=12, choices=[(w, w) for w in (YES, NO, TOLD)])
    name = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class MatterBrought(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="brought")
    at = models.DateTimeField()


class Brought(models.Model):
    """A copy of the exact words in the shared room, by the therapist; nothing leads back from it.

    Both see it after the same time for second thoughts as words that a partner shares.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="+")
    text = OwnText(owner="couple_id")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]


class BroughtTakenBack(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brought = models.OneToOneField(Brought, on_delete=models.PROTECT, related_name="taken_back")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
