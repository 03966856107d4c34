from django import forms

from duologue.integration.pattern.models import PatternSeen
from duologue.privacy.once import OnceForm


class PatternSeenForm(OnceForm):
    strength = forms.IntegerField(
        label="How strong was it, 0 to 10?", min_value=0, max_value=10,
        help_text="0 is hardly there, 10 is as strong as it has ever been.",
        error_messages={
            "required": "Choose a number from 0 to 10.",
            "invalid": "Write a whole number from 0 to 10.",
            "min_value": "The lowest is 0.",
            "max_value": "The highest is 10.",
        },
    )  # fmt: skip
    ended = forms.ChoiceField(
        label="How did it end?", required=False, widget=forms.RadioSelect,
        choices=[*PatternSeen.Ended.choices, ("", "I would rather not say")],
    )  # fmt: skip
