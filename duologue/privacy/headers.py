from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'{leave}; manifest-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class HeadersMiddleware:
    """Nothing private stays in a cache, and a page loads only what we serve ourselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        neutral = urlsplit(settings.DUOLOGUE_NEUTRAL_ADDRESS)
        # A browser holds a form to this list through redirects too: "Leave now" must get away.
        leave = f" {neutral.scheme}://{neutral.netloc}" if neutral.netloc else ""
        self.content_policy = CONTENT_POLICY.format(leave=leave)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        _lead_to_the_door_alone(response)
        response.headers["Content-Security-Policy"] = self.content_policy
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response


def _lead_to_the_door_alone(response: HttpResponse) -> None:
    """Whoever has to sign in first is not told, in the address, which page was asked for.

    Django and allauth put it there as `?next=`; a browser's history would keep it.
    """
    address, asked, _ = response.headers.get("Location", "").partition("?")
    if asked and address == resolve_url(settings.LOGIN_URL):
        response.headers["Location"] = address
