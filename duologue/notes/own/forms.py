from typing import Any

from django import forms
from django.utils import timezone

from duologue.notes.forms import WRITABLE
from duologue.people.models import Couple
from duologue.privacy.once import OnceForm

WORDS = {"widget": forms.Textarea(attrs={"rows": 12}), "max_length": 40_000, "label": "Note"}
EMPTY = {"required": "Write the note first, or leave without one."}


class NewOwnForm(OnceForm):
    couple = forms.ModelChoiceField(
        Couple.objects.none(), label="Couple", empty_label="Choose a couple"
    )
    about_on = forms.DateField(
        label="Of which day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[WRITABLE],
    )
    text = forms.CharField(**WORDS, error_messages=EMPTY)

    def __init__(self, couples: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["couple"].queryset = couples
        self.fields["couple"].label_from_instance = lambda couple: couple.name
        self.initial.setdefault("about_on", timezone.localdate())


class OwnForm(forms.Form):
    base = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(**WORDS, error_messages=EMPTY)

    def clean_base(self) -> Any:
        try:
            return timezone.datetime.fromisoformat(self.cleaned_data["base"])
        except ValueError:
            raise forms.ValidationError(
                "This page has lost its place. Copy your text, open the note again and paste it."
            ) from None
