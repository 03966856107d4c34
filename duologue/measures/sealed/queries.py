"""What a named clinician has to read, and the one word that everybody else learns."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from duologue.measures import loader
from duologue.measures.instrument import Instrument, Item
from duologue.measures.models import Response, Submission
from duologue.measures.sealed import rules
from duologue.measures.sealed.models import (
    NamedClinician,
    SealedAnswer,
    SealedFinding,
    SealedReading,
    Sealing,
)
from duologue.people.models import CareTeamMember, Partner, Person, Role
from duologue.people.queries import of_those_treated
from duologue.privacy.keys.queries import keys_in_use
from duologue.privacy.principal import as_system

CLINICIANS = (Role.THERAPIST, Role.PRESCRIBER)


@dataclass(frozen=True)
class Waiting:
    """A questionnaire to be read: the same for every one, whatever was answered."""

    id: UUID
    partner_id: UUID
    first_name: str
    side: int
    couple: str
    since: datetime
    finished: bool
    late: bool


@dataclass(frozen=True)
class Finding:
    verdict: str
    plan: str
    by: str
    at: datetime


@dataclass(frozen=True)
class SealedRead:
    """One sealed questionnaire; `mine`: sealed to the key this clinician has now."""

    id: UUID
    instrument: Instrument
    begun_at: datetime
    handed_in_at: datetime | None
    mine: bool
    read_by: tuple[str, ...]
    finding: Finding | None
    late: bool

    @property
    def word(self) -> str:
        if self.finding:
            return self.finding.verdict
        return "begun" if self.handed_in_at is None else "late" if self.late else "waiting"


def is_sealed(response: Response) -> bool:
    """Whether this response's answers are sealed: by its instrument, or because it was asked for."""
    instrument = loader.instrument(response.instrument, response.version)
    if instrument.room == "sealed":
        return True
    return instrument.sealable and Sealing.objects.filter(response=response).exists()


def items_left(response: Response, instrument: Instrument) -> list[Item]:
    """The items of a sealed response that nobody has answered or left out yet.

    Every one is asked: what an answer makes needless is not known here.
    """
    with as_system():
        done = set(SealedAnswer.objects.filter(response=response).values_list("item", flat=True))
    return [item for item in instrument.items if item.number not in done]


def steps_out_of_sight(partner: Partner) -> frozenset[tuple[UUID, str]]:
    """The steps, as (episode, step), that this partner's pages no longer show. One query.

    What they asked to have sealed, finished or not; and, so that its absence tells nothing, what
    could have been sealed and was handed in openly.
    """
    sealable = [one.id for one in loader.load_all().values() if one.sealable]
    rows = Response.objects.filter(
        Q(sealing__isnull=False) | Q(instrument__in=sealable, submission__isnull=False),
        partner=partner, episode__isnull=False,
    )  # fmt: skip
    return frozenset(rows.values_list("episode", "step"))


def named_to(person: Person) -> QuerySet[Response]:
    """The sealed responses that this person is named for, of couples they treat today."""
    named = NamedClinician.objects.filter(person=person, response=OuterRef("pk"))
    return Response.objects.filter(Exists(named), of_those_treated("partner", person))


def waiting_for(person: Person, at: datetime) -> tuple[Waiting, ...]:
    """What this clinician has not signed a finding on, the oldest first. One query.

    One that was begun and left comes too, after a day: somebody was interrupted, or afraid.
    """
    # From the few rows that name this clinician: from the responses it would be every one there is,
    # and so no index may find them by their partner.
    whose = Coalesce("response__partner_id", "response__partner_id")
    answered = SealedAnswer.objects.filter(response=OuterRef("response"))
    left = Q(response__at__lte=at - rules.READ_WITHIN) & Q(Exists(answered))
    rows = (
        NamedClinician.objects.alias(whose=whose)
        .filter(of_those_treated("whose", person), person=person)
        .filter(~Exists(SealedFinding.objects.filter(response=OuterRef("response"))))
        .filter(Q(response__submission__isnull=False) | left)
        .order_by("response__at", "response_id")
        .values_list(
            "response",
            "response__partner",
            "response__partner__first_name",
            "response__partner__side",
            "response__partner__couple__name",
            "response__at",
            "response__submission__at",
        )
    )
    return tuple(
        Waiting(id, of, name, side, couple, since, handed_in is not None, rules.late(since, at))
        for id, of, name, side, couple, begun, handed_in in rows
        for since in [handed_in or begun]
    )


