"""The people every test knows.

Ana and Ben are a couple in treatment; Chloe and Dev are another. Dr Okafor is a therapist and
treats Ana and Ben; Dr Lind prescribes; Mona monitors; Cora coordinates; Theo is a therapist who
does not treat them. All four partners have signed the agreement on what stays private.
"""

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator

from duologue.people.models import (
    CareTeamMember,
    Clinic,
    Couple,
    Partner,
    Person,
    Role,
    StaffRole,
)
from duologue.sharing.secrets.models import AgreementSigned

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def person(name: str) -> Person:
    return Person.objects.create_person(email=f"{name.lower()}@example.org", name=name, at=NOW)


def staff(name: str, role: Role) -> Person:
    """Staff with a passkey, without which no page opens."""
    member = person(name)
    Authenticator.objects.create(
        user=member, type=Authenticator.Type.WEBAUTHN, data={"name": "A passkey"}
    )
    StaffRole.objects.create(person=member, role=role, at=NOW)
    return member


def couple(one: str, two: str) -> Couple:
    made = Couple.objects.create(name=f"{one} and {two}", at=NOW)
    for side, name in ((1, one), (2, two)):
        Partner.objects.create(couple=made, person=person(name), side=side, first_name=name, at=NOW)
    return made


class Cast:
    def __init__(self) -> None:
        self.clinic = Clinic.objects.create(
            name="Willow Street Clinic", alias="Willow Street", created_at=NOW
        )
        self.okafor = staff("Okafor", Role.THERAPIST)
        self.lind = staff("Lind", Role.PRESCRIBER)
        self.mona = staff("Mona", Role.MONITOR)
        self.cora = staff("Cora", Role.COORDINATOR)
        self.theo = staff("Theo", Role.THERAPIST)
        self.couple = couple("Ana", "Ben")
        self.ana, self.ben = self.couple.partners.order_by("side")
        self.others = couple("Chloe", "Dev")
        self.chloe, self.dev = self.others.partners.order_by("side")
        for member, role in (
            (self.okafor, Role.THERAPIST),
            (self.lind, Role.PRESCRIBER),
            (self.mona, Role.MONITOR),
        ):
            CareTeamMember.objects.create(couple=self.couple, person=member, role=role, at=NOW)
        for partner in (self.ana, self.ben, self.chloe, self.dev):
            AgreementSigned.objects.create(couple_id=partner.couple_id, partner=partner, at=NOW)


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()
