"""Staff open no page before a second factor is set up; partners may have one if they like."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from django.contrib.auth.signals import user_logged_in
from django.db.models import Exists, OuterRef
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from duologue.people.models import Person, StaffRole

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
    """The answer is found when somebody signs in and remembered in their session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ALWAYS_OPEN) or not request.user.is_authenticated:
            return self.get_response(request)
        if request.session.get(SETTLED) != str(request.user.pk) and not settle(
            request, request.user
        ):
            return redirect("mfa_index")
        return self.get_response(request)


def lacks_second_factor(person: Person) -> bool:
    """True for staff without an authenticator app or passkey; recovery codes alone do not count."""
    roles = StaffRole.objects.filter(person=OuterRef("pk"), end__isnull=True)
    held = Authenticator.objects.filter(
        user_id=OuterRef("pk"), type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    )
    return Person.objects.filter(Exists(roles), ~Exists(held), pk=person.pk).exists()


def settle(request: HttpRequest, person: Person) -> bool:
    """Remember that this session may go on; False when a second factor is missing."""
    if lacks_second_factor(person):
        return False
    request.session[SETTLED] = str(person.pk)
    return True


@receiver(user_logged_in)
def settle_when_signing_in(request: HttpRequest, user: Person, **_: object) -> None:
    settle(request, user)


@receiver(authenticator_removed)
def ask_again_after_a_removal(request: HttpRequest, **_: object) -> None:
    request.session.pop(SETTLED, None)
