from datetime import datetime

from django.db import transaction

from duologue.people.models import CareTeamMember, Couple, Person, StaffRole
from duologue.safety import loader
from duologue.safety.access import rules
from duologue.safety.access.models import AccessAlert, AccessAlertClosure
from duologue.safety.rules import due_at


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
    due = due_at(loader.kind("access"), at)
    common = {"act": act, "whom": whom, "name": name, "role": role, "couple": couple}
    return tuple(
        AccessAlert.objects.create(**common, owner_id=owner, by=by, raised_at=at, due_at=due)
        for owner in owners
    )


@transaction.atomic
def answer_if_meant(
    *, alert: AccessAlert, word: str, done: str, by: Person, at: datetime
) -> AccessAlertClosure:
    """Say whether it was meant; the first answer stands. For the alert's owner."""
    AccessAlert.objects.select_for_update(of=("self",)).get(id=alert.id, owner=by)
    closure, _ = AccessAlertClosure.objects.get_or_create(
        alert=alert, defaults={"word": word, "done": done, "by": by, "at": at}
    )
    return closure
