import uuid

from django.db import models


class OutboxMail(models.Model):
    """A mail the demo clinic would have sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.TextField()
    subject = models.TextField()
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
