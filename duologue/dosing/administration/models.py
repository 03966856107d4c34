import uuid

from django.db import models
from django.db.models import F, Q

from duologue.calendar.models import Appointment
from duologue.dosing.corrections import SAYS_WHY, Correcting
from duologue.dosing.ledger.models import StockLot
from duologue.dosing.orders.models import Order, Route
from duologue.people.models import Partner, Person


class Part(models.TextChoices):
    MAIN = "main", "main dose"
    BOOSTER = "booster", "booster"


class Administration(Correcting):
    """What one partner was given against one order. The main dose of an order is given once.

    `decided` is what the prescriber said to the findings of the day's checks, where there were any.
    `route` is empty where it was the order's. A correction may say nought: it was not given.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="administrations")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="administrations")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=8, choices=Part.choices)
    dose_mg = models.DecimalField(max_digits=6, decimal_places=2)
    volume_ml = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    lot = models.ForeignKey(StockLot, on_delete=models.PROTECT, related_name="administrations")
    route = models.CharField(max_length=16, choices=Route.choices, blank=True, default="")
    decided = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", F("corrected_at").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(part="main", corrects__isnull=True),
                name="main_dose_once_an_order",
            ),
            models.CheckConstraint(
                condition=Q(dose_mg__gt=0) | Q(dose_mg=0, corrects__isnull=False),
                name="something_was_given",
            ),
            models.CheckConstraint(condition=SAYS_WHY, name="dose_correction_says_why"),
            models.CheckConstraint(condition=~Q(witness=F("by")), name="giver_and_witness_are_two"),
        ]
