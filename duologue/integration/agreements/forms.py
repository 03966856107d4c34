from django import forms

from duologue.privacy.once import OnceForm


class AgreementForm(OnceForm):
    text = forms.CharField(
        label="What you propose",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One thing, in words you both would use. Your partner reads it.",
        error_messages={"required": "Say what you propose, or go back."},
    )
    big = forms.BooleanField(
        label="This is a big decision",
        required=False,
        help_text="To part, marry, move, have a child, tell a secret. It waits before either says yes.",
    )
