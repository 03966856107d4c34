from collections.abc import Iterable
from typing import Any

from django import forms

from duologue.calendar.forms import WhenAndWhere
from duologue.calendar.models import Kind
from duologue.calendar.queries import staff_to_book
from duologue.calendar.rules import INDIVIDUAL
from duologue.people.models import Partner, Person
from duologue.privacy.once import OnceForm


class CohortForm(OnceForm):
    name = forms.CharField(label="Name", max_length=80, help_text="For example: Spring weekend.")
    starts_on = forms.DateField(
        label="Begins", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    facilitators = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="Facilitators", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facilitators"].queryset = staff_to_book()


class MembersForm(forms.Form):
    partners = forms.ModelMultipleChoiceField(
        Partner.objects.none(),
        label="Who takes part",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one person."},
    )

    def __init__(self, reach: Any, offered: Iterable[Partner], *args: Any, **kwargs: Any) -> None:
        """`reach` is who may be taken in, `offered` those of them the page shows."""
        super().__init__(*args, **kwargs)
        self.fields["partners"].queryset = reach
        self.fields["partners"].choices = [(p.pk, _in_words(p)) for p in offered]


class TimetableForm(OnceForm, WhenAndWhere):
    kind = forms.ChoiceField(
        label="What", choices=[(k, label) for k, label in Kind.choices if k not in INDIVIDUAL]
    )
    session_number = forms.IntegerField(
        label="Medicine session number", min_value=1, max_value=20, required=False
    )
    field_order = ["kind", "session_number", "starts_at", "minutes", "room"]


def _in_words(partner: Partner) -> str:
    return f"{partner.first_name} ({partner.couple.name})"
