import uuid

from django.db import models
from django.db.models import F, Q

from duologue.calendar.models import Appointment
from duologue.dosing.orders.models import Order
from duologue.people.models import Partner, Person


class Near(models.TextChoices):
    ON_PREMISES = "on premises", "on the premises"
    REACHABLE = "reachable", "reachable by telephone at once"
    NEITHER = "neither", "neither"


class RoomReady(models.Model):
    """Somebody went through the room of one session; the newest counts.

    `observers`: how many stay in the room to watch and do nothing else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    prescriber = models.CharField(max_length=12, choices=Near.choices)
    oximeter = models.BooleanField()
    kit_checked = models.BooleanField()
    observers = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class GateRuling(models.Model):
    """A prescriber's words on one rule that is not open, for one person in one session.

    Where the rule asks for two, it counts from a colleague's `GateSecond` on. What is measured again
    afterwards has to be decided again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=30)
    words = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="ruling_says_why")]


class GateSecond(models.Model):
    """A second clinician agrees to set that rule aside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ruling = models.OneToOneField(GateRuling, on_delete=models.PROTECT, related_name="second")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class GateOpened(models.Model):
    """The gate was open for exactly this dose when it was given: read again and written in the same
    transaction, which the database sees to. No dose is recorded without it.

    `settled`: each rule that was not open, with the words of who settled it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=8)
    dose_mg = models.DecimalField(max_digits=6, decimal_places=2)
    settled = models.JSONField(default=dict, blank=True)
    xact = models.BigIntegerField(default=0, editable=False, help_text="set by the database")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("witness")), name="gate_has_two_people")
        ]
