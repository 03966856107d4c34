import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class EmergencyGrant(models.Model):
    """A clinician opened one partner's record in an emergency, in a role they hold, until `expires_at`.

    The clinic's. No partner reads it, and it is no place on the care team.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey("people.Partner", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    reason = models.TextField()
    expires_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["by", "expires_at"], name="open_in_an_emergency")]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("at")), name="emergency_ends"),
            models.CheckConstraint(condition=~Q(reason=""), name="emergency_has_a_reason"),
        ]


class EmergencyReview(models.Model):
    """A therapist of the couple, or a coordinator where there is none, looked at what was done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.OneToOneField(EmergencyGrant, on_delete=models.PROTECT, related_name="review")
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
