"""Begin a note, save it as it is written, sign it, add to it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from duologue.notes import rules, signals
from duologue.notes.models import Addendum, Note, NoteSignature, NoteVersion
from duologue.notes.outline import templates
from duologue.people.models import Couple, Partner, Person


class Signed(Exception):
    """The note is signed: it no longer changes; write an addendum."""


@transaction.atomic
def begin_note(
    *,
    id: UUID,
    template: str,
    couple: Couple,
    partner: Partner | None,
    about_at: datetime,
    by: Person,
    at: datetime,
) -> Note:
    """A new draft; the same `id` again returns the first. ValueError when it fits nobody."""
    outline = templates()[template]
    if (partner and partner.couple_id != couple.pk) or outline.of not in (
        "either",
        "partner" if partner else "couple",
    ):
        raise ValueError(f"“{outline.title}” is a note about a {outline.of}; choose again.")
    note, fresh = Note.objects.get_or_create(
        id=id,
        defaults={
            "template": template,
            "headings": [[s.key, s.heading, s.prompt] for s in outline.sections],
            "couple": couple,
            "partner": partner,
            "author": by,
            "about_at": about_at,
            "at": at,
        },
    )
    if fresh:
        text = {section.key: "" for section in outline.sections}
        NoteVersion.objects.create(note=note, number=1, text=text, at=at)
    return note


@transaction.atomic
def save_draft(
    *, note: Note, base: UUID, text: Mapping[str, str], by: Person, at: datetime
) -> NoteVersion | rules.Conflict:
    """The next version on top of version `base`; a Conflict when another tab was there first.

    Raises Signed, and PermissionError for anybody but the author.
    """
    latest = _writable(note, by)
    asked = {key: text.get(key, "") for key, _, _ in note.headings}
    decided = rules.next_version(
        latest=latest.text, latest_id=str(latest.id), base_id=str(base), text=asked
    )
    match decided:
        case rules.Conflict():
            return decided
        case rules.Keep():
            return latest
    number = latest.number + 1
    return NoteVersion.objects.create(note=note, number=number, text=asked, at=at)


@transaction.atomic
def sign(*, note: Note, base: UUID, by: Person, at: datetime) -> NoteSignature:
    """Sign the version the author has read; earlier drafts go. Twice is harmless.

    Raises Signed when another version than the latest was read.
    """
    signed = NoteSignature.objects.filter(note=note, by=by).first()
    if signed:
        return signed
    latest = _writable(note, by)
    if latest.id != base:
        raise Signed("The note changed since you read it. Read it again before you sign.")
    note.versions.exclude(id=latest.id).delete()
    digest = rules.digest(
        note=str(note.id), author=str(by.pk), signed_at=at.isoformat(), text=latest.text
    )
    signature = NoteSignature.objects.create(note=note, version=latest, digest=digest, by=by, at=at)
    signals.note_signed.send(Note, note=note, by=by, at=at)
    return signature


@transaction.atomic
def add(*, id: UUID, note: Note, text: str, by: Person, at: datetime) -> Addendum:
    """Add words to a signed note; the same `id` again adds nothing."""
    if not NoteSignature.objects.filter(note=note).exists():
        raise Signed("A draft needs no addendum: change the draft itself.")
    values = {"note": note, "text": text, "by": by, "at": at}
    return Addendum.objects.get_or_create(id=id, defaults=values)[0]


def _writable(note: Note, by: Person) -> NoteVersion:
    locked = Note.objects.select_for_update(of=("self",)).get(id=note.id)
    if locked.author_id != by.pk:
        raise PermissionError("only its author writes a note")
    if NoteSignature.objects.filter(note=note).exists():
        raise Signed("This note is signed and no longer changes. Write an addendum.")
    return note.versions.order_by("-number")[0]
