from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from duologue.enquiry.models import Channel, Outcome, WantedFormat
from duologue.privacy.once import OnceForm


class CallForm(OnceForm):
    name = forms.CharField(label="What may we call you?", max_length=120)
    channel = forms.ChoiceField(
        label="How should we reach you?", choices=Channel.choices, widget=forms.RadioSelect
    )
    reach = forms.CharField(
        label="Your number or address",
        help_text="One that only you read or answer.",
        max_length=200,
    )
    safe_hours = forms.CharField(
        label="When is it safe to reach you?",
        help_text="For example: weekdays between 9 and 12.",
        max_length=200,
        required=False,
    )
    may_leave_message = forms.BooleanField(
        label="You may leave a message if I do not answer",
        help_text="It will say only that the clinic called, under its neutral name.",
        required=False,
    )
    wanted_format = forms.ChoiceField(
        label="What do you have in mind?",
        choices=WantedFormat.choices,
        initial=WantedFormat.UNSURE,
    )
    message = forms.CharField(
        label="Anything we should know before we call",
        widget=forms.Textarea({"rows": 4}),
        max_length=4000,
        required=False,
    )
    keep_answers = forms.BooleanField(
        label="Send my answers along",
        help_text="Without this they are gone when you leave the page.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("channel") == Channel.EMAIL and told.get("reach"):
            try:
                validate_email(told["reach"])
            except ValidationError:
                self.add_error(
                    "reach", "This is not an email address. Write it like ana@example.org."
                )
        digits = sum(letter.isdigit() for letter in told.get("reach", ""))
        if (
            told.get("channel") in (Channel.PHONE, Channel.TEXT)
            and told.get("reach")
            and digits < 6
        ):
            self.add_error("reach", "This number is too short. Give it with its area code.")
        return told


class OutcomeForm(OnceForm):
    outcome = forms.ChoiceField(
        label="What came of it", choices=Outcome.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Note", widget=forms.Textarea({"rows": 4}), max_length=4000, required=False
    )
