import uuid

from django.db import models
from django.db.models import Q

from duologue.people.models import Person, Role


class RoleOffer(models.Model):
    """Somebody asks to give a clinical role: to a member of staff, or to who is to be invited."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, email="")
                | (Q(person__isnull=True) & ~Q(email="")),
                name="role_offer_is_to_staff_or_an_address",
            )
        ]

    @property
    def whom(self) -> str:
        return self.person.name if self.person else f"{self.name} ({self.email})"


class RoleOfferAnswer(models.Model):
    """A second person confirmed it; or it was declined, which who asked may do as well."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.OneToOneField(RoleOffer, on_delete=models.PROTECT, related_name="answer")
    word = models.CharField(
        max_length=10, choices=[("confirmed", "confirmed"), ("declined", "declined")]
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
