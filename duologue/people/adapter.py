"""Where django-allauth asks us: no sign-up, secrets kept encrypted, notices to the account's address."""

import base64
import hashlib
import io
import time
from typing import Any

import qrcode
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.context import request_context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from qrcode.image.svg import SvgPathFillImage

from duologue.people.models import Person
from duologue.people.queries import clinic

WAYS = {
    "reauthenticate": "With your password",
    "mfa_reauthenticate": "With your authenticator app or a recovery code",
    "mfa_reauthenticate:webauthn": "With a passkey",
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts begin with an invitation; nobody signs up by themself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Who signs in begins at home; only on the way to an account's own pages is one led back."""
        return url.startswith("/accounts/") and super().is_safe_url(url)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in minutes ago has just shown who they are."""
        records = get_authentication_records(self.request, self.request.user)
        fresh = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        if any(record["at"] > fresh for record in records):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The same ways as allauth's, in our words."""
        return [
            {**way, "description": WAYS.get(way["id"], way["description"])}
            for way in super().get_reauthentication_methods(user)
        ]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        ours = clinic()
        alias = ours.alias if ours else "Your clinic"
        # Some mails leave when the request's transaction is over, and allauth's own context with it.
        with request_context(self.request):
            super().send_mail(template_prefix, email, {"alias": alias, **context})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """One constant text for every change of how somebody signs in, to the account's address."""
        self.send_mail("account/email/sign_in_changed", user.email, context or {})


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code does not fit. Write the one your app shows now; it changes "
        "every half minute.",
    }

    def get_totp_label(self, user: Person) -> str:
        return user.email

    def get_totp_issuer(self) -> str:
        ours = clinic()
        return ours.alias if ours else "Clinic"

    def build_totp_svg(self, url: str) -> str:
        """On white ground, so that it is read in the dark theme too."""
        picture = io.BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    """A copy of the database alone must not be enough to make somebody's codes."""
    secret = hashlib.sha256(b"duologue.people.second-factor" + settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(secret.digest()))
