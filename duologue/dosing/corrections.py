"""A row that was wrong stays as it was; a further row, with its reason, stands in for it."""

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from duologue.dosing.reasons import Closed, Refused


class Correcting(models.Model):
    """`corrects` names the row this one stands in for; `because` says why, `corrected_at` when.

    `by` is then who corrected it. A row that corrects none has none of the three.
    """

    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction"
    )
    because = models.CharField(max_length=200, blank=True, default="")
    corrected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


NEW = Q(corrects__isnull=True, corrected_at__isnull=True, because="")
SAYS_WHY = NEW | Q(corrects__isnull=False, corrected_at__isnull=False) & ~Q(because="")


def must_be_correctable(
    row: Any, id: UUID, partner_id: object, appointment_id: object, *, called: str = "row"
) -> None:
    """Refused when it is of somebody else or of another session, or was corrected already.

    `row` is locked by whoever asks; `id` is of the correction, which may arrive twice.
    """
    if (row.partner_id, row.appointment_id) != (partner_id, appointment_id):
        raise Refused(Closed(f"that {called} is of somebody else", "Go back and choose again"))
    if found := already_corrected(row, besides=id):
        raise Refused(*found)


def already_corrected(row: Any, *, besides: UUID | None = None) -> tuple[Closed, ...]:
    """Why `row` is not corrected again: a newer one stands in for it (other than `besides`)."""
    newer = type(row).objects.filter(corrects=row)
    if (newer.exclude(id=besides) if besides else newer).exists():
        return (Closed("it was corrected already", "Correct the newer one"),)
    return ()
