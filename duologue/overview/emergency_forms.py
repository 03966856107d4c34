from django import forms

from duologue.people.models import Partner
from duologue.privacy.once import OnceForm

SECRET = {"autocomplete": "current-password"}


class EmergencyForm(OnceForm):
    """Who it is, why, and your password again. `which` only where the name fits several."""

    name = forms.CharField(
        label="Their name, exactly as it is written here",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="The whole name they gave, or their first name. Nothing is suggested.",
    )
    reason = forms.CharField(
        label="What is happening",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In your words. A therapist of the couple reads it within a day.",
        error_messages={"required": "Say in a sentence what is happening."},
    )
    password = forms.CharField(
        label="Your password", strip=False, widget=forms.PasswordInput(attrs=SECRET)
    )

    def ask_which(self, found: tuple[Partner, ...]) -> None:
        """Several have this name: let the couple tell them apart."""
        self.fields["which"] = forms.ChoiceField(
            label="Several have this name. Who is it?",
            choices=[(str(one.pk), f"{one.first_name}, of {one.couple.name}") for one in found],
            widget=forms.RadioSelect,
        )


class ReviewForm(forms.Form):
    words = forms.CharField(
        label="What you found",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Whether it was called for, and what follows from it.",
        error_messages={"required": "Say in a sentence what you found."},
    )
