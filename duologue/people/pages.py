"""What each page of this room shows, one function a page."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from duologue.people import rules
from duologue.people.models import Couple, Invitation, Partner, Person, Role, StaffRole
from duologue.people.roles.models import RoleOffer

LABELS = dict(Role.choices)


@dataclass(frozen=True)
class SignIn:
    """How somebody signs in: an authenticator app, passkeys by name, recovery codes left."""

    password: bool
    app: bool
    passkeys: tuple[str, ...]
    codes_left: int

    @property
    def second_factor(self) -> bool:
        return self.app or bool(self.passkeys)


@dataclass(frozen=True)
class Sent:
    """An invitation that is on its way: `standing` is "sent" or "expired"."""

    invitation: Invitation
    role: str
    standing: str


@dataclass(frozen=True)
class Staff:
    person: Person
    roles: tuple[str, ...]
    second_factor: bool


@dataclass(frozen=True)
class StaffPage:
    staff: tuple[Staff, ...]
    sent: tuple[Sent, ...]


@dataclass(frozen=True)
class PersonPage:
    person: Person
    roles: tuple[tuple[StaffRole, str], ...]
    waiting: tuple[tuple[RoleOffer, str], ...]
    second_factor: bool


@dataclass(frozen=True)
class Side:
    """A partner and how far they are with joining: not invited, sent, expired, joined."""

    partner: Partner
    standing: str
    sent: Invitation | None


@dataclass(frozen=True)
class CouplePeople:
    couple: Couple
    sides: tuple[Side, ...]
    team: tuple[tuple[object, str], ...]
    choices: list[tuple[str, str]]


def sign_in_of(person: Person) -> SignIn:
    held = [one.wrap() for one in Authenticator.objects.filter(user_id=person.pk).order_by("pk")]
    kinds = [one.instance.type for one in held]
    codes = [one for one in held if one.instance.type == Authenticator.Type.RECOVERY_CODES]
    return SignIn(
        password=person.has_usable_password(),
        app=Authenticator.Type.TOTP in kinds,
        passkeys=tuple(
            one.name for one in held if one.instance.type == Authenticator.Type.WEBAUTHN
        ),
        codes_left=len(codes[0].get_unused_codes()) if codes else 0,
    )


def invitations_waiting() -> QuerySet[Invitation]:
    return Invitation.objects.filter(use__isnull=True, withdrawal__isnull=True)


def staff_page(*, now: datetime) -> StaffPage:
    people = _staff()
    secured = _with_second_factor([one.pk for one, _ in people])
    sent = invitations_waiting().filter(partner__isnull=True).order_by("-at")
    return StaffPage(
        staff=tuple(
            Staff(one, tuple(LABELS[role] for role in roles), one.pk in secured)
            for one, roles in people
        ),
        sent=tuple(Sent(one, LABELS[one.role], _standing(one, now)) for one in sent),
    )


def person_page(person: Person) -> PersonPage:
    """Roles held, and clinical roles asked for that nobody has confirmed or declined yet."""
    held = StaffRole.objects.filter(person=person, end__isnull=True).order_by("role")
    asked = RoleOffer.objects.filter(person=person, answer=None).select_related("by").order_by("at")
    return PersonPage(
        person=person,
        roles=tuple((one, LABELS[one.role]) for one in held),
        waiting=tuple((one, LABELS[one.role]) for one in asked),
        second_factor=person.pk in _with_second_factor([person.pk]),
    )


def couple_people(couple: Couple, *, now: datetime) -> CouplePeople:
    latest: dict[object, Invitation] = {}
    for one in invitations_waiting().filter(partner__couple=couple).order_by("at"):
        latest[one.partner_id] = one
    sides = []
    for partner in couple.partners.select_related("person"):
        sent = latest.get(partner.pk)
        standing = (
            "joined" if partner.person_id else _standing(sent, now) if sent else "not invited"
        )
        sides.append(Side(partner, standing, None if partner.person_id else sent))
    team = [
        (member, LABELS[member.role])
        for member in couple.care_team.filter(end__isnull=True)
        .select_related("person")
        .order_by("role", "at")
    ]
    there = {(member.person_id, member.role) for member, _ in team}
    return CouplePeople(
        couple=couple,
        sides=tuple(sides),
        team=tuple(team),
        choices=[
            (f"{person.pk}:{role}", f"{person.name}, {LABELS[role]}")
            for person, roles in _staff()
            for role in roles
            if role in rules.CARE_ROLES and (person.pk, role) not in there
        ],
    )


def _standing(sent: Invitation, now: datetime) -> str:
    return "sent" if now < sent.expires_at else "expired"


def _staff() -> list[tuple[Person, list[str]]]:
    """Everybody with a role, by name, and their roles; one query."""
    found: dict[object, tuple[Person, list[str]]] = {}
    for held in (
        StaffRole.objects.filter(end__isnull=True, person__closed_at__isnull=True)
        .select_related("person")
        .order_by("person__name", "person_id", "role")
    ):
        found.setdefault(held.person_id, (held.person, []))[1].append(held.role)
    return list(found.values())


def _with_second_factor(people: list[object]) -> set[object]:
    return set(
        Authenticator.objects.filter(
            user_id__in=people, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        ).values_list("user_id", flat=True)
    )
