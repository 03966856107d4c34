import uuid

from django.db import models
from django.db.models import F, Q

from duologue.integration.insights.models import Insight
from duologue.people.models import Partner
from duologue.privacy.ownkeys.fields import OwnText


class Practice(models.Model):
    """What a partner means to do, `per_week` days of seven (7 is daily), until a day or open. Own room."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="practices")
    insight = models.ForeignKey(
        Insight, on_delete=models.PROTECT, null=True, blank=True, related_name="practices"
    )
    what = OwnText(owner="partner_id", max_length=200)
    per_week = models.PositiveSmallIntegerField()
    began_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(per_week__gte=1, per_week__lte=7), name="practice_rhythm_is_a_week"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("began_on")),
                name="practice_ends_after_it_began",
            ),
        ]


class PracticeEnd(models.Model):
    """The partner let it go before its time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.OneToOneField(Practice, on_delete=models.PROTECT, related_name="end")
    at = models.DateTimeField()


class PracticeDone(models.Model):
    """Practised on a day; ends with a `PracticeUndone`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="done")
    on = models.DateField()
    at = models.DateTimeField()


class PracticeUndone(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    done = models.OneToOneField(PracticeDone, on_delete=models.PROTECT, related_name="undone")
    at = models.DateTimeField()
