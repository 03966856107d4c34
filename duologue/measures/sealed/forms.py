from typing import Any

from django import forms

from duologue.measures.sealed.models import Verdict
from duologue.people.models import Person
from duologue.privacy.once import OnceForm

AGAIN = "The one you sign in with. It opens your key for this one page."


def password_field() -> forms.CharField:
    return forms.CharField(
        label="Your password",
        strip=False,
        help_text=AGAIN,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    password = password_field()


class AccessForm(forms.Form):
    to = forms.ModelChoiceField(label="Who", queryset=Person.objects.none())
    password = password_field()

    def __init__(self, *args: Any, colleagues: Any) -> None:
        super().__init__(*args)
        self.fields["to"].queryset = colleagues


class FindingForm(OnceForm):
    verdict = forms.ChoiceField(
        label="What do you find?", choices=Verdict.choices, widget=forms.RadioSelect
    )
    plan = forms.CharField(
        label="The plan, in your words",
        required=False,
        help_text="For the clinicians named for it. Others learn only whether it is clear. "
        "Do not repeat the answers here.",
        max_length=4000,
        widget=forms.Textarea,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("verdict") == Verdict.NOT_CLEAR and not said.get("plan", "").strip():
            self.add_error("plan", "Say what happens next: who speaks with whom, alone, and when.")
        return said


def _share(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text="Typed by its holder. Spaces and small letters do no harm.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class SharesForm(forms.Form):
    first = _share("One share")
    second = _share("The other share")