def sealed_of(person: Person, partner: Partner, at: datetime) -> tuple[SealedRead, ...]:
    """The sealed questionnaires of one partner that this clinician is named for, newest first."""
    key = keys_in_use([person.pk]).get(person.pk)
    mine = SealedAnswer.objects.filter(response=OuterRef("pk"), key=key)
    rows = list(
        named_to(person)
        .filter(partner=partner)
        .annotate(mine=Exists(mine) if key else Q(pk=None))
        .select_related("submission")
        .order_by("-at", "-id")
    )
    read_by: dict[UUID, dict[str, None]] = defaultdict(dict)
    for reading in SealedReading.objects.filter(response__in=rows).select_related("by"):
        read_by[reading.response_id][reading.by.name] = None
    findings: dict[UUID, Finding] = {}
    for one in SealedFinding.objects.filter(response__in=rows).select_related("by").order_by("at"):
        findings[one.response_id] = Finding(one.verdict, one.plan, one.by.name, one.at)
    return tuple(
        SealedRead(
            id=row.id,
            instrument=loader.instrument(row.instrument, row.version),
            begun_at=row.at,
            handed_in_at=(handed := row.submission.at if hasattr(row, "submission") else None),
            mine=row.mine,
            read_by=tuple(read_by[row.id]),
            finding=findings.get(row.id),
            late=handed is not None and rules.late(handed, at),
        )
        for row in rows
    )


def colleagues_of(person: Person, partner: Partner) -> QuerySet[Person]:
    """The other clinicians of this couple: whom access could be given."""
    team = CareTeamMember.objects.filter(
        couple=partner.couple_id, role__in=CLINICIANS, end=None
    ).exclude(person=person)
    return Person.objects.filter(pk__in=team.values("person"), closed_at=None).order_by("name")


def screened_beside(partners: QuerySet[Any]) -> QuerySet[Any]:
    """These partners with what `screened_in` reads: when each private screen was handed in, and its
    newest verdict. For the clinic's own rules: what was found stays with who is named for it."""
    handed = _handed_in().filter(response__partner=OuterRef("pk")).order_by()
    return partners.annotate(
        handed_in=ArraySubquery(handed.values(one=JSONObject(at="at", verdict="verdict")))
    )


def screened_in(partner: Any) -> rules.Standing:
    """As `standing_of`, of a partner of `screened_beside`. No query."""
    return rules.standing(
        [
            rules.Handed(datetime.fromisoformat(row["at"]), row["verdict"])
            for row in partner.handed_in
        ]
    )


def standing_of(partner: Partner, *, instruments: Collection[str] = ()) -> rules.Standing:
    """Clear, not clear or not yet read: all that a gate, a page or a colleague may learn.

    Of the private screens, unless `instruments` names others.
    """
    return standings_of([partner], instruments=instruments)[partner.pk]


def standings_of(
    partners: Iterable[Partner], *, instruments: Collection[str] = ()
) -> dict[UUID, rules.Standing]:
    """`standing_of` each of these partners, in one query."""
    handed: dict[UUID, list[rules.Handed]] = {partner.pk: [] for partner in partners}
    rows = _handed_in(instruments).filter(response__partner__in=list(handed))
    with as_system():
        found = list(rows.values_list("response__partner", "at", "verdict"))
    for partner, at, verdict in found:
        handed[partner].append(rules.Handed(at, verdict))
    return {partner: rules.standing(each) for partner, each in handed.items()}


def _handed_in(instruments: Collection[str] = ()) -> QuerySet[Submission]:
    """What was sealed and handed in, with its newest `verdict`: of the private screens, unless
    `instruments` names others."""
    wanted = instruments or [one.id for one in loader.load_all().values() if one.room == "sealed"]
    newest = SealedFinding.objects.filter(response=OuterRef("response")).order_by("-at", "-id")
    return Submission.objects.filter(
        response__instrument__in=wanted, response__sealing__isnull=False
    ).annotate(verdict=Subquery(newest.values("verdict")[:1]))
