from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from duologue.contact.actions import tell_to_look
from duologue.people.actions import end_role
from duologue.people.models import CareTeamMember, Couple, Person, RoleOffer, StaffRole
from duologue.people.roles.queries import held_here
from duologue.privacy.principal import as_system
from duologue.safety import loader
from duologue.safety.access import rules
from duologue.safety.access.models import AccessAlert, AccessAlertClosure
from duologue.safety.rules import due_at

ENDING = "role-end-asked"


@transaction.atomic
def ask_if_meant(
    *, act: str, whom: Person | None, name: str = "", role: str = "",
    couple: Couple | None = None, by: Person, at: datetime,
) -> tuple[AccessAlert, ...]:  # fmt: skip
    """Ask those who should know whether this was meant; one alert for each of them.

    `act` is a word of `rules.SAID`. Nobody is asked where nobody else is here.
    """
    team = CareTeamMember.objects.filter(couple=couple, end=None) if couple else ()
    here = StaffRole.objects.filter(end=None, person__closed_at=None).order_by("at", "id")
    owners = rules.asked(
        team=[(one.role, one.person_id) for one in team],
        here=list(here.values_list("role", "person_id")),
        besides={by.pk, *([whom.pk] if whom else [])},
    )
    common = {"act": act, "whom": whom, "name": name, "role": role, "couple": couple}
    return _ask(owners, common, by=by, at=at)


def ask_if_role_should_end(*, held: StaffRole, by: Person, at: datetime) -> None:
    """Ask every clinician here but who asks, the one it concerns as well. While it waits: nothing new."""
    asked = {"act": ENDING, "whom": held.person, "role": held.role}
    if AccessAlert.objects.filter(**asked, closure=None).exists():
        return
    owners = (
        held_here(rules.CLINICIANS)
        .exclude(person=by)
        .values_list("person_id", flat=True)
        .distinct()
    )
    _ask(owners, asked, by=by, at=at)


def _ask(
    owners: Iterable[UUID], about: Mapping[str, Any], *, by: Person, at: datetime
) -> tuple[AccessAlert, ...]:
    """One alert for each of them, and a mail that there is something to look at."""
    due = due_at(loader.kind("access"), at)
    alerts = tuple(
        AccessAlert.objects.create(**about, owner_id=owner, by=by, raised_at=at, due_at=due)
        for owner in owners
    )
    for alert in alerts:
        tell_to_look(person=alert.owner)
    return alerts


@transaction.atomic
def settle(*, alike: AccessAlert | RoleOffer, how: str, by: Person, at: datetime) -> None:
    """Close what was asked of others about the same thing, since it is answered; as `system`."""
    of_offer = isinstance(alike, RoleOffer)
    found = AccessAlert.objects.filter(
        act="role-asked" if of_offer else alike.act,
        whom=alike.person if of_offer else alike.whom,
        role=alike.role, name=alike.name, by=alike.by,
        raised_at=alike.at if of_offer else alike.raised_at, closure=None,
    )  # fmt: skip
    for alert in found:
        AccessAlertClosure.objects.create(alert=alert, word="settled", done=how, by=by, at=at)


@transaction.atomic
def answer_if_meant(
    *, alert: AccessAlert, word: str, done: str, by: Person, at: datetime
) -> AccessAlertClosure:
    """Say whether it was meant; the first answer stands. For the alert's owner."""
    AccessAlert.objects.select_for_update(of=("self",)).get(id=alert.id, owner=by)
    closure, new = AccessAlertClosure.objects.get_or_create(
        alert=alert, defaults={"word": word, "done": done, "by": by, "at": at}
    )
    if new and alert.act == ENDING:
        with as_system():  # in the name of who asked for it
            _end_or_keep(alert, closure)
    return closure


def agreed_to_end(held: StaffRole, at: datetime) -> bool:
    """Whether a clinician said, at this very moment, that ending this role is meant."""
    asked = {"alert__act": ENDING, "alert__whom": held.person_id, "alert__role": held.role}
    return AccessAlertClosure.objects.filter(**asked, word="meant", at=at).exists()


def _end_or_keep(alert: AccessAlert, closure: AccessAlertClosure) -> None:
    who, at = closure.by, closure.at
    held = StaffRole.objects.filter(person=alert.whom, role=alert.role, end=None).first()
    if closure.word == "meant" and held:
        end_role(staff_role=held, by=alert.by, at=at)
    said = "said that it is meant" if closure.word == "meant" else "said no: the role stays"
    settle(alike=alert, how=f"{who.name} {said}.", by=who, at=at)
