from django import forms
from django.utils import timezone

from duologue.privacy.once import OnceForm
from duologue.safety.models import Relatedness, Serious, Severity


class ClosureForm(forms.Form):
    done = forms.CharField(
        label="What was done",
        help_text="Who you spoke with, what was agreed, what comes next. The partner does not see this.",
        widget=forms.Textarea,
        max_length=4000,
    )


class TakeOverForm(ClosureForm):
    """For who treats the couple while the alert is a colleague's."""

    takes_over = forms.BooleanField(
        label="I take this over",
        help_text="Your name is kept as the one who took it over from its owner.",
        error_messages={"required": "Tick this to take the alert over, or leave it to its owner."},
    )


class OutcomeForm(forms.Form):
    outcome = forms.CharField(label="How it ended", widget=forms.Textarea, max_length=4000)


class AdverseEventForm(OnceForm):
    what = forms.CharField(label="What happened", widget=forms.Textarea, max_length=4000)
    began_at = forms.DateTimeField(
        label="When it began",
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    severity = forms.ChoiceField(
        label="How severe", choices=Severity.choices, widget=forms.RadioSelect
    )
    serious = forms.ChoiceField(
        label="Serious",
        choices=[("", "not serious"), *Serious.choices],
        help_text="A serious event raises an alert with a clock.",
        required=False,
    )
    relatedness = forms.ChoiceField(
        label="Related to the treatment", choices=Relatedness.choices, widget=forms.RadioSelect
    )
    done = forms.CharField(label="What was done", widget=forms.Textarea, max_length=4000)
    outcome = forms.CharField(
        label="How it ended",
        help_text="Leave it empty while it has not; the event then stays open.",
        widget=forms.Textarea,
        max_length=4000,
        required=False,
    )

    def clean_began_at(self):
        began = self.cleaned_data["began_at"]
        if began > timezone.now():
            raise forms.ValidationError("This time has not come yet. Give the time it began.")
        return began
