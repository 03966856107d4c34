from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from duologue.people.models import Person
from duologue.people.signals import password_shown


class Backend(AuthenticationBackend):
    """Signs in by password; loads who is signed in with the roles they hold, in one query a request."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        """As allauth's; a right password is told to whoever needs it while it is known."""
        person: Person | None = super().authenticate(request, **credentials)
        if person is not None:
            password = credentials["password"]
            password_shown.send(Person, person=person, password=password, at=timezone.now())
        return person

    def get_user(self, user_id: Any) -> Person | None:
        held = ArrayAgg("staff_roles__role", filter=Q(staff_roles__end=None), default=[])
        person = Person.objects.annotate(roles_held=held).filter(pk=user_id).first()
        return person if person is not None and person.is_active else None
