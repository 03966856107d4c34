import uuid

from django.db import models

from duologue.people.models import Couple, Partner
from duologue.privacy.ownkeys.fields import OwnText


class Agreement(models.Model):
    """Something a partner proposed for both. With `cooling_days` it is a big decision, and waits."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="agreements")
    text = OwnText(owner="couple_id")
    cooling_days = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]


class AgreementAcceptance(models.Model):
    """One partner's own yes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="acceptances")
    by = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "by"], name="one_acceptance_a_partner")
        ]


class AgreementEnd(models.Model):
    """Either partner may end an agreement, at any time and without a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="end")
    by = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
