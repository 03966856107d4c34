import uuid

from django.db import models

from duologue.calendar.models import Appointment
from duologue.people.models import Partner, Person


class Discharge(models.Model):
    """One partner went home, with each criterion as it was. Signed by being written.

    `unmet` are the criteria that were not met, and `left_because` why the person left all the
    same. What was asked apart stays with that partner's own record.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="discharges")
    padss = models.PositiveSmallIntegerField()
    criteria = models.JSONField()
    escort = models.CharField(max_length=120, blank=True)
    next_contact_at = models.DateTimeField()
    unmet = models.JSONField(default=list)
    left_because = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "partner"], name="goes_home_once")
        ]
