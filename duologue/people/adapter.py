from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from duologue.people.models import Person


class AccountAdapter(DefaultAccountAdapter):
    """Accounts begin with an invitation; nobody signs up by themself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    def get_totp_label(self, user: Person) -> str:
        return user.email
