import uuid

from django.db import models
from django.db.models import F, Q

from duologue.calendar.models import Appointment
from duologue.dosing.ledger.models import StockLot
from duologue.dosing.orders.models import Order
from duologue.people.models import Partner, Person


class Part(models.TextChoices):
    MAIN = "main", "main dose"
    BOOSTER = "booster", "booster"


class Administration(models.Model):
    """What one partner was given against one order. The main dose of an order is given once.

    `decided` is what the prescriber said to the findings of the day's checks, where there were any.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="administrations")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="administrations")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=8, choices=Part.choices)
    dose_mg = models.DecimalField(max_digits=6, decimal_places=2)
    volume_ml = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    lot = models.ForeignKey(StockLot, on_delete=models.PROTECT, related_name="administrations")
    decided = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(part="main"), name="main_dose_once_an_order"
            ),
            models.CheckConstraint(condition=Q(dose_mg__gt=0), name="something_was_given"),
            models.CheckConstraint(condition=~Q(witness=F("by")), name="giver_and_witness_are_two"),
        ]
