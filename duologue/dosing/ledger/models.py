import uuid

from django.db import models
from django.db.models import F, Q

from duologue.dosing.orders.models import Drug
from duologue.people.models import Person


class StockLot(models.Model):
    """A delivery of one drug with one lot number. `mg_per_ml` is empty for what is not a liquid."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    drug = models.CharField(max_length=12, choices=Drug.choices)
    lot_number = models.CharField(max_length=40)
    mg_per_ml = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    expires_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["expires_on", "lot_number"]
        constraints = [
            models.UniqueConstraint(fields=["drug", "lot_number"], name="lot_once"),
            models.CheckConstraint(
                condition=Q(mg_per_ml__isnull=True) | Q(mg_per_ml__gt=0), name="lot_has_strength"
            ),
        ]


class Account(models.TextChoices):
    SUPPLIER = "supplier", "supplier"
    STOCK = "stock", "stock"
    GIVEN = "given", "given"
    WASTED = "wasted", "wasted"
    MISSING = "missing", "missing at a count"


class LedgerEntry(models.Model):
    """`micrograms` of a lot leave one account and enter another: double entry in one row.

    The database keeps the stock of each lot from falling below nothing (see the migration).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lot = models.ForeignKey(StockLot, on_delete=models.PROTECT, related_name="entries")
    micrograms = models.BigIntegerField()
    out_of = models.CharField(max_length=10, choices=Account.choices)
    into = models.CharField(max_length=10, choices=Account.choices)
    administration = models.ForeignKey(
        "dosing.Administration", on_delete=models.PROTECT, null=True, related_name="entries"
    )
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=Q(micrograms__gt=0), name="entry_moves_something"),
            models.CheckConstraint(condition=~Q(out_of=F("into")), name="entry_has_two_sides"),
            models.CheckConstraint(
                condition=Q(witness__isnull=True) | ~Q(witness=F("by")),
                name="witness_is_somebody_else",
            ),
        ]
