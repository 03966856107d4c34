import uuid

from django.db import models

from duologue.people.models import Partner
from duologue.privacy.ownkeys.fields import OwnText


class FirstNote(models.Model):
    """What a partner wrote after a session, before they left. Own room; never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="first_notes")
    text = OwnText(owner="partner_id")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]


class Insight(models.Model):
    """Something a partner saw. Own room; its words are its latest version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="insights")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]


class InsightVersion(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    insight = models.ForeignKey(Insight, on_delete=models.PROTECT, related_name="versions")
    text = OwnText(owner="insight.partner_id")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class InsightPutAway(models.Model):
    """Out of sight, not gone; ends with an `InsightBroughtBack`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    insight = models.ForeignKey(Insight, on_delete=models.PROTECT, related_name="put_aways")
    at = models.DateTimeField()


class InsightBroughtBack(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    put_away = models.OneToOneField(
        InsightPutAway, on_delete=models.PROTECT, related_name="brought_back"
    )
    at = models.DateTimeField()
