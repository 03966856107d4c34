"""Look-ups that start from the person: what they cannot reach, they cannot fetch."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from duologue.people.among import told
from duologue.people.models import (
    CareTeamMember,
    Clinic,
    Couple,
    EmergencyGrant,
    Partner,
    Person,
    StaffRole,
)
from duologue.people.rules import CLINICAL_ROLES, CLINICIANS


def clinic() -> Clinic | None:
    return Clinic.objects.order_by("created_at").first()


def partner_of(person: Person) -> Partner | None:
    """The partner this person now is, with couple; None for staff."""
    return (
        Partner.objects.filter(person=person)
        .select_related("couple__separation")
        .order_by("-at", "-id")
        .first()
    )


def roles_of(person: Person) -> frozenset[str]:
    """The roles a member of staff holds today; empty for partners. Known for who is signed in."""
    if hasattr(person, "asking_with"):
        return person.asking_with  # type: ignore[no-any-return]
    return frozenset(
        StaffRole.objects.filter(person=person, end__isnull=True).values_list("role", flat=True)
    )


def couples_of(person: Person, roles: frozenset[str] | None = None) -> QuerySet[Couple]:
    """The couples this member of staff may open: their caseload; a coordinator's is everybody."""
    return Couple.objects.filter(of_caseload("pk", person, roles))


def sees_everybody(person: Person, roles: frozenset[str] | None = None) -> bool:
    """Whether every couple is on their caseload: a coordinator's."""
    return "coordinator" in (roles_of(person) if roles is None else roles)


def of_caseload(path: str, person: Person, roles: frozenset[str] | None = None) -> Q:
    """The rows whose couple, at the end of `path`, is one of `couples_of`."""
    if sees_everybody(person, roles):
        return ~Q(pk__in=())  # true of every row; an empty Q would vanish beside an "or"
    return Q((f"{path}__in", couples_treated_by(person, CLINICAL_ROLES)))


def in_reach(path: str, person: Person, roles: frozenset[str] | None = None) -> Q:
    """The rows whose partner, at the end of `path` ("" for themself), this member of staff may open.

    Of their couples, or in an emergency the one who was named, whose couple is none of `couples_of`.
    """
    if sees_everybody(person, roles):
        return ~Q(pk__in=())
    return of_those_treated(path or "pk", person, CLINICAL_ROLES) | Q(
        (f"{path or 'pk'}__in", partners_in_emergency(person))
    )


def partners_of_caseload(person: Person, roles: frozenset[str] | None = None) -> QuerySet[Partner]:
    """The partners this member of staff may open: of their couples, or in an emergency."""
    return Partner.objects.filter(in_reach("", person, roles)).select_related("couple")


def partners_of_couples(person: Person, roles: frozenset[str] | None = None) -> QuerySet[Partner]:
    """Both partners of each couple this member of staff may open; no opening in an emergency."""
    return Partner.objects.filter(of_caseload("couple", person, roles)).select_related("couple")


def with_roles_towards(partners: QuerySet[Partner], person: Person) -> QuerySet[Partner]:
    """The same partners with `care_roles`, as what this person treats them today, and `opened_as`.

    What somebody may read of a partner follows these, not the roles they hold in the clinic.
    """
    care = CareTeamMember.objects.filter(person=person, couple=OuterRef("couple"), end=None)
    opened = open_grants(person, timezone.now()).filter(partner=OuterRef("pk"))
    return partners.annotate(
        care_roles=ArraySubquery(care.order_by().values("role")),
        opened_as=ArraySubquery(opened.order_by().values("role")),
    )


def open_grants(person: Person, at: datetime) -> QuerySet[EmergencyGrant]:
    """The records this person may read at `at` because they opened them in an emergency."""
    return EmergencyGrant.objects.filter(by=person, at__lte=at, expires_at__gt=at)


def partners_in_emergency(person: Person) -> QuerySet[EmergencyGrant, UUID]:
    """The ids of those whose record this person opened in an emergency, while that lasts."""
    return open_grants(person, timezone.now()).order_by().values_list("partner_id", flat=True)


def couples_treated_by(person: Person, roles: Iterable[str] = CLINICIANS) -> Any:
    """The ids of the couples this person treats today, in any of these roles.

    Of who is signed in the database was told already.
    """
    if hasattr(person, "asking_with"):
        return RawSQL("SELECT unnest(asking.cares('couple', VARIADIC %s))", [sorted(roles)])
    return person.care_of.filter(end__isnull=True, role__in=roles).values("couple_id")


def of_those_treated(path: str, person: Person, roles: Iterable[str] = CLINICIANS) -> Q:
    """The rows whose partner, at the end of `path`, is of a couple this person treats today.

    An opening in an emergency adds none.
    """
    if hasattr(person, "asking_with"):
        return Q((f"{path}__among", told("partner", roles)))
    theirs = Partner.objects.filter(couple__in=couples_treated_by(person, roles))
    return Q((f"{path}__in", theirs.values("pk")))


def by_those_treated(path: str, person: Person, roles: Iterable[str] = CLINICIANS) -> Q:
    """The rows whose account, at the end of `path`, is such a partner's."""
    if hasattr(person, "asking_with"):
        return Q((f"{path}__among", told("person", roles)))
    treated = Partner.objects.filter(of_those_treated("pk", person, roles))
    return Q((f"{path}__in", treated.filter(person__isnull=False).values("person_id")))


def partners_treated_by(person: Person) -> QuerySet[Partner]:
    """The partners of those couples."""
    return Partner.objects.filter(of_those_treated("pk", person)).select_related("couple")
