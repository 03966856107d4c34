"""What every form of the session room shares."""

from collections.abc import Iterable
from typing import Any

from django import forms

from duologue.dosing.reasons import Closed
from duologue.people.models import Person, StaffRole
from duologue.privacy.once import OnceForm

LOCAL = "%Y-%m-%dT%H:%M"


class SessionForm(OnceForm):
    """Says each refusal in words, and keeps everything typed."""

    def refuse(self, reasons: Iterable[Closed]) -> None:
        for reason in reasons:
            self.add_error(None, str(reason))


def local_time(label: str, **kwargs: Any) -> forms.DateTimeField:
    """A date and time by the clinic's clock."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[LOCAL], **kwargs)


def number(label: str, low: float, high: float, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=int(low), max_value=int(high), **kwargs)


def colleagues_of(person: Person) -> Any:
    """Everybody clinical but this person: who may witness."""
    roles = StaffRole.objects.filter(
        end__isnull=True, role__in=["therapist", "prescriber", "monitor"]
    )
    return (
        Person.objects.filter(id__in=roles.values("person"), closed_at=None)
        .exclude(pk=person.pk)
        .order_by("name")
    )
