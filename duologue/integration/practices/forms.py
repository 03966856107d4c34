import uuid
from datetime import date

from django import forms

from duologue.integration.insights.queries import OwnInsight
from duologue.privacy.once import OnceForm

RHYTHMS = [(7, "every day"), (5, "5 days a week"), (3, "3 days a week"), (2, "2 days a week"), (1, "once a week")]  # fmt: skip


class PracticeForm(OnceForm):
    what = forms.CharField(
        label="What you will do",
        max_length=200,
        help_text="Small enough for a bad day: “When I go quiet, say so.”",
        error_messages={"required": "Say in a few words what you will do."},
    )
    per_week = forms.TypedChoiceField(label="How often", choices=RHYTHMS, coerce=int, initial=7)
    until = forms.DateField(
        label="Until", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Leave it empty to decide later.",
        error_messages={"invalid": "This is not a day. Write it like 2026-12-24."},
    )  # fmt: skip
    insight = forms.TypedChoiceField(
        label="From which insight", required=False, coerce=uuid.UUID, empty_value=None
    )

    def __init__(
        self, *args: object, insights: tuple[OwnInsight, ...], on: date, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.on = on
        self.fields["insight"].choices = [  # type: ignore[attr-defined]
            ("", "None in particular"),
            *((one.id, one.text[:80]) for one in insights),
        ]

    def clean_until(self) -> date | None:
        until = self.cleaned_data["until"]
        if until and until < self.on:
            raise forms.ValidationError("This day is already past. Choose today or later.")
        return until
