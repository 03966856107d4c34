from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from duologue.people.emergency import rules
from duologue.people.emergency.models import EmergencyGrant
from duologue.people.models import CareTeamMember, Clinic, Partner, Person, StaffRole
from duologue.people.queries import open_grants, roles_of
from duologue.people.rules import Closed, Open


@dataclass(frozen=True)
class ToReview:
    """An opening that nobody has looked at yet; `word` is due, or late after a day."""

    id: UUID
    who: str
    partner: str
    side: int
    couple: str
    at: datetime
    due_at: datetime
    word: str


def opened_by(person: Person, id: UUID, at: datetime) -> EmergencyGrant | None:
    """An opening of theirs that still lasts, with partner, couple and the clinic's `country`."""
    country = Clinic.objects.order_by("created_at").values("country")[:1]
    mine = open_grants(person, at).filter(id=id).select_related("partner__couple")
    return mine.annotate(country=Subquery(country)).first()


def named(name: str) -> tuple[Partner, ...]:
    """The partners with exactly this name, their whole one or the first; never a likeness."""
    found = Partner.objects.filter(Q(person__name__iexact=name) | Q(first_name__iexact=name))
    return tuple(found.select_related("couple", "person").order_by("couple__name", "id"))


def treats(person: Person, partner: Partner) -> bool:
    return CareTeamMember.objects.filter(
        couple=partner.couple_id, person=person, end__isnull=True
    ).exists()


def reviewable_by(person: Person, roles: frozenset[str]) -> QuerySet[EmergencyGrant]:
    """The openings that fall to this person to look at, looked at or not. Never their own."""
    therapists = CareTeamMember.objects.filter(
        couple=OuterRef("partner__couple"), role="therapist", end__isnull=True
    )
    theirs = Q(Exists(therapists.filter(person=person)))
    if "coordinator" in roles:
        theirs |= ~Q(Exists(therapists))
    found = EmergencyGrant.objects.filter(theirs).exclude(by=person)
    return found.select_related("partner__couple", "by")


def reviews_waiting(person: Person, roles: frozenset[str]) -> QuerySet[EmergencyGrant]:
    return reviewable_by(person, roles).filter(review__isnull=True)


def openings_to_review(person: Person, roles: frozenset[str], at: datetime) -> tuple[ToReview, ...]:
    """What waits for this person's review, the oldest first. None for who could have none."""
    if not roles & {"therapist", "coordinator"}:
        return ()
    waiting = reviews_waiting(person, roles).order_by("at")
    return tuple(
        ToReview(
            id=grant.pk,
            who=grant.by.name,
            partner=grant.partner.first_name,
            side=grant.partner.side,
            couple=grant.partner.couple.name,
            at=grant.at,
            due_at=grant.at + rules.REVIEWED_WITHIN,
            word=rules.word(grant.at, at),
        )
        for grant in waiting
    )


def reviewers_of(grant: EmergencyGrant) -> tuple[Person, ...]:
    """To whom an opening falls: the couple's therapists, else the coordinators; never who opened it."""
    here = Person.objects.filter(closed_at=None).exclude(pk=grant.by_id)
    care = CareTeamMember.objects.filter(couple=grant.partner.couple_id, role="therapist", end=None)
    if not care.exists():
        held = StaffRole.objects.filter(role="coordinator", end=None)
        return tuple(here.filter(pk__in=held.values("person")))
    return tuple(here.filter(pk__in=care.values("person")))


def may_review(person: Person, grant: EmergencyGrant) -> Open | Closed:
    therapists = set(
        CareTeamMember.objects.filter(
            couple=grant.partner.couple_id, role="therapist", end__isnull=True
        ).values_list("person", flat=True)
    )
    return rules.reviews(
        own=grant.by_id == person.pk,
        therapist=person.pk in therapists,
        coordinator="coordinator" in roles_of(person),
        there_is_one=bool(therapists),
    )
