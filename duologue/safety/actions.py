from datetime import datetime
from uuid import UUID

from django.db import transaction

from duologue.people.models import Partner, Person
from duologue.safety import loader, rules
from duologue.safety.models import AdverseEvent, AdverseEventOutcome, Alert, AlertClosure
from duologue.safety.queries import clinician_of, treats


class NotTheirs(ValueError):
    """An alert that this person may not close, or not without taking it over."""


@transaction.atomic
def raise_alert(
    *,
    partner: Partner,
    kind: str,
    because: str,
    owner: Person | None = None,
    by: Person | None,
    at: datetime,
) -> Alert:
    """Bring something about `partner` to `owner`, or to the clinician who owns it, with a clock.

    While an alert of the same kind and wording is open, that one is returned, not a second.
    """
    of_this_kind = Alert.objects.filter(partner=partner, kind=kind).still_open()
    alike = next((one for one in of_this_kind if one.because == because), None)
    return alike or Alert.objects.create(
        partner=partner,
        kind=kind,
        because=because,
        owner=owner or clinician_of(partner),
        by=by,
        raised_at=at,
        due_at=rules.due_at(loader.kind(kind), at),
    )


@transaction.atomic
def close_alert(
    *, alert: Alert, done: str, takes_over: bool = False, by: Person, at: datetime
) -> AlertClosure:
    """Write down what was done. Closing twice keeps the first closure.

    Who is not the owner takes it over, which is kept with the words. Raises NotTheirs.
    """
    kept = Alert.objects.select_for_update(of=("self",)).get(id=alert.id)
    owns = kept.owner_id == by.pk
    no = rules.closing(owns=owns, treats=treats(by, kept), takes_over=takes_over)
    if no:
        raise NotTheirs(f"{no.reason} {no.remedy}")
    words = done if owns else f"{by.name} took this over from {kept.owner.name}.\n{done}"
    closure, _ = AlertClosure.objects.get_or_create(
        alert=kept, defaults={"done": words, "by": by, "at": at}
    )
    return closure


@transaction.atomic
def report_adverse_event(
    *,
    id: UUID,
    partner: Partner,
    what: str,
    began_at: datetime,
    severity: str,
    relatedness: str,
    serious: str,
    done: str,
    outcome: str,
    by: Person,
    at: datetime,
) -> AdverseEvent:
    """Keep an adverse event, with how it ended where that is known already.

    A serious one raises an alert with its clock in the same transaction.
    """
    event, new = AdverseEvent.objects.get_or_create(
        id=id,
        defaults={
            "partner": partner,
            "what": what,
            "began_at": began_at,
            "severity": severity,
            "relatedness": relatedness,
            "serious": serious,
            "done": done,
            "by": by,
            "at": at,
        },
    )
    if new and serious:
        raise_alert(partner=partner, kind="serious-adverse-event", because=what, by=by, at=at)
    if new and outcome:
        end_adverse_event(event=event, outcome=outcome, by=by, at=at)
    return event


@transaction.atomic
def end_adverse_event(
    *, event: AdverseEvent, outcome: str, by: Person, at: datetime
) -> AdverseEventOutcome:
    """Write down how an event ended; a second time keeps the first."""
    AdverseEvent.objects.select_for_update(of=("self",)).get(id=event.id)
    ended, _ = AdverseEventOutcome.objects.get_or_create(
        event=event, defaults={"outcome": outcome, "by": by, "at": at}
    )
    return ended
