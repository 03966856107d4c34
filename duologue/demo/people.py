"""Who works in the demo clinic, and who comes to it."""

from datetime import timedelta
from uuid import uuid4

from duologue.calendar.models import Room
from duologue.contact.actions import keep_safe_contact
from duologue.demo.cards import PASSWORD, SEALED_FOR
from duologue.demo.clock import Clock
from duologue.demo.story import House, Story
from duologue.people.actions import assign_care_team, register_couple
from duologue.people.models import Clinic, Couple, Partner, Person, StaffRole
from duologue.privacy.keys.actions import make_key

OPENED = 700  # days before today
MAIL = "@willow-street.example"


class Staff:
    """The people of the clinic by key, and its rooms."""

    def __init__(self, house: House, clock: Clock) -> None:
        at = clock.at(-OPENED)
        self.clinic = Clinic.objects.create(**house.clinic, synthetic=True, created_at=at)
        self.by_key: dict[str, Person] = {}
        for member in house.staff:
            person = self.by_key[member.key] = Person.objects.create_person(
                email=member.key + MAIL, name=member.name, at=at, password=PASSWORD
            )
            StaffRole.objects.create(person=person, role=member.role, at=at)
            if member.role in SEALED_FOR:
                make_key(person=person, password=PASSWORD, at=at)
        self.rooms = [
            Room.objects.create(id=uuid4(), name=name, by=self["hughes"], at=at)
            for name in house.rooms
        ]

    def __getitem__(self, key: str) -> Person:
        return self.by_key[key]

    def monitor_for(self, therapist: str) -> Person:
        return self["sato" if therapist == "okafor" else "ferreira"]


def email_of(story: Story, side: int) -> str:
    """Made from the file's name, so that no accent gets into an address."""
    return f"{story.key.split('-')[side - 1]}{MAIL}"


def welcome(story: Story, staff: Staff, clock: Clock) -> Couple:
    """Register the couple, give it a care team and each partner an account and a safe contact."""
    at = clock.at(story.began, "09:00")
    coordinator = staff["hughes"]
    one, two = story.partners
    couple = register_couple(first_names=(one.name, two.name), by=coordinator, at=at)
    monitor = staff.monitor_for(story.therapist)
    team = [
        (staff[story.therapist], "therapist"),
        (staff["lind"], "prescriber"),
        (monitor, "monitor"),
    ]
    for person, role in team:
        assign_care_team(couple=couple, person=person, role=role, by=coordinator, at=at)
    for partner in couple.partners.all():
        if story.partners[partner.side - 1].joined:
            _join(story, partner, at + timedelta(hours=2 * partner.side))
    return couple


def _join(story: Story, partner: Partner, at) -> None:  # type: ignore[no-untyped-def]
    email = email_of(story, partner.side)
    person = Person.objects.create_person(email=email, name=partner.first_name, at=at)
    partner.person = person
    partner.save(update_fields=["person"])
    keep_safe_contact(
        partner=partner,
        channel="mail",
        address=email,
        hours=("evening", "morning", "midday")[(len(story.key) + partner.side) % 3],
        alias="Willow Street",
        by=person,
        at=at,
    )
