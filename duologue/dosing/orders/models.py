import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from duologue.people.models import Partner, Person


class Drug(models.TextChoices):
    RACEMIC = "racemic", "racemic ketamine"
    ESKETAMINE = "esketamine", "esketamine"


class Route(models.TextChoices):
    INTRAMUSCULAR = "intramuscular", "intramuscular"
    LOZENGE = "lozenge", "lozenge"
    ORAL = "oral", "oral"
    SUBCUTANEOUS = "subcutaneous", "subcutaneous"
    INTRAVENOUS = "intravenous", "intravenous"
    INTRANASAL = "intranasal", "intranasal"


class Order(models.Model):
    """What a prescriber allows one partner in one medicine session; signed by being written.

    `dose_mg` is the main dose, given once; `booster_mg` may follow in parts;
    `max_mg_per_kg` bounds both together by the weight of the day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="orders")
    session_number = models.PositiveSmallIntegerField()
    drug = models.CharField(max_length=12, choices=Drug.choices, default=Drug.RACEMIC)
    route = models.CharField(max_length=16, choices=Route.choices)
    dose_mg = models.DecimalField(max_digits=6, decimal_places=2)
    booster_mg = models.DecimalField(max_digits=6, decimal_places=2, default=Decimal(0))
    max_mg_per_kg = models.DecimalField(max_digits=5, decimal_places=2)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dose_mg__gt=0, booster_mg__gte=0, max_mg_per_kg__gt=0),
                name="order_allows_something",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("at")), name="order_expires"),
        ]


class OrderCancellation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="cancellation")
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
