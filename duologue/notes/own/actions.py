from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from duologue.notes.own.models import PsychotherapyNote
from duologue.people.models import Couple, Person


class ChangedElsewhere(Exception):
    """The note was saved in another window since this text was begun; `there` is what it says."""

    def __init__(self, there: str, saved_at: datetime) -> None:
        super().__init__("This note was saved in another window since you opened it.")
        self.there, self.saved_at = there, saved_at


@transaction.atomic
def write_own_note(
    *, id: UUID, couple: Couple, text: str, about_on: date, by: Person, at: datetime
) -> PsychotherapyNote:
    """A new note, its author's alone; the same `id` again returns the first."""
    values = {"couple": couple, "text": text, "about_on": about_on, "at": at, "saved_at": at}
    return PsychotherapyNote.objects.get_or_create(id=id, author=by, defaults=values)[0]


@transaction.atomic
def change_own_note(
    *, note: PsychotherapyNote, text: str, base: datetime, by: Person, at: datetime
) -> PsychotherapyNote:
    """Put other words in place of those saved at `base`. Raises ChangedElsewhere."""
    kept = PsychotherapyNote.objects.select_for_update().get(id=note.id, author=by)
    if kept.saved_at != base and kept.text != text:
        raise ChangedElsewhere(kept.text, kept.saved_at)
    kept.text, kept.saved_at = text, at
    kept.save(update_fields=["text", "saved_at"])
    return kept


@transaction.atomic
def destroy_own_note(*, note: PsychotherapyNote, by: Person, at: datetime) -> None:
    """Delete a note for good: nothing of it stays, not even that there was one."""
    PsychotherapyNote.objects.filter(id=note.id, author=by).delete()
