import uuid

from django.db import models

from duologue.people.models import Couple, Partner, Person
from duologue.sharing.secrets.rules import LIMITED, NO_SECRETS


class SecretsPolicy(models.Model):
    """The rule a therapist chose for a couple, in writing. The newest is the one both are asked to sign."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="secrets_policies")
    policy = models.CharField(
        max_length=20, choices=[(LIMITED, "Limited secrets"), (NO_SECRETS, "No secrets")]
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class AgreementSigned(models.Model):
    """A partner signed the couple's agreement on what stays private, with the rule then chosen.

    Shared: both may know, since it holds only with both. A later withdrawal is that partner's own
    and leaves no row here. `policy` is empty when nothing had been chosen: limited secrets.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="agreement_signed")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(SecretsPolicy, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
