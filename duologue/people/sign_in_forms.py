"""Our words on django-allauth's forms, and which door is whose."""

from allauth.account.forms import (
    LoginForm,
    ReauthenticateForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
)
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms

from duologue.people.models import Person
from duologue.people.queries import roles_of


class PasswordForm(LoginForm):
    """For the team: address and password; the second factor comes after."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Work email"
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class CodeForm(RequestLoginCodeForm):
    """For partners: a code by mail. Staff have a password, so no code is sent to them.

    The next page is the same for everybody.
    """

    _user: Person | None

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Your email"
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        email = super().clean_email()
        if self._user and roles_of(self._user):
            self._user = None
        return email


class ForgottenPasswordForm(ResetPasswordForm):
    """Only who has a password gets a link to choose a new one; the page says the same to all."""

    users: list[Person]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Work email"
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        email = super().clean_email()
        self.users = [person for person in self.users if person.has_usable_password()]
        return email


class StillYouForm(ReauthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)


class PasskeyForm(AddWebAuthnForm):
    """Every passkey signs in by itself, with the device's own check of who holds it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "What do you call this device?"
        self.fields["name"].initial = "This device"
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].widget = forms.CheckboxInput(attrs={"hidden": True})
