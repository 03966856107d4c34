"""Look-ups that start from the person: what they cannot reach, they cannot fetch."""

from django.db.models import QuerySet

from duologue.people.models import Clinic, Couple, Partner, Person, StaffRole


def clinic() -> Clinic | None:
    return Clinic.objects.order_by("created_at").first()


def partner_of(person: Person) -> Partner | None:
    """The partner this person now is, with couple; None for staff."""
    return (
        Partner.objects.filter(person=person)
        .select_related("couple")
        .order_by("-at", "-id")
        .first()
    )


def roles_of(person: Person) -> frozenset[str]:
    """The roles a member of staff holds today; empty for partners. Known for who is signed in."""
    if hasattr(person, "roles_held"):
        return frozenset(role for role in person.roles_held if role)
    return frozenset(
        StaffRole.objects.filter(person=person, end__isnull=True).values_list("role", flat=True)
    )


def couples_of(person: Person, roles: frozenset[str] | None = None) -> QuerySet[Couple]:
    """The couples this member of staff may open: their caseload; a coordinator's is everybody."""
    if "coordinator" in (roles_of(person) if roles is None else roles):
        return Couple.objects.all()
    return Couple.objects.filter(id__in=person.care_of.filter(end__isnull=True).values("couple_id"))


def partners_of_caseload(person: Person, roles: frozenset[str] | None = None) -> QuerySet[Partner]:
    """The partners this member of staff may open."""
    return Partner.objects.filter(couple__in=couples_of(person, roles)).select_related("couple")
