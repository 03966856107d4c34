import uuid

from django.db import models

from duologue.people.models import Couple, Partner, Person
from duologue.privacy.ownkeys.fields import OwnPaper, OwnText
from duologue.programme.models import Episode


class ClosingDraft(models.Model):
    """A closing summary as far as it is written; the newest holds. The clinic's until signed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="closing_drafts")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, related_name="+")
    joint = OwnText(owner="couple_id")
    next = OwnText(owner="couple_id", blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class ClosingPart(models.Model):
    """What the therapist writes to one partner alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(ClosingDraft, on_delete=models.PROTECT, related_name="parts")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    text = OwnText(owner="partner_id", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "partner"], name="one_closing_part_a_partner")
        ]


class Closing(models.Model):
    """A draft was signed: from here on its copies stand as they are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.OneToOneField(ClosingDraft, on_delete=models.PROTECT, related_name="closing")
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="closings")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]


class ClosingCopy(models.Model):
    """The signed PDF as given: one for each partner, and one for the team (`partner` empty)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="copies")
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="closing_copies"
    )
    pdf = OwnPaper(owner="partner_id | closing.couple_id")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["closing", "partner"], nulls_distinct=False, name="one_closing_copy_each"
            )
        ]


class Plan(models.Model):
    """What the two do when the old loop comes back, and whether a booster is thought of. Shared room."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="plans")
    early_signs = OwnText(owner="couple_id", blank=True)
    what_helps = OwnText(owner="couple_id", blank=True)
    whom_to_call = OwnText(owner="couple_id", blank=True)
    booster = OwnText(owner="couple_id", blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
