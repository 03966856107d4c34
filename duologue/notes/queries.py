"""Notes a member of staff may read: their own, and the signed ones of the couples they treat."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from duologue.notes.models import Note, NoteSignature
from duologue.notes.outline import templates
from duologue.people.models import Couple, Partner, Person
from duologue.people.queries import couples_of, couples_treated_by, partners_in_emergency

CLINICAL = ("therapist", "prescriber", "monitor")
READS_ALL = ("therapist", "prescriber")
_NAMED = ("couple", "partner", "author", "signature")
WATCHED = "medicine"  # the template of what is written about a medicine session


@dataclass(frozen=True)
class NoteLine:
    id: UUID
    title: str
    couple_name: str
    partner_name: str
    side: int | str
    author: str
    about_at: datetime
    signed_at: datetime | None


@dataclass(frozen=True)
class NoteSection:
    key: str
    heading: str
    prompt: str
    text: str


@dataclass(frozen=True)
class Added:
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class NotePage:
    line: NoteLine
    couple: UUID
    sections: tuple[NoteSection, ...]
    version: UUID
    saved_at: datetime
    digest: str
    addenda: tuple[Added, ...]
    mine: bool


@dataclass(frozen=True)
class NotesPage:
    drafts: tuple[NoteLine, ...]
    signed: tuple[NoteLine, ...]


def treated_by(person: Person, roles: frozenset[str]) -> QuerySet[Couple]:
    """The couples whose record this person reads: a coordinator's wider door is not for notes."""
    return couples_of(person, roles - {"coordinator"})


def readable_by(person: Person, roles: frozenset[str]) -> QuerySet[Note]:
    """Drafts: the author's alone. Signed notes: those of the couple's therapist and prescriber.

    Who no longer treats the couple reads neither: the key of what stands in them is out of reach.
    Who watches a medicine session reads the notes of medicine sessions, and no others. In an
    emergency: the notes about the one partner who was named.
    """
    treated = couples_treated_by(person, READS_ALL)
    watched = couples_treated_by(person, ("monitor",))
    in_emergency = partners_in_emergency(person)
    of_the_record = Q(couple__in=treated) | Q(couple__in=watched, template=WATCHED)
    if roles & set(READS_ALL):
        of_the_record |= Q(partner__in=in_emergency)
    else:
        of_the_record |= Q(partner__in=in_emergency, template=WATCHED)
    of_the_record &= Q(signature__isnull=False)
    return Note.objects.filter(_own(person) | of_the_record).select_related(*_NAMED)


def written_by(person: Person) -> QuerySet[Note]:
    """One's own notes, of the couples one treats today."""
    return Note.objects.filter(_own(person))


def _own(person: Person) -> Q:
    return Q(author=person, couple__in=couples_treated_by(person, CLINICAL))


def notes_page(person: Person, roles: frozenset[str], *, limit: int = 30) -> NotesPage:
    """My drafts, the oldest first because it has waited longest; then what was signed lately."""
    drafts = drafts_waiting(person).select_related(*_NAMED).order_by("about_at", "id")
    signed = (
        readable_by(person, roles).filter(signature__isnull=False).order_by("-signature__at", "id")
    )
    return NotesPage(tuple(_line(n) for n in drafts[:100]), tuple(_line(n) for n in signed[:limit]))


def notes_about(
    couple: Couple, person: Person, roles: frozenset[str], *, limit: int = 20
) -> tuple[NoteLine, ...]:
    """What this person may read about a couple, newest first."""
    notes = readable_by(person, roles).filter(couple=couple).order_by("-about_at", "id")
    return tuple(_line(n) for n in notes[:limit])


def note_page(note: Note, person: Person) -> NotePage:
    """A note with its text; `note` was fetched through `readable_by`."""
    latest = note.versions.order_by("-number")[0]
    line = _line(note)
    return NotePage(
        line=line,
        couple=note.couple_id,
        sections=tuple(NoteSection(k, h, p, latest.text.get(k, "")) for k, h, p in note.headings),
        version=latest.id,
        saved_at=latest.at,
        digest=note.signature.digest if line.signed_at else "",
        addenda=tuple(Added(a.text, a.by.name, a.at) for a in note.addenda.select_related("by")),
        mine=note.author_id == person.pk,
    )


def _line(note: Note) -> NoteLine:
    outline = templates().get(note.template)
    partner: Partner | None = note.partner
    return NoteLine(
        id=note.id,
        title=outline.title if outline else note.template,
        couple_name=note.couple.name,
        partner_name=partner.first_name if partner else "",
        side=partner.side if partner else "shared",
        author=note.author.name,
        about_at=note.about_at,
        signed_at=note.signature.at if hasattr(note, "signature") else None,
    )


def drafts_waiting(person: Person) -> QuerySet[Note]:
    """One's own notes that are not signed yet; whoever wrote a note is who signs it."""
    signed = NoteSignature.objects.filter(note=OuterRef("pk"), by=person)
    return written_by(person).filter(~Exists(signed))
