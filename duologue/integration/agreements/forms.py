from django import forms

from duologue.integration.agreements.queries import waits
from duologue.privacy.once import OnceForm


class AgreementForm(OnceForm):
    text = forms.CharField(
        label="What you propose",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One thing, in words you both would use. Your partner reads it.",
        error_messages={"required": "Say what you propose, or go back."},
    )
    wait = forms.TypedChoiceField(
        label="How long it waits before either says yes",
        choices=[(0, "It need not wait"), *((days, f"{days // 7} weeks") for days in waits())],
        coerce=int,
        initial=0,
        help_text="Let big decisions wait: to part, marry, move, have a child, tell a secret.",
    )
