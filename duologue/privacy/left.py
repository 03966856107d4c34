from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from duologue.privacy.views import LEFT, leave


class LeftMiddleware:
    """Who pressed "Leave now" has left, even when the press itself never reached us.

    The script on the page sets the cookie at the press; whatever is asked next ends the session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return leave(request) if request.COOKIES.get(LEFT) else self.get_response(request)
