"""Our words on django-allauth's forms, and which door is whose."""

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils import timezone

from duologue.people.models import Person
from duologue.people.queries import roles_of
from duologue.people.signals import password_changed, password_forgotten


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


class OtherPasswordForm(ChangePasswordForm):
    """Old and new are known together only here, so here it is told."""

    def save(self) -> None:
        super().save()
        old, new = self.cleaned_data["oldpassword"], self.cleaned_data["password1"]
        password_changed.send(Person, person=self.user, old=old, new=new, at=timezone.now())


class PasswordFromLinkForm(ResetPasswordKeyForm):
    """A new password from a mailed link: the old one was not asked for."""

    def save(self) -> None:
        super().save()
        new = self.cleaned_data["password1"]
        password_forgotten.send(Person, person=self.user, new=new, at=timezone.now())


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
