from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest
from django.utils import timezone

from duologue.people.models import Person
from duologue.people.signals import password_shown


class Backend(AuthenticationBackend):
    """Signs in by password."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        """As allauth's; a right password is told to whoever needs it while it is known."""
        person: Person | None = super().authenticate(request, **credentials)
        if person is not None:
            password = credentials["password"]
            password_shown.send(Person, person=person, password=password, at=timezone.now())
        return person
