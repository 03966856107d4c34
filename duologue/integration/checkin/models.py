import uuid

from django.db import models

from duologue.people.models import Partner
from duologue.privacy.ownkeys.fields import OwnJSON


class CheckIn(models.Model):
    """How a day was: `answers` is {item id: 0–10}, unanswered items left out. Own room.

    Changing it the same day adds a row; the newest of a day holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="checkins")
    on = models.DateField()
    answers = OwnJSON(owner="partner_id")
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "at", "id"]
        indexes = [models.Index(fields=["partner", "on"])]
