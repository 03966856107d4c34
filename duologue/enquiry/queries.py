from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from duologue.enquiry import loader
from duologue.enquiry.models import Enquiry, EnquiryOutcome, Outcome
from duologue.enquiry.rules import advise
from duologue.people.models import Person
from duologue.people.queries import roles_of

READERS = frozenset({"coordinator", "therapist"})
A_PAGE = 30
WAITING = frozenset({"", Outcome.UNREACHED, Outcome.THINKING})


@dataclass(frozen=True)
class OutcomeRead:
    outcome: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True)
class EnquiryRead:
    id: UUID
    name: str
    channel: str
    reach: str
    safe_hours: str
    may_leave_message: bool
    wanted_format: str
    message: str
    answers: tuple[tuple[str, str], ...]
    advice: str
    at: datetime
    outcomes: tuple[OutcomeRead, ...]
    waiting: bool

    @property
    def email(self) -> str:
        """The address, where that is how they want to be reached."""
        return self.reach if self.channel == "email" else ""


@dataclass(frozen=True)
class Enquiries:
    waiting: tuple[EnquiryRead, ...]
    settled: tuple[EnquiryRead, ...]


def enquiries_of(person: Person, roles: frozenset[str] | None = None) -> QuerySet[Enquiry]:
    """Every enquiry for a coordinator or therapist, none for anybody else."""
    allowed = (roles_of(person) if roles is None else roles) & READERS
    found = Enquiry.objects.all() if allowed else Enquiry.objects.none()
    return found.prefetch_related("outcomes__by")


def enquiries_for(person: Person, roles: frozenset[str]) -> Enquiries:
    """Who waits for an answer, the longest first; and those settled last, `A_PAGE` of each."""
    newest = EnquiryOutcome.objects.filter(enquiry=OuterRef("pk")).values("outcome")[:1]
    found = enquiries_of(person, roles).alias(newest=Coalesce(Subquery(newest), Value("")))
    waiting = found.filter(newest__in=WAITING).order_by("at", "id")[:A_PAGE]
    settled = found.exclude(newest__in=WAITING).order_by("-at", "-id")[:A_PAGE]
    return Enquiries(
        waiting=tuple(_read(enquiry) for enquiry in waiting),
        settled=tuple(_read(enquiry) for enquiry in settled),
    )


def new_enquiries(person: Person, roles: frozenset[str]) -> QuerySet[Enquiry]:
    """The enquiries nobody has answered yet; none for whoever may not read them."""
    return enquiries_of(person, roles).filter(outcomes__isnull=True)


def enquiry(person: Person, id: UUID, roles: frozenset[str] | None = None) -> EnquiryRead:
    """One enquiry. Raises Enquiry.DoesNotExist for whoever may not read it."""
    return _read(enquiries_of(person, roles).get(id=id))


def _read(row: Enquiry) -> EnquiryRead:
    fit = loader.fit()
    chosen = [(q.ask, option.label) for q in fit.questions if (option := q.chosen(row.answers))]
    outcomes = tuple(
        OutcomeRead(o.get_outcome_display(), o.note, o.by.name, o.at) for o in row.outcomes.all()
    )
    newest = next((o.outcome for o in row.outcomes.all()), "")
    return EnquiryRead(
        id=row.id,
        name=row.name,
        channel=row.channel,
        reach=row.reach,
        safe_hours=row.safe_hours,
        may_leave_message=row.may_leave_message,
        wanted_format=row.get_wanted_format_display(),
        message=row.message,
        answers=tuple(chosen),
        advice=fit.advice[advise(fit.questions, row.answers).kind].title if chosen else "",
        at=row.at,
        outcomes=outcomes,
        waiting=newest in WAITING,
    )
