import uuid

from django.db import models

from duologue.notes.own.models import PsychotherapyNote
from duologue.people.models import Couple, Partner, Person
from duologue.privacy.ownkeys.fields import ErasedSections, OwnJSON, OwnText

__all__ = ["Addendum", "Note", "NoteSignature", "NoteVersion", "PsychotherapyNote"]


class Note(models.Model):
    """A clinical note about a couple, or about one partner of it. Written by its author.

    Its text is its latest `NoteVersion`; a `NoteSignature` closes it for ever (the database
    refuses changes), and then only an `Addendum` follows. A psychotherapy note is none of these:
    see the closet `own`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.CharField(max_length=40)
    headings = models.JSONField()
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="notes")
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="notes"
    )
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notes")
    about_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["couple", "-about_at"], name="notes_of_a_couple")]


class NoteVersion(models.Model):
    """The text as it was once saved, by section key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = OwnJSON(owner="note.partner_id | note.couple_id", erased=ErasedSections)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["note", "number"], name="version_once")]


class NoteSignature(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.OneToOneField(Note, on_delete=models.PROTECT, related_name="signature")
    version = models.OneToOneField(NoteVersion, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)


class Addendum(models.Model):
    """Words added to a signed note, by its author or a colleague who may read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="addenda")
    text = OwnText(owner="note.partner_id | note.couple_id")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
