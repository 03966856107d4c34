"""An open alert whose owner has left passes to somebody who is here."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from duologue.contact.actions import tell_to_look
from duologue.people.models import CareTeamMember, Person, StaffRole
from duologue.safety.access import rules
from duologue.safety.access.models import AccessAlert
from duologue.safety.models import Alert
from duologue.safety.queries import clinician_of


@transaction.atomic
def pass_on(*, left: Person) -> None:
    """Give what `left` owned, and may no longer look at, to who is here; they are told. As `system`.

    An alert goes to the couple's team, else to a clinician of the clinic; its clock stays.
    """
    told: set[Person] = set()
    care = CareTeamMember.objects.filter(
        couple=OuterRef("partner__couple"), person=OuterRef("owner"), end=None
    )
    theirs = Alert.objects.filter(~Exists(care), owner=left).still_open()
    for alert in theirs.select_related("partner").select_for_update(of=("self",)):
        to = clinician_of(alert.partner)
        if to != left:
            Alert.objects.filter(pk=alert.pk).update(owner=to)
            told.add(to)
    here = list(
        StaffRole.objects.filter(end=None, person__closed_at=None)
        .order_by("at", "id")
        .values_list("role", "person_id")
    )
    works_here = any(who == left.pk for _, who in here)  # then they go on being asked
    for asked in () if works_here else AccessAlert.objects.filter(owner=left, closure=None):
        found = rules.asked(team=(), here=here, besides={left.pk, asked.by_id, asked.whom_id})
        if found:
            AccessAlert.objects.filter(pk=asked.pk).update(owner_id=found[0])
            told.add(Person.objects.get(pk=found[0]))
    for person in told:
        tell_to_look(person=person)
