"""The base of a pair: a clinic, a couple somewhere in its course, another couple, and who watches."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from uuid import UUID

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction

from duologue.demo.clinic import build
from duologue.demo.people import MAIL, email_of
from duologue.demo.story import Story, stories
from duologue.people.models import Couple, Partner, Person
from duologue.people.second_factor import SETTLED
from duologue.privacy.keys.actions import keep_key
from duologue.worlds.addresses import UNKNOWN
from duologue.worlds.chance import Chance, clock_stands_at, fixed
from duologue.worlds.databases import Server

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)  # when the crawl looks; acts are before it
TODAY = date(2026, 11, 23)
SECRETS_BEGIN = NOW - timedelta(hours=7)
# Couples in whose course the two are in the middle of something, with two accounts.
COUPLES = (
    "hana-owen", "ruth-miriam", "grace-adaeze", "kwame-luis",
    "fatima-idris", "leila-samuel", "yuki-thomas", "mateo-julian",
)  # fmt: skip
OTHERS = "noor-elias"
PASSWORD = "made up, like everybody here"  # opens what is sealed in worlds
STAFF = {
    "coordinator": "hughes", "prescriber": "lind", "researcher": "rao", "operator": "novak",
}  # fmt: skip


@dataclass(frozen=True)
class Base:
    """Who is in it. `sessions`: the key of a session for each who watches or acts, by name.

    `medicine`: the couple's next medicine session and its number, else the last; nobody's if none.
    """

    seed: int
    database: str
    couple: UUID
    medicine: tuple[UUID, int]
    others: UUID
    a: UUID
    b: UUID
    people: dict[str, UUID]
    sessions: dict[str, str]
    mail: dict[str, str]

    @property
    def side(self) -> int:
        """Which of the two A is."""
        return 1 + self.seed // len(COUPLES)


def base_number(seed: int) -> int:
    """Pairs share so many bases: the couple and its story, and which of the two is A."""
    return seed % (2 * len(COUPLES))


def make_base(server: Server, seed: int, *, of: str) -> Base:
    """Tell the base of this seed into a copy of the empty database `of`."""
    number = base_number(seed)
    name = f"told_{number}"
    if not server.holds(name):
        server.copy(name, of=of)
        _tell(server, number, name)
        server.stop_clock(name, NOW)
    server.enter(name, telling=True)
    with transaction.atomic():
        return _who_is_who(number, name)


def _tell(server: Server, number: int, name: str) -> None:
    chance = Chance()
    chance.begin("base", number)
    random.seed(number)
    server.enter(name, telling=True)
    with fixed(chance), clock_stands_at(SECRETS_BEGIN - timedelta(hours=2)), transaction.atomic():
        told = [s for s in stories() if s.key in (_story(number).key, OTHERS)]
        build(seed=number, today=TODAY, told=told)
        for member in Person.objects.exclude(staff_roles=None).order_by("email"):
            TOTP.activate(member, generate_totp_secret())
            keep_key(person=member, password=PASSWORD, at=SECRETS_BEGIN)
    with fixed(chance), clock_stands_at(SECRETS_BEGIN), transaction.atomic():
        for email in Person.objects.order_by("email").values_list("email", flat=True):
            chance.begin("session", number, email)
            _sign_in(Person.objects.get(email=email))


def _sign_in(person: Person) -> None:
    """As after a whole sign-in with every factor; the key follows from the base and the person."""
    session = _store()()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[SETTLED] = str(person.pk)
    session.create()


def _who_is_who(number: int, name: str) -> Base:
    story = _story(number)
    side = 1 + number // len(COUPLES)
    one, two = (Person.objects.get(email=email_of(story, s)) for s in (side, 3 - side))
    a, b = (Partner.objects.get(person=person) for person in (one, two))
    other = next(s for s in stories() if s.key == OTHERS)
    stranger_couple = Person.objects.get(email=email_of(other, 1))
    team = {m.role: m.person for m in a.couple.care_team.select_related("person")}
    outside = "brandt" if team["therapist"].email.startswith("okafor") else "okafor"
    people = {
        "a": one,
        "b": two,
        "therapist": team["therapist"],
        "monitor": team["monitor"],
        "other-therapist": Person.objects.get(email=outside + MAIL),
        "other-partner": stranger_couple,
        **{role: Person.objects.get(email=key + MAIL) for role, key in STAFF.items()},
    }
    keys = {}
    for row in _store().get_model_class().objects.all():
        keys[row.get_decoded().get(SESSION_KEY)] = row.session_key
    return Base(
        seed=number,
        database=name,
        couple=a.couple_id,
        medicine=_medicine_of(a.couple),
        others=Partner.objects.get(person=stranger_couple).couple_id,
        a=a.pk,
        b=b.pk,
        people={name: person.pk for name, person in people.items()},
        sessions={name: keys[str(person.pk)] for name, person in people.items()},
        mail={name: person.email for name, person in people.items()},
    )


def _medicine_of(couple: Couple) -> tuple[UUID, int]:
    held = couple.appointments.filter(kind="medicine", cancellation=None).order_by("starts_at")
    found = held.filter(starts_at__gt=NOW).first() or held.last()
    return (found.pk, found.session_number or 0) if found else (UNKNOWN, 0)


def _story(number: int) -> Story:
    key = COUPLES[number % len(COUPLES)]
    return next(story for story in stories() if story.key == key)


def _store():  # type: ignore[no-untyped-def]
    return import_module(settings.SESSION_ENGINE).SessionStore
