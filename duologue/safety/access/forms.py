from typing import Any

from django import forms

from duologue.safety.access.models import AccessAlertClosure


class MeantForm(forms.Form):
    word = forms.ChoiceField(
        label="Was this meant?",
        choices=[
            choice
            for choice in AccessAlertClosure._meta.get_field("word").choices or ()
            if choice[0] != "settled"  # what the program writes
        ],
        widget=forms.RadioSelect,
    )
    done = forms.CharField(
        label="What you did",
        help_text="Where it was not meant: whom you spoke with, and what was taken back.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("word") == "not meant" and not told.get("done"):
            self.add_error("done", "Say what you did about it, or whom you asked.")
        return told
