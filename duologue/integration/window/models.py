import uuid

from django.db import models

from duologue.people.models import Partner
from duologue.privacy.ownkeys.fields import OwnText


class AfterSession(models.Model):
    """What a partner says at a moment after a session ("24h" … "2w"); the newest holds. Own room."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="after_sessions")
    session_at = models.DateTimeField()
    moment = models.CharField(max_length=10)
    text = OwnText(owner="partner_id")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
