import uuid

from django.db import models

from duologue.people.models import Couple, Partner


class DialogueHeld(models.Model):
    """The two had a dialogue. What was said is nowhere. Shared room; `by` is who pressed the button."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="dialogues_held")
    by = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
