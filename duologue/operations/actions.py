from datetime import datetime

from django.db import connection, transaction

from duologue.people.models import Clinic, Person, Role, StaffRole
from duologue.people.queries import clinic
from duologue.privacy.principal import as_system

ONE_AT_A_TIME = 20_261  # any number that nothing else locks


@transaction.atomic
def open_first_clinic(
    *,
    name: str,
    alias: str,
    country: str,
    time_zone: str,
    person_name: str,
    email: str,
    password: str,
    at: datetime,
) -> Person | None:
    """Make the clinic and its first account, who runs it and coordinates.

    Returns None, and changes nothing, if the clinic exists already.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    with as_system():
        if clinic() is not None:
            return None
        Clinic.objects.create(
            name=name, alias=alias, country=country, time_zone=time_zone, created_at=at
        )
        person = Person.objects.create_person(
            email=email, name=person_name, password=password, at=at
        )
        for role in (Role.OPERATOR, Role.COORDINATOR):
            StaffRole.objects.create(person=person, role=role, by=person, at=at)
        return person
