import uuid

from django.db import models
from django.db.models import Q

from duologue.people.models import Partner


class PatternSeen(models.Model):
    """The loop came, as this partner saw it: strength 0 (hardly) to 10 (as strong as ever). Own room."""

    class Ended(models.TextChoices):
        TOGETHER = "together", "We stopped it together"
        ME = "me", "I stepped out of it"
        OTHER = "other", "My partner stepped out of it"
        ALONE = "alone", "It ran its course"
        NOT_YET = "not yet", "It has not ended yet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="patterns_seen")
    on = models.DateField()
    strength = models.PositiveSmallIntegerField()
    ended = models.CharField(max_length=10, choices=Ended.choices, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(strength__lte=10), name="pattern_strength_is_0_to_10"
            )
        ]
