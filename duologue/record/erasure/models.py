import uuid

from django.db import models
from django.db.models import Q

from duologue.people.models import Partner, Person


class ErasureRequest(models.Model):
    """A partner asked for erasure, in the portal or in the clinic. Their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    asked = models.CharField(
        max_length=10, choices=[("portal", "in the portal"), ("clinic", "in the clinic")]
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]


class ErasureAnswer(models.Model):
    """What a clinician decided, in words the partner reads: what is kept by law and until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.OneToOneField(ErasureRequest, on_delete=models.PROTECT, related_name="answer")
    decision = models.CharField(
        max_length=12,
        choices=[
            ("erase", "Erase what is theirs alone"),
            ("not yet", "Not yet: see the words below"),
            ("taken back", "They no longer wish it"),
        ],
    )
    kept = models.TextField()
    kept_until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kept=""), name="an_erasure_is_answered_in_words")
        ]


class ErasureProposal(models.Model):
    """A clinician means to erase, in the words of the answer; nothing is destroyed by it.

    It waits for a second clinician of the couple, whose confirmation is the answer, or is taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(ErasureRequest, on_delete=models.PROTECT, related_name="proposals")
    kept = models.TextField()
    kept_until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class ErasureProposalTakenBack(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.OneToOneField(
        ErasureProposal, on_delete=models.PROTECT, related_name="taken_back"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
