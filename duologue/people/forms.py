from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from duologue.people import rules
from duologue.people.models import Role


class NameForm(forms.Form):
    name = forms.CharField(label="Your name", max_length=120)


class PartnerAcceptForm(forms.Form):
    name = forms.CharField(
        label="What shall we call you?",
        max_length=60,
        help_text="A first name is enough. Your partner and the team see it.",
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )


class StaffAcceptForm(forms.Form):
    name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label="A password",
        strip=False,
        help_text="At least 12 characters, and not a common one.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class CodeInPersonForm(forms.Form):
    email = forms.EmailField(
        label="Your email",
        help_text="The one your team has for you.",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    code = forms.CharField(
        label="The code you were given",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class PartnerForm(forms.Form):
    """The other of the two, beside the one whose first name is known."""

    first_name = forms.CharField(label="Their first name", max_length=60)

    def __init__(self, *args: Any, beside: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.beside = beside

    def clean_first_name(self) -> str:
        name: str = self.cleaned_data["first_name"]
        must_tell_apart(self.beside, name)
        return name


def must_tell_apart(one: str, two: str) -> None:
    """Raises ValidationError, in words, where two partners would have the same first name."""
    decision = rules.told_apart(one, two)
    if isinstance(decision, rules.Closed):
        raise forms.ValidationError(f"{decision.reason} {decision.remedy}")


class InvitePartnerForm(forms.Form):
    email = forms.EmailField(
        label="Their own email",
        help_text="One only they read. They sign in with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class InviteStaffForm(forms.Form):
    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(
        label="Work email", widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label="Role", choices=Role.choices)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="Role", choices=Role.choices)


class ResetForm(forms.Form):
    reason = forms.CharField(
        label="How did you check who they are?",
        max_length=300,
        help_text="For instance: in person, staff card seen.",
    )


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="The address they sign in with from now on",
        help_text="One only they read. Ask them, not their partner.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class CareTeamForm(forms.Form):
    """Who joins the care team: one choice of person and role they hold."""

    member = forms.ChoiceField(label="Who, and as what")

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = choices
