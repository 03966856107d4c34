"""What every form of the session room shares."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from duologue.dosing.reasons import Closed
from duologue.people.models import Person, StaffRole
from duologue.privacy.once import OnceForm

LOCAL = "%Y-%m-%dT%H:%M"


class SessionForm(OnceForm):
    """Says each refusal in words, and keeps everything typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DecimalField):
                digits = "one digit" if field.decimal_places == 1 else "two digits"
                field.error_messages["max_decimal_places"] = f"At most {digits} after the point."

    def refuse(self, reasons: Iterable[Closed]) -> None:
        for reason in reasons:
            self.add_error(None, str(reason))

    def refuse_outside(
        self,
        name: str,
        *,
        earliest: datetime | None = None,
        latest: datetime | None = None,
        too_early: str = "",
        too_late: str = "",
    ) -> None:
        at = self.cleaned_data.get(name)
        if at and earliest and at < earliest:
            self.add_error(name, too_early)
        elif at and latest and at > latest:
            self.add_error(name, too_late)

    def refuse_pressure_upside_down(self) -> None:
        upper, lower = self.cleaned_data.get("systolic"), self.cleaned_data.get("diastolic")
        if upper and lower and upper <= lower:
            self.add_error("systolic", "Systolic is the higher of the two. Read it again.")


def why() -> forms.CharField:
    return forms.CharField(
        label="Why it is corrected",
        max_length=200,
        help_text="It stays in the record with your name and the time.",
    )


class LocalTimeField(forms.DateTimeField):
    def clean(self, value: Any) -> datetime | None:
        at = super().clean(value)
        if at and not 2000 <= at.year < 2100:
            raise forms.ValidationError(f"The year {at.year} cannot be right. Check the date.")
        return at


def local_time(label: str, **kwargs: Any) -> LocalTimeField:
    """A date and time by the clinic's clock."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
    return LocalTimeField(label=label, widget=widget, input_formats=[LOCAL], **kwargs)


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
