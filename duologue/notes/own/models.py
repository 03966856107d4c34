import uuid

from django.db import models

from duologue.people.models import Couple, Person
from duologue.privacy.ownkeys.fields import OwnText


class PsychotherapyNote(models.Model):
    """What a clinician writes for themself about their work with a couple. Its author's alone.

    No version is kept and no signature: it is no part of the record, and may be destroyed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="+")
    text = OwnText(owner="author_id")
    about_on = models.DateField()
    at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-about_on", "-at"]
