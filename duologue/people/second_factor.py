"""Staff open no page before a second factor is set up; partners may have one if they like."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from duologue.people.models import Person
from duologue.people.queries import roles_of

SETTLED = "second_factor_settled_for"
ALWAYS_OPEN = (
    "/accounts/",
    "/leave/",
    "/static/",
    "/help/",
    "/help-now/",
    "/invitation/",
    "/health/",
)


class SecondFactorMiddleware:
    """Asks once a session (two short queries), then remembers the answer in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ALWAYS_OPEN) and request.user.is_authenticated:
            person = str(request.user.pk)
            if request.session.get(SETTLED) != person:
                if lacks_second_factor(request.user):
                    return redirect("mfa_index")
                request.session[SETTLED] = person
        return self.get_response(request)


def lacks_second_factor(person: Person) -> bool:
    """True for staff without an authenticator app or passkey; recovery codes alone do not count."""
    if not roles_of(person):
        return False
    return not Authenticator.objects.filter(
        user_id=person.pk, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    ).exists()


@receiver(authenticator_removed)
def ask_again_after_a_removal(request: HttpRequest, **_: object) -> None:
    request.session.pop(SETTLED, None)
