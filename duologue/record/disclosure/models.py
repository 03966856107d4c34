import uuid

from django.db import models

from duologue.people.models import Couple, Partner, Person
from duologue.privacy.ownkeys.fields import OwnPaper, OwnText
from duologue.record.disclosure.rules import (
    HANDED_OVER,
    REFUSED,
    SIGNED,
    TAKEN_BACK,
    WITHDRAWN,
)


class Kind(models.TextChoices):
    COPY = "copy", "a copy"
    LETTER = "letter", "a letter"
    EXPORT = "export", "an export"


class Disclosure(models.Model):
    """A paper that may leave the clinic, as it was prepared; never changed. `until` is the last day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    until = models.DateField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["-at", "-id"]


class JointDisclosure(Disclosure):
    """Of the joint part: both read the request, and each answers alone."""

    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="disclosures")
    paper = OwnPaper(owner="couple_id")
    recipient = OwnText(owner="couple_id")
    purpose = OwnText(owner="couple_id")
    holds = OwnText(owner="couple_id")


class OwnDisclosure(Disclosure):
    """Of one partner's own part: theirs alone, and nothing tells the other that it exists."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="disclosures")
    paper = OwnPaper(owner="partner_id")
    recipient = OwnText(owner="partner_id")
    purpose = OwnText(owner="partner_id")
    holds = OwnText(owner="partner_id")


class Answer(models.Model):
    """What one partner said to it; their own, the newest stands. No field asks why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=12, choices=[(w, w) for w in (SIGNED, REFUSED, TAKEN_BACK)])
    name = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["at", "id"]


class JointAnswer(Answer):
    disclosure = models.ForeignKey(
        JointDisclosure, on_delete=models.PROTECT, related_name="answers"
    )


class OwnAnswer(Answer):
    disclosure = models.ForeignKey(OwnDisclosure, on_delete=models.PROTECT, related_name="answers")


class Ending(models.Model):
    """It was handed over, to whom and by whom; or the clinic took the request back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    word = models.CharField(max_length=12, choices=[(w, w) for w in (HANDED_OVER, WITHDRAWN)])
    to = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class JointEnding(Ending):
    disclosure = models.OneToOneField(
        JointDisclosure, on_delete=models.PROTECT, related_name="ending"
    )


class OwnEnding(Ending):
    disclosure = models.OneToOneField(
        OwnDisclosure, on_delete=models.PROTECT, related_name="ending"
    )
