from collections.abc import Iterable

from django.db.models import QuerySet

from duologue.people.models import Person, StaffRole
from duologue.people.roles.models import RoleOffer
from duologue.people.rules import CLINICIANS, CONFIRMING


def offers_waiting(roles: frozenset[str]) -> QuerySet[RoleOffer]:
    """Roles that wait for a second person, for who could be one; oldest first."""
    found = RoleOffer.objects.filter(answer=None).select_related("person", "by").order_by("at")
    return found if roles & CONFIRMING else found.none()


def somebody_else_confirms(*, by: Person, person: Person | None) -> bool:
    """Whether anybody works here who could look at it, besides who asks and who is given it."""
    return _works_here(CONFIRMING, by=by, person=person)


def a_clinician_confirms(*, by: Person, person: Person | None) -> bool:
    """Whether a therapist or prescriber works here, besides who asks and who is given it."""
    return _works_here(CLINICIANS, by=by, person=person)


def clinicians_without(held: StaffRole) -> int:
    """How many therapists and prescribers work here once this role has ended."""
    return held_here(CLINICIANS).exclude(pk=held.pk).values("person").distinct().count()


def held_here(roles: Iterable[str]) -> QuerySet[StaffRole]:
    """These roles, of those who work here."""
    return StaffRole.objects.filter(role__in=roles, end__isnull=True, person__closed_at=None)


def _works_here(roles: frozenset[str], *, by: Person, person: Person | None) -> bool:
    return held_here(roles).exclude(person__in=[one for one in (by, person) if one]).exists()
