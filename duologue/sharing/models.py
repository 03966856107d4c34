import uuid

from django.db import models

from duologue.people.models import Couple, Partner
from duologue.privacy.ownkeys.fields import OwnText
from duologue.sharing.secrets.models import AgreementSigned, SecretsPolicy

__all__ = ["AgreementSigned", "Release", "ReleaseTakenBack", "SecretsPolicy"]


class Release(models.Model):
    """Words one partner put into the shared room: a copy of exactly what they chose to say.

    There is no link to where the words came from, so nothing can be followed back. The other sees
    them `rules.SECOND_THOUGHTS` after `at`; nothing notes whether anybody has read them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="releases")
    author = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    title = OwnText(owner="couple_id", max_length=200)
    text = OwnText(owner="couple_id")
    at = models.DateTimeField()


class ReleaseTakenBack(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="taken_back")
    by = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
