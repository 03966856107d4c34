from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from duologue.people.models import Person


class Backend(AuthenticationBackend):
    """Loads who is signed in together with the roles they hold today: one query a request."""

    def get_user(self, user_id: Any) -> Person | None:
        held = ArrayAgg("staff_roles__role", filter=Q(staff_roles__end=None), default=[])
        person = Person.objects.annotate(roles_held=held).filter(pk=user_id).first()
        return person if person is not None and person.is_active else None
