import uuid

from django.db import models
from django.db.models import F, Q

from duologue.people.models import Couple, Person, Role


class AccessAlert(models.Model):
    """Who let whom in, or changed how they sign in, for one clinician who asks if it was meant.

    `whom` is empty for somebody who is only invited yet; their `name` stands instead.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    act = models.CharField(max_length=20)
    whom = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(owner=F("by")), name="nobody_is_asked_of_their_own")
        ]


class AccessAlertClosure(models.Model):
    """Whether it was meant, and what was done where it was not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.OneToOneField(AccessAlert, on_delete=models.PROTECT, related_name="closure")
    word = models.CharField(
        max_length=10,
        choices=[
            ("meant", "Yes, it was meant"),
            ("not meant", "No, or I do not know"),
            ("settled", "Answered elsewhere"),
        ],
    )
    done = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
