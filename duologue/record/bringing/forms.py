from datetime import date

from django import forms

from duologue.privacy.once import OnceForm
from duologue.record.bringing.rules import NEVER, RELATIONAL


class MatterForm(OnceForm):
    """The exact words, what they are about, and when they were told."""

    kind = forms.ChoiceField(
        label="What is it about?",
        choices=[
            ("Between the two", list(RELATIONAL.items())),
            ("Never brought by us", list(NEVER.items())),
        ],
    )
    text = forms.CharField(
        label="The exact words",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nothing of safety, violence, health or the private questions.",
    )
    told_on = forms.DateField(
        label="When they told you", widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, on: date, *args: object) -> None:
        super().__init__(*args)
        self.on = on

    def clean_told_on(self) -> date:
        told: date = self.cleaned_data["told_on"]
        if told > self.on:
            raise forms.ValidationError("Choose today or a day before.")
        return told
