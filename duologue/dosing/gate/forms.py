from django import forms

from duologue.dosing.forms import SessionForm
from duologue.dosing.gate.models import Near


def _yes(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", "yes"), ("no", "no")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )


class RoomForm(SessionForm):
    prescriber = forms.ChoiceField(
        label="Where the prescriber is", choices=Near.choices, widget=forms.RadioSelect
    )
    oximeter = _yes("A pulse oximeter for each person who takes medicine")
    kit_checked = _yes("The emergency kit is checked against its list today")
    observers = forms.IntegerField(
        label="How many stay to watch and do nothing else", min_value=0, max_value=9
    )


class RulingForm(SessionForm):
    rule = forms.CharField(widget=forms.HiddenInput, max_length=30)
    words = forms.CharField(
        label="Why the dose may be given all the same",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stays in the record with your name and the time.",
        error_messages={"required": "Write why."},
    )
