from django.db.models import QuerySet

from duologue.people.models import Person, StaffRole
from duologue.people.roles.models import RoleOffer
from duologue.people.rules import CONFIRMING


def offers_waiting(roles: frozenset[str]) -> QuerySet[RoleOffer]:
    """Roles that wait for a second person, for who could be one; oldest first."""
    found = RoleOffer.objects.filter(answer=None).select_related("person", "by").order_by("at")
    return found if roles & CONFIRMING else found.none()


def somebody_else_confirms(*, by: Person, person: Person | None) -> bool:
    """Whether anybody works here who could look at it, besides who asks and who is given it."""
    here = StaffRole.objects.filter(
        role__in=CONFIRMING, end__isnull=True, person__closed_at__isnull=True
    )
    return here.exclude(person__in=[one for one in (by, person) if one]).exists()
